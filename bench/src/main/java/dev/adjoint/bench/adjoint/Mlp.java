package dev.adjoint.bench.adjoint;

import dev.adjoint.Device;
import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Trainer;
import dev.adjoint.bench.TrainingTask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Training a perceptron. */
@State(Scope.Thread)
public class Mlp extends Measured {
  /** Adjoint's backend. */
  @Param({"cpu", "nd4j"}) public String backend;

  private Trainer trainer;

  /** For JMH. */
  public Mlp() {}

  /** Makes the network. */
  @Setup(Level.Trial)
  public void setUp() {
    trainer = new AdjointTrainer(TrainingTask.digits(), Device.of(backend));
  }

  /** One step on one batch. */
  @Benchmark
  public float trainingStep() {
    return trainer.step();
  }
}
