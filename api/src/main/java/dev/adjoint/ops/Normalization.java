package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.GradMode;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shifting and scaling to mean 0 and variance 1, along some of the axes. */
public final class Normalization {
  private static final Elementwise SCALED =
      Elementwise.of("batch_norm", 0, Elementwise.Operands.REAL, (a, p) -> a[0].sub(a[1]).mul(a[2]));
  private static final Elementwise SCALED_AND_SHIFTED =
      Elementwise.of("batch_norm", 0, Elementwise.Operands.REAL, (a, p) -> a[0].sub(a[1]).mul(a[2]).add(a[3]));

  private Normalization() {}

  /**
   * {@code (x - mean) / sqrt(variance + eps) * weight + bias} along axes.
   *
   * @param centred whether the mean is subtracted
   * @param weight of a shape that broadcasts to that of x
   */
  private static Tensor standardize(
      boolean centred, Tensor x, double eps, int[] axes, @Nullable Tensor weight, @Nullable Tensor bias) {
    // Of float16, what was divided is rounded before it meets a weight.
    Tensor wide = x.dtype().isHalf() ? x.to(DType.FLOAT32) : x;
    boolean rounds = x.dtype().isHalf();
    Standardized result = standardized(centred, wide, eps, axes, rounds ? null : weight, rounds ? null : bias);
    return rounds ? affine(result.out.to(x.dtype()), weight, bias) : result.out;
  }

  private record Standardized(Tensor out, Standardize.Rows rows) {}

  private static Standardized standardized(
      boolean centred, Tensor x, double eps, int[] axes, @Nullable Tensor weight, @Nullable Tensor bias) {
    Extent extent = new Extent(x.shape(), axes, true);
    boolean whole = isLike(x, weight) && isLike(x, bias);
    Standardize operation = Standardize.of(centred, extent, eps, whole ? weight : null, whole ? bias : null);
    Tensor out = operation.apply(x, whole ? weight : null, whole ? bias : null);
    return new Standardized(whole ? out : affine(out, weight, bias), operation.rows());
  }

  private static Tensor affine(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
    Tensor out = weight == null ? x : x.mul(weight);
    return bias == null ? out : out.add(bias);
  }

  /** Whether a weight, where there is one, is of the type of x. */
  private static boolean isLike(Tensor x, @Nullable Tensor weight) {
    return weight == null || weight.dtype() == x.dtype();
  }

