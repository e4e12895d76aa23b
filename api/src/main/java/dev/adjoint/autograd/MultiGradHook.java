package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Mode;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hook on the gradients of several tensors. What has arrived is noted with the pass it arrived in. */
public final class MultiGradHook {
  private MultiGradHook() {}

  /** Calls a function once at the end of each pass in which one of the tensors got a gradient, with all of them. */
  public static Mode all(List<Tensor> tensors, Consumer<List<@Nullable Tensor>> hook) {
    Object key = new Object();
    return each(tensors, (i, gradient) -> {
      Engine pass = current();
      @Nullable Tensor[] arrived = (Tensor[]) pass.note(key, () -> {
        @Nullable Tensor[] fresh = new Tensor[tensors.size()];
        pass.atEnd(() -> hook.accept(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(fresh)))));
        return fresh;
      });
      arrived[i] = gradient;
    });
  }

  /** Calls a function once in each pass, with the first gradient that arrives. */
  public static Mode any(List<Tensor> tensors, Consumer<Tensor> hook) {
    Object key = new Object();
    return each(tensors, (i, gradient) -> current().note(key, () -> {
      hook.accept(gradient);
      return key;
    }));
  }

  private interface Arrival {
    void of(int index, Tensor gradient);
  }

  private static Engine current() {
    Engine pass = Passes.current();
    if (pass == null) {
      throw new IllegalStateException("A hook on a gradient ran outside of a backward pass");
    }
    return pass;
  }

  private static Mode each(List<Tensor> tensors, Arrival arrival) {
    if (tensors.isEmpty()) {
      throw new AutogradException("A hook on several gradients takes at least one tensor");
    }
    List<Runnable> removals = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      int index = i;
      removals.add(Tape.addHook(tensors.get(i), gradient -> {
        arrival.of(index, gradient);
        return null;
      }));
    }
    return () -> removals.forEach(Runnable::run);
  }
}
