package dev.adjoint.bench.adjoint;

import dev.adjoint.Device;
import dev.adjoint.Tensor;
import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.ScalarGradient;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A chain of operations on one element, built and walked backwards: what a node costs, whatever the length. */
@State(Scope.Thread)
public class Chain extends Measured implements ScalarGradient {
  /** Operations. */
  @Param({"1000", "10000", "100000", "1000000"}) public int length;

  /** Adjoint's backend. */
  @Param("cpu") public String backend;

  private Tensor x;

  /** For JMH. */
  public Chain() {}

  /** Makes the input. */
  @Setup(Level.Trial)
  public void setUp() {
    x = Tensor.of(Samples.uniform(1, 1, 1)).to(Device.of(backend)).requiresGrad(true);
  }

  @Benchmark
  @Override
  public float forwardBackward() {
    x.clearGrad();
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.add(x);
    }
    y.backward();
    return (float) y.item();
  }

  @Override
  public float[] gradient() {
    return Objects.requireNonNull(x.grad(), "No gradient yet: call forwardBackward() first").toFloatArray();
  }
}
