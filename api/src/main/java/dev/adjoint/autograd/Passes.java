package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import org.jspecify.annotations.Nullable;

/** The backward passes of each thread: one may begin inside another, in a rule or a hook. */
final class Passes {
  /** Passes inside each other on one thread; more go on in a new one, as its stack is empty. */
  private static final int ON_ONE_THREAD = 50;

  private static final ThreadLocal<Passes> OF_THREAD = ThreadLocal.withInitial(Passes::new);

  private @Nullable Pass innermost;

  private record Pass(Engine engine, int depth, @Nullable Pass outer) {}

  private Passes() {}

  /** The innermost pass of this thread; null outside of any. */
  static @Nullable Engine current() {
    Pass pass = OF_THREAD.get().innermost;
    return pass == null ? null : pass.engine;
  }

  static void run(Engine engine, Runnable body) {
    Pass outer = OF_THREAD.get().innermost;
    int depth = outer == null ? 1 : outer.depth + 1;
    if (depth % ON_ONE_THREAD == 0) {
      runOnNewThread(engine, body, new Pass(engine, depth, outer));
    } else {
      runHere(engine, body, new Pass(engine, depth, outer));
    }
  }

  private static void runHere(Engine engine, Runnable body, Pass pass) {
    Passes mine = OF_THREAD.get();
    mine.innermost = pass;
    try (var _ = GradMode.recording(engine.recordsGraph())) {
      body.run();
      engine.runCallbacks();
    } finally {
      mine.innermost = pass.outer;
      engine.cleanUp();
    }
  }

  private static void runOnNewThread(Engine engine, Runnable body, Pass pass) {
    GradMode.State modes = GradMode.capture();
    Throwable[] thrown = {null};
    Thread thread = Thread.ofPlatform().name("adjoint-backward-" + pass.depth).daemon().start(() -> {
      try (var _ = GradMode.enter(modes)) {
        runHere(engine, body, pass);
      } catch (RuntimeException | Error e) {
        thrown[0] = e;
      }
    });
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        // The pass writes to tensors that are in use: it is waited for, and the interrupt is passed on after it.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (thrown[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AutogradException("A backward pass failed: " + thrown[0]);
    }
  }
}
