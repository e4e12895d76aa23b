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

  private Library.Task task;

  /** For JMH. */
  public Measurement() {}

  /** Makes the inputs. */
  @Setup(Level.Trial)
  public void setUp() {
    task = Contender.valueOf(contender).library().prepare(Suite.work(work));
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
