package dev.adjoint.seeds;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few actors at the same moment, round after round on fresh state, and looks at the outcome of each round: jcstress's
 * way of finding races, in an ordinary test. The actors leave a spinning gate together, each after a pause that is another one
 * in every round, so that many interleavings of the first few microseconds are tried.
 */
public final class Race {
  private static final int LONGEST_PAUSE = 64;

  private final AtomicInteger gate = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private volatile Runnable[] actors = {};
  private volatile boolean over;
  private volatile @Nullable Throwable thrown;

  /**
   * What happens in a round.
   *
   * @param outcome looks at what the actors left behind, once all are done
   * @param actors run at the same time, each in its own thread
   */
  public record Round(Runnable outcome, Runnable... actors) {}

  private Race() {}

  /** So many rounds, each on what the supplier makes; throws what an actor or an outcome threw. */
  public static void run(int rounds, Supplier<Round> fresh) {
    Race race = new Race();
    Round round = fresh.get();
    Thread[] threads = new Thread[round.actors.length - 1];
    for (int i = 0; i < threads.length; i++) {
      int actor = i + 1;
      threads[i] = Thread.ofPlatform().daemon().name("racer-" + actor).start(() -> race.followRounds(actor));
    }
    try {
      for (int i = 1; i <= rounds; i++) {
        race.begin(round, i);
        if (race.thrown != null) {
          throw new AssertionError("An actor of round " + i + " failed: " + race.thrown, race.thrown);
        }
        round.outcome.run();
        round = fresh.get();
      }
    } finally {
      race.over = true;
    }
  }

  private void begin(Round round, int number) {
    gate.set(0);
    finished.set(0);
    actors = round.actors;
    started.set(number);
    act(0, number);
    waitFor(finished, actors.length);
  }

  private void followRounds(int actor) {
    for (int number = 1; waitFor(started, number); number++) {
      act(actor, number);
    }
  }

  private void act(int actor, int number) {
    gate.incrementAndGet();
    waitFor(gate, actors.length);
    int pause = new SplittableRandom(31L * number + actor).nextInt(LONGEST_PAUSE);
    for (int i = 0; i < pause; i++) {
      Thread.onSpinWait();
    }
    try {
      actors[actor].run();
    } catch (Throwable e) { // an assertion too
      thrown = e;
    } finally {
      finished.incrementAndGet();
    }
  }

  /** False if the race was over before. */
  private boolean waitFor(AtomicInteger count, int least) {
    for (int spins = 0; count.get() < least; spins++) {
      if (over) {
        return false;
      }
      if (spins < 1000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return true;
  }
}
