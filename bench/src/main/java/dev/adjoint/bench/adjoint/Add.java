package dev.adjoint.bench.adjoint;

import dev.adjoint.Device;
import dev.adjoint.Tensor;
import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An eager addition of two float32 vectors. */
@State(Scope.Thread)
public class Add extends Measured {
  /** Elements. */
  @Param({"16", "1024", "1048576"}) public int size;

  /** Adjoint's backend. */
  @Param({"cpu", "nd4j"}) public String backend;

  private Tensor x;
  private Tensor y;
  private Tensor leaf;

  /** For JMH. */
  public Add() {}

  /** Makes the inputs. */
  @Setup(Level.Trial)
  public void setUp() {
    var device = Device.of(backend);
    x = Tensor.of(Samples.uniform(1, size, 1)).to(device);
    y = Tensor.of(Samples.uniform(2, size, 1)).to(device);
    leaf = x.copy().requiresGrad(true);
  }

  /** No input takes a gradient. */
  @Benchmark
  public Tensor plain() {
    return x.add(y);
  }

  /** One input takes a gradient, so that the operation is recorded. */
  @Benchmark
  public Tensor recorded() {
    return leaf.add(y);
  }
}
