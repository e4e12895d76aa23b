package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A convolution that owns its weights, over one, two or three axes. */
abstract sealed class ConvolutionLayer extends Module
    permits Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  private final boolean transposed;
  private final int in;
  private final ConvOptions options;
  private final Supplier<Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;
  private final String text;

  ConvolutionLayer(int axes, boolean transposed, int in, int out, int[] kernel, ConvOptions options, Key key) {
    String name = getClass().getSimpleName();
    Objects.requireNonNull(options, () -> name + ": the options are null; expected ConvOptions.DEFAULT or others");
    Objects.requireNonNull(key, () -> name + ": the key is null; expected one such as Key.of(1)");
    Objects.requireNonNull(kernel, () -> name + ": the kernel is null; expected one size, or one for each axis");
    ConvolutionFunctions.check(name, axes, transposed, options);
    int[] taps = kernel.length == 1 ? filled(axes, kernel[0]) : kernel.clone();
    check(name, axes, in, out, taps, options.groups());
    this.transposed = transposed;
    this.in = in;
    this.options = options;
    int[] sizes = new int[axes + 2];
    sizes[0] = transposed ? in : out;
    sizes[1] = (transposed ? out : in) / options.groups();
    System.arraycopy(taps, 0, sizes, 2, axes);
    // PyTorch's Kaiming-uniform with a = sqrt(5); it takes axis 1 for the inputs also where the convolution is transposed.
    double bound = 1 / Math.sqrt((double) sizes[1] * Arrays.stream(taps).reduce(1, (a, b) -> a * b));
    Key[] keys = key.split(2);
    this.weight = parameter("weight", Random.uniform(keys[0], -bound, bound, sizes));
    this.bias = optional("bias",
        options.bias() ? Random.uniform(keys[1], -bound, bound, Shape.of(out), DType.FLOAT32) : null);
    this.text = name + "(" + in + ", " + out + ", kernel " + Arrays.toString(taps) + ")";
  }

  private static int[] filled(int axes, int size) {
    int[] sizes = new int[axes];
    Arrays.fill(sizes, size);
    return sizes;
  }

  private static void check(String name, int axes, int in, int out, int[] kernel, int groups) {
    if (kernel.length != axes || Arrays.stream(kernel).anyMatch(k -> k < 1)) {
      throw new ShapeException(
          name + " takes a kernel of one size, or " + axes + ", each 1 or more; given " + Arrays.toString(kernel));
    }
    if (in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
      throw new ShapeException(
          name + " takes 1 or more channels in and out, that its groups divide; given " + in + " and " + out + " channels and "
              + groups + " groups");
    }
  }

  final Tensor weight() {
    return weight.get();
  }

  final @Nullable Tensor bias() {
    return bias.get();
  }

  final ConvOptions options() {
    return options;
  }

  @Override
  protected final long flops(Shape input, Shape output) {
    // Each element of the larger side meets a kernel: of the output, or of a transposed convolution's input.
    Shape weights = weight().shape();
    return weights.size(0) == 0 ? 0 : 2L * (transposed ? input : output).size() * (weights.size() / weights.size(0));
  }

  @Override
  final String takes(Shape given) {
    int axes = weight().shape().rank() - 2;
    String sizes = in + ", " + "d, h, w".substring(3 * (3 - axes)) + "]";
    String takes = "[n, " + sizes + " or [" + sizes;
    boolean gray = in == 3 && given.rank() > axes && given.size(-axes - 1) == 1;
    return gray ? takes + ", and of one channel three by Tensor.concat(" + (-axes - 1) + ", x, x, x)" : takes;
  }

  @Override
  public final String toString() {
    return text;
  }
}
