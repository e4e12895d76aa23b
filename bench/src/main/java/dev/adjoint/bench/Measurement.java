package dev.adjoint.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One contender doing one work, as JMH runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Measurement {
  /** A {@link Contender}. */
  @Param("") public String contender;

  /** The name of a {@link Work}. */
  @Param("") public String work;

  private static final long WINDOW_NANOS = 200_000_000;
  private static final long LONGEST_NANOS = 30_000_000_000L;
  /** Windows without a gain after which there is none to come: the JIT may take seconds from one step to the next. */
  private static final int PATIENCE_WITH_JAVA = 16;
  private static final int PATIENCE = 3;
  private static final int SHORT = 1000;
  private static final double GAIN = 0.02;

  private Library.Task task;

  /** For JMH. */
  public Measurement() {}

  /** Makes the inputs. */
  @Setup(Level.Trial)
  public void setUp() {
    Contender who = Contender.valueOf(contender);
    task = who.library().prepare(Suite.work(work));
    settle(takesTime(who) ? PATIENCE_WITH_JAVA : PATIENCE);
  }

  /** What is in Java: Adjoint, ND4J, and the way into libtorch, which counts where a call is short. */
  private boolean takesTime(Contender who) {
    return who.isAdjoint() || who.column() == Contender.Column.ND4J || Suite.work(work).size() <= SHORT;
  }

  /** Runs until it is hot: a network has hundreds of methods and kernels to compile, and two cores for that and for itself. */
  private void settle(int patience) {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    int idle = 0;
    while (idle < patience && System.nanoTime() - start < LONGEST_NANOS) {
      double time = window();
      idle = time < best * (1 - GAIN) ? 0 : idle + 1;
      best = Math.min(best, time);
    }
  }

  /** The time of a call, over a moment. */
  private double window() {
    long start = System.nanoTime();
    int calls = 0;
    do {
      task.run();
      calls++;
    } while (System.nanoTime() - start < WINDOW_NANOS);
    return (double) (System.nanoTime() - start) / calls;
  }

  /** Does the work once. */
  @Benchmark
  public Object run() {
    return task.run();
  }

  /** Frees the inputs. */
  @TearDown(Level.Trial)
  public void tearDown() {
    task.close();
  }
}
