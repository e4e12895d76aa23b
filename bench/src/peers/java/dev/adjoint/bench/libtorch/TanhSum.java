package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.ScalarGradient;
import dev.adjoint.bench.Threads;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The sum of tanh(x * x + x), and its gradient. */
@State(Scope.Thread)
public class TanhSum extends Measured implements ScalarGradient {
  /** Elements. */
  @Param({"16", "65536", "1048576"}) public int size;

  /** Threads of libtorch. */
  @Param public Threads threads;

  private Tensor x;

  /** For JMH. */
  public TanhSum() {}

  /** Makes the input. */
  @Setup(Level.Trial)
  public void setUp() {
    LibtorchThreads.use(threads);
    x = Tensor.create(Samples.uniform(1, size, 1), size).set_requires_grad(true);
  }

  @Benchmark
  @Override
  public float forwardBackward() {
    try (Tensor gradient = x.mutable_grad()) {
      gradient.reset();
    }
    // Each pointer is closed by hand: a PointerScope would add its own bookkeeping to the smallest size.
    try (Tensor square = x.mul(x); Tensor inner = square.add(x); Tensor tanh = inner.tanh(); Tensor sum = tanh.sum()) {
      sum.backward();
      return sum.item_float();
    }
  }

  @Override
  public float[] gradient() {
    return HeapCopy.of(x.grad());
  }

  /** Frees the input. */
  @TearDown(Level.Trial)
  public void tearDown() {
    x.close();
  }
}
