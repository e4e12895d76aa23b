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

/** The sum of tanh(x * x + x), and its gradient. */
@State(Scope.Thread)
public class TanhSum extends Measured implements ScalarGradient {
  /** Elements. */
  @Param({"16", "65536", "1048576"}) public int size;

  /** Adjoint's backend. */
  @Param({"cpu", "nd4j"}) public String backend;

  private Tensor x;

  /** For JMH. */
  public TanhSum() {}

  /** Makes the input. */
  @Setup(Level.Trial)
  public void setUp() {
    x = Tensor.of(Samples.uniform(1, size, 1)).to(Device.of(backend)).requiresGrad(true);
  }

  @Benchmark
  @Override
  public float forwardBackward() {
    x.clearGrad();
    Tensor sum = x.mul(x).add(x).tanh().sum();
    sum.backward();
    return (float) sum.item();
  }

  @Override
  public float[] gradient() {
    return Objects.requireNonNull(x.grad(), "No gradient yet: call forwardBackward() first").toFloatArray();
  }
}
