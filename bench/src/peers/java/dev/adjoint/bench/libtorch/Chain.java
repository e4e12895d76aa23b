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

/** A chain of operations on one element, built and walked backwards. */
@State(Scope.Thread)
public class Chain extends Measured implements ScalarGradient {
  /** Operations. */
  @Param({"1000", "10000", "100000", "1000000"}) public int length;

  /** Threads of libtorch. */
  @Param public Threads threads;

  private Tensor x;

  /** For JMH. */
  public Chain() {}

  /** Makes the input. */
  @Setup(Level.Trial)
  public void setUp() {
    LibtorchThreads.use(threads);
    x = Tensor.create(Samples.uniform(1, 1, 1), 1).set_requires_grad(true);
  }

  @Benchmark
  @Override
  public float forwardBackward() {
    try (Tensor gradient = x.mutable_grad()) {
      gradient.reset();
    }
    Tensor y = x.add(x);
    for (int i = 1; i < length; i++) {
      Tensor next = y.add(x);
      // The graph keeps what it needs; the handle is ours to close.
      y.close();
      y = next;
    }
    y.backward();
    float value = y.item_float();
    y.close();
    return value;
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
