package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shifting and scaling to mean 0 and variance 1, along some of the axes. */
public final class Normalization {
  private Normalization() {}

  /** {@code (x - mean) / sqrt(variance + eps)} along axes; the variance is that of all there is, not an estimate. */
  private static Tensor standardize(Tensor x, double eps, int... axes) {
    return InFloat32.apply(x, wide -> {
      Tensor centred = wide.sub(wide.meanKeep(axes));
      return centred.mul(centred.mul(centred).meanKeep(axes).add(eps).rsqrt());
    });
  }

  private static void checkFloating(String name, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(name + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
  }

  private static Tensor affine(
      String name, Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, Shape expected, int[] broadcast) {
    Tensor out = x;
    if (weight != null) {
      out = out.mul(shaped(name, "weight", weight, expected, broadcast));
    }
    return bias == null ? out : out.add(shaped(name, "bias", bias, expected, broadcast));
  }

  private static Tensor shaped(String name, String what, Tensor given, Shape expected, int[] broadcast) {
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
    return affine("layerNorm", standardize(x, eps, axes), weight, bias, Shape.of(sizes), sizes);
  }

  /** {@code x / sqrt(mean(x^2) + eps)} over the last axes (Zhang and Sennrich, 2019). */
  public static Tensor rms(Tensor x, int[] sizes, @Nullable Tensor weight, double eps) {
    int[] axes = lastAxes("rmsNorm", x, sizes);
    Tensor out = InFloat32.apply(x, wide -> wide.mul(wide.mul(wide).meanKeep(axes).add(eps).rsqrt()));
    return affine("rmsNorm", out, weight, null, Shape.of(sizes), sizes);
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
        Tensor out = wide.sub(mean.reshape(broadcast)).mul(variance.reshape(broadcast).add(eps).rsqrt());
        return affine(name, out, weight, bias, each, broadcast);
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
    Tensor out =
        InFloat32.apply(x, wide -> affine(name, standardize(wide, eps, axes), weight, bias, each, broadcast)).to(x.dtype());
    if (mean != null || variance != null) {
      Tensor wide = x.dtype().isHalf() ? x.detach().to(DType.FLOAT32) : x.detach();
      Tensor means = wide.meanKeep(axes);
      Tensor centred = wide.sub(means);
      update(mean, means.reshape(channels), momentum);
      update(variance, centred.mul(centred).sum(axes).mul(1.0 / (count - 1)), momentum);
    }
    return out;
  }

  private static void checkSettings(String name, double momentum, double eps) {
    if (!(eps >= 0)) {
      throw new ShapeException(name + " takes an eps of 0 or more; given " + eps);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new ShapeException(name + " takes a momentum from 0 to 1; given " + momentum);
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

  private static void update(@Nullable Tensor running, Tensor now, double momentum) {
    if (running != null) {
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
    Tensor out = standardize(x.reshape(sizes[0], groups, count), eps, 2).reshape(sizes);
    return affine(name, out, weight, bias, Shape.of(channels), perChannel(x));
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
    return affine(name, standardize(x, eps, axes), weight, bias, Shape.of(x.shape().size(1)), perChannel(x));
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
