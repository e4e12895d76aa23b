package dev.adjoint.bench.adjoint;

import dev.adjoint.Adjoint;
import dev.adjoint.Device;
import dev.adjoint.Tensor;
import dev.adjoint.bench.ConvolutionLayer;
import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Functional;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A convolution, and both of its gradients. */
@State(Scope.Thread)
public class Convolution extends Measured {
  /** Sizes. */
  @Param public ConvolutionLayer layer;

  private Tensor x;
  private Tensor weight;
  private Tensor cotangent;
  private ConvOptions options;

  /** For JMH. */
  public Convolution() {}

  private static Tensor uniform(int seed, int... sizes) {
    int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    return Tensor.of(Samples.uniform(seed, count, 1)).reshape(sizes).detach().to(Device.of("cpu")).requiresGrad(true);
  }

  /** Makes the input, the weight and the gradient of the output. */
  @Setup(Level.Trial)
  public void setUp() {
    x = uniform(1, layer.input());
    weight = uniform(2, layer.weight());
    options = ConvOptions.DEFAULT.stride(layer.stride()).padding(layer.padding());
    cotangent = Tensor.onesLike(forward());
  }

  /** The output alone. */
  @Benchmark
  public Tensor forward() {
    try (var _ = Adjoint.noGrad()) {
      return Functional.conv2d(x, weight, null, options);
    }
  }

  /** The output and the gradients of input and weight. */
  @Benchmark
  public @Nullable Tensor forwardBackward() {
    x.clearGrad();
    weight.clearGrad();
    Functional.conv2d(x, weight, null, options).backward(cotangent);
    return weight.grad();
  }
}
