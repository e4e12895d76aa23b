package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Threads;
import dev.adjoint.bench.Trainer;
import dev.adjoint.bench.TrainingTask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Training a perceptron. */
@State(Scope.Thread)
public class Mlp extends Measured {
  /** Threads of ND4J. */
  @Param public Threads threads;

  private Trainer trainer;

  /** For JMH. */
  public Mlp() {}

  /** Makes the network. */
  @Setup(Level.Trial)
  public void setUp() {
    Nd4jThreads.use(threads);
    trainer = new SameDiffTrainer(TrainingTask.digits());
  }

  /** One step on one batch. */
  @Benchmark
  public float trainingStep() {
    return trainer.step();
  }

  /** Frees the network. */
  @TearDown(Level.Trial)
  public void tearDown() {
    trainer.close();
  }
}
