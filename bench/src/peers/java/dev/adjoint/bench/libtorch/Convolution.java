package dev.adjoint.bench.libtorch;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.ones_like;

import dev.adjoint.bench.ConvolutionLayer;
import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.Threads;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A convolution, and both of its gradients. */
@State(Scope.Thread)
public class Convolution extends Measured {
  /** Sizes. */
  @Param public ConvolutionLayer layer;

  /** Threads of libtorch. */
  @Param public Threads threads;

  private Tensor x;
  private Tensor weight;
  private Tensor cotangent;

  /** For JMH. */
  public Convolution() {}

  private static Tensor uniform(int seed, int... sizes) {
    long[] shape = Arrays.stream(sizes).asLongStream().toArray();
    int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    return Tensor.create(Samples.uniform(seed, count, 1), shape).set_requires_grad(true);
  }

  /** Makes the input, the weight and the gradient of the output. */
  @Setup(Level.Trial)
  public void setUp() {
    LibtorchThreads.use(threads);
    x = uniform(1, layer.input());
    weight = uniform(2, layer.weight());
    try (var _ = new PointerScope(); var _ = new NoGradGuard()) {
      cotangent = ones_like(convolved()).retainReference();
    }
  }

  private Tensor convolved() {
    return conv2d(x, weight, new TensorOptional(), new long[] {layer.stride(), layer.stride()},
        new long[] {layer.padding(), layer.padding()}, new long[] {1, 1}, 1);
  }

  /** The output alone. */
  @Benchmark
  public long forward() {
    try (var _ = new PointerScope(); var _ = new NoGradGuard()) {
      return convolved().numel();
    }
  }

  /** The output and the gradients of input and weight. */
  @Benchmark
  public long forwardBackward() {
    try (var _ = new PointerScope()) {
      x.mutable_grad().reset();
      weight.mutable_grad().reset();
      convolved().backward(cotangent, new BoolOptional(), false, new TensorArrayRefOptional());
      return weight.grad().numel();
    }
  }

  /** Frees the tensors. */
  @TearDown(Level.Trial)
  public void tearDown() {
    x.close();
    weight.close();
    cotangent.close();
  }
}