  private static void checkFloating(String name, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(name + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
  }

  private static @Nullable Tensor shaped(
      String name, String what, @Nullable Tensor given, Shape expected, int[] broadcast) {
    if (given == null) {
      return null;
    }
    if (!given.shape().equals(expected)) {
      throw new ShapeException(name + ": the " + what + " has the shape " + given.shape() + "; expected " + expected);
    }
    return given.reshape(broadcast);
  }

  /** The last axes, whose sizes must be the given ones. */
  private static int[] lastAxes(String name, Tensor x, int[] sizes) {
    checkFloating(name, x);
    int rank = x.shape().rank();
    if (sizes.length == 0 || sizes.length > rank || !Arrays.equals(sizes, SlidingWindows.last(x.shape(), sizes.length))) {
      throw new ShapeException(
          name + " over the last axes of sizes " + Arrays.toString(sizes) + " of a tensor of shape " + x.shape()
              + ": expected the sizes that its last axes have");
    }
    int[] axes = new int[sizes.length];
    Arrays.setAll(axes, i -> rank - sizes.length + i);
    return axes;
  }

  /**
   * Layer normalisation, over the last axes.
   *
   * @param sizes the sizes of these axes, and of weight and bias
   */
  public static Tensor layer(Tensor x, int[] sizes, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    int[] axes = lastAxes("layerNorm", x, sizes);
    Shape each = Shape.of(sizes);
    Tensor scale = shaped("layerNorm", "weight", weight, each, sizes);
    return standardize(true, x, eps, axes, scale, shaped("layerNorm", "bias", bias, each, sizes));
  }

  /** {@code x / sqrt(mean(x^2) + eps)} over the last axes (Zhang and Sennrich, 2019). */
  public static Tensor rms(Tensor x, int[] sizes, @Nullable Tensor weight, double eps) {
    int[] axes = lastAxes("rmsNorm", x, sizes);
    return standardize(false, x, eps, axes, shaped("rmsNorm", "weight", weight, Shape.of(sizes), sizes), null);
  }

  /** For each channel, axis 1, a size of 1 along all other axes. */
  private static int[] perChannel(Tensor x) {
    int[] sizes = new int[x.shape().rank()];
    Arrays.fill(sizes, 1);
    sizes[1] = x.shape().size(1);
    return sizes;
  }

  private static void checkChannels(String name, Tensor x, int least) {
    checkFloating(name, x);
    if (x.shape().rank() < least) {
      throw new ShapeException(
          name + " takes a tensor [n, channels, ..] of at least " + least + " axes; given the shape " + x.shape());
    }
  }

  /**
   * Batch normalisation: over all axes but the channels, axis 1.
   *
   * @param mean the running mean of each channel: used, or in training updated in place if there is one
   * @param variance the running variance of each channel, unbiased
   * @param training whether to use the mean and the variance of this batch
   * @param momentum how much of the running values is replaced
   */
  public static Tensor batch(
      Tensor x, @Nullable Tensor mean, @Nullable Tensor variance, @Nullable Tensor weight, @Nullable Tensor bias,
      boolean training, double momentum, double eps) {
    String name = "batchNorm";
    checkChannels(name, x, 2);
    checkSettings(name, momentum, eps);
    int channels = x.shape().size(1);
    Shape each = Shape.of(channels);
    // All is checked before a running value changes.
    checkEach(name, "running mean", mean, x, each);
    checkEach(name, "running variance", variance, x, each);
    checkEach(name, "weight", weight, x, each);
    checkEach(name, "bias", bias, x, each);
    int[] broadcast = perChannel(x);
    if (!training) {
      if (mean == null || variance == null) {
        throw new ShapeException(name + " outside of training needs the running mean and variance; none are given");
      }
      return InFloat32.apply(x, wide -> {
        Tensor scale = variance.reshape(broadcast).add(eps).rsqrt();
        scale = weight == null ? scale : scale.mul(weight.reshape(broadcast));
        Tensor middle = mean.reshape(broadcast);
        return bias == null ? SCALED.apply(wide, middle, scale)
            : SCALED_AND_SHIFTED.apply(wide, middle, scale, bias.reshape(broadcast));
      }).to(x.dtype());
    }
    int count = channels == 0 ? 0 : x.size() / channels;
    if (count < 2) {
      throw new ShapeException(
          name + " in training takes more than one value for each channel; given the shape " + x.shape()
              + ". Use a larger batch, or running values");
    }
    int[] axes = new int[x.shape().rank() - 1];
    Arrays.setAll(axes, i -> i == 0 ? 0 : i + 1);
    Tensor wide = x.dtype().isHalf() ? x.to(DType.FLOAT32) : x;
    Standardized result = standardized(
        true, wide, eps, axes, shaped(name, "weight", weight, each, broadcast), shaped(name, "bias", bias, each, broadcast));
    update(mean, result.rows.mean().reshape(channels), momentum);
    update(variance, result.rows.variance().reshape(channels).mul(count / (count - 1.0)), momentum);
    return result.out.to(x.dtype());
  }

  private static void checkSettings(String name, double momentum, double eps) {
    if (!(eps >= 0)) {
      throw new IllegalArgumentException(name + " takes an eps of 0 or more; given " + eps);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(name + " takes a momentum from 0 to 1; given " + momentum);
    }
  }

  private static void checkEach(String name, String what, @Nullable Tensor given, Tensor x, Shape each) {
    if (given == null) {
      return;
    }
    if (!given.dtype().isFloating()) {
      throw new DTypeException(name + ": the " + what + " is " + given.dtype() + "; convert it with to(FLOAT32) first");
    }
    Tape.checkOneDevice(name, new Tensor[] {x, given});
    shaped(name, what, given, each, each.toArray());
  }

  /** Adds one to a count of batches, unless this one was counted before and is computed again for its gradient. */
  public static void count(Tensor batches) {
    if (!GradMode.isRepeating()) {
      batches.addi(1);
    }
  }

  private static void update(@Nullable Tensor running, Tensor now, double momentum) {
    if (running != null && !GradMode.isRepeating()) {
      // Detached from all history: running values are no function of what they were.
      running.detach().muli(1 - momentum).addi(now.mul(momentum).to(running.dtype()));
    }
  }

  /** Group normalisation: over all axes but the first, for each group of channels. */
  public static Tensor group(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    String name = "groupNorm";
    checkChannels(name, x, 2);
    int channels = x.shape().size(1);
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException(
          name + " in " + groups + " groups of a tensor of shape " + x.shape() + ": expected a number that divides its "
              + channels + " channels");
    }
    int[] sizes = x.shape().toArray();
    int count = channels / groups * Arrays.stream(sizes, 2, sizes.length).reduce(1, (a, b) -> a * b);
    if (count == 1 && x.shape().size(0) == 1) {
      throw new ShapeException(
          name + " in " + groups + " groups of a tensor of shape " + x.shape() + ": expected more than one value in a group");
    }
    Shape each = Shape.of(channels);
    int[] broadcast = {groups, channels / groups, 1};
    Tensor grouped = x.reshape(sizes[0], groups, channels / groups, channels == 0 ? 0 : count / (channels / groups));
    Tensor scale = shaped(name, "weight", weight, each, broadcast);
    return standardize(true, grouped, eps, new int[] {2, 3}, scale, shaped(name, "bias", bias, each, broadcast)).reshape(sizes);
  }

  /** Instance normalisation: over all axes after the channels, axis 1. */
  public static Tensor instance(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    String name = "instanceNorm";
    checkChannels(name, x, 3);
    int[] axes = new int[x.shape().rank() - 2];
    Arrays.setAll(axes, i -> i + 2);
    if (Arrays.stream(axes).allMatch(axis -> x.shape().size(axis) == 1)) {
      throw new ShapeException(
          name + " takes more than one value for each channel of each instance; given the shape " + x.shape());
    }
    Shape each = Shape.of(x.shape().size(1));
    Tensor scale = shaped(name, "weight", weight, each, perChannel(x));
    return standardize(true, x, eps, axes, scale, shaped(name, "bias", bias, each, perChannel(x)));
  }

  /** {@code x / (k + alpha * mean(x^2 of the channels around it))^beta} (Krizhevsky et al., 2012, 3.3, with a mean). */
  public static Tensor localResponse(Tensor x, int size, double alpha, double beta, double k) {
    String name = "localResponseNorm";
    checkChannels(name, x, 3);
    int[] kernel = SlidingWindows.each(name, "size", 1, 1, size);
    Tensor last = x.transpose(1, -1);
    SlidingWindows windows = SlidingWindows.fit(
        name, last.shape(), kernel, new int[] {1}, new int[] {1}, new int[] {size / 2}, new int[] {(size - 1) / 2}, false);
    Tensor means = windows.slide(last.mul(last)).sum(last.shape().rank()).mul(1.0 / size).transpose(1, -1);
    return x.mul(means.mul(alpha).add(k).pow(-beta));
  }
}
