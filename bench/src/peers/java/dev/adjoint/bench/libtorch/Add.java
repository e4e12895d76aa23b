package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.Threads;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An eager addition of two float32 vectors. */
@State(Scope.Thread)
public class Add extends Measured {
  /** Elements. */
  @Param({"16", "1024", "1048576"}) public int size;

  /** Threads of libtorch. */
  @Param public Threads threads;

  private Tensor x;
  private Tensor y;
  private Tensor leaf;

  /** For JMH. */
  public Add() {}

  /** Makes the inputs. */
  @Setup(Level.Trial)
  public void setUp() {
    LibtorchThreads.use(threads);
    x = Tensor.create(Samples.uniform(1, size, 1), size);
    y = Tensor.create(Samples.uniform(2, size, 1), size);
    leaf = Tensor.create(Samples.uniform(1, size, 1), size).set_requires_grad(true);
  }

  /** No input takes a gradient. */
  @Benchmark
  public long plain() {
    return sum(x);
  }

  /** One input takes a gradient, so that the operation is recorded. */
  @Benchmark
  public long recorded() {
    return sum(leaf);
  }

  /** Frees the inputs. */
  @TearDown(Level.Trial)
  public void tearDown() {
    x.close();
    y.close();
    leaf.close();
  }

  private long sum(Tensor left) {
    try (Tensor sum = left.add(y)) {
      return sum.address();
    }
  }
}
