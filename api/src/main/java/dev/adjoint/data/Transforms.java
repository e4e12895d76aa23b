package dev.adjoint.data;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/**
 * Changes of images, {@code [channels, height, width]} or a batch {@code [n, channels, height, width]}; of a batch, random ones
 * change each image in another way. The same key gives the same change. Gradients flow through all of them.
 */
public final class Transforms {
  private static final int AXES = 3;

  private Transforms() {}

  /**
   * Each channel less its mean and by its standard deviation.
   *
   * @param mean of each channel
   * @param std of each channel, above 0
   */
  public static Tensor normalize(Tensor images, double[] mean, double[] std) {
    int channels = checked("normalize", images).shape().size(-AXES);
    if (mean.length != channels || std.length != channels) {
      throw new ShapeException("normalize takes a mean and a deviation for each of " + channels + " channels of "
          + images.shape() + "; given " + mean.length + " and " + std.length);
    }
    if (!Arrays.stream(std).allMatch(s -> s > 0)) {
      throw new IllegalArgumentException("normalize takes deviations above 0; given " + Arrays.toString(std));
    }
    return images.sub(perChannel(images, mean)).div(perChannel(images, std));
  }

  private static Tensor perChannel(Tensor images, double[] values) {
    return Tensor.of(values, Shape.of(values.length, 1, 1)).to(images.dtype()).to(images.device());
  }

  /**
   * Left and right exchanged, with a chance.
   *
   * @param p the chance, from 0 to 1
   */
  public static Tensor randomFlip(Key key, Tensor images, double p) {
    int[] one = checked("randomFlip", images).shape().toArray();
    Arrays.fill(one, one.length - AXES, one.length, 1);
    Tensor flips = Random.bernoulli(key, p, one).gt(0).to(images.device());
    return Tensor.where(flips, images.flip(-1), images);
  }

  /**
   * A random part of each image, of a size.
   *
   * @param padding how many rows and columns of zeros are put around an image first
   */
  public static Tensor randomCrop(Key key, Tensor images, int height, int width, int padding) {
    if (padding < 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException("randomCrop takes sizes of 1 or more and a padding of 0 or more; given " + height
          + " x " + width + " and " + padding);
    }
    Tensor padded = checked("randomCrop", images).pad(padding, padding, padding, padding);
    int down = padded.shape().size(-2) - height;
    int right = padded.shape().size(-1) - width;
    if (down < 0 || right < 0) {
      throw new ShapeException("randomCrop of " + height + " x " + width + " does not fit into images " + images.shape()
          + " with a padding of " + padding);
    }
    boolean isBatch = images.shape().rank() > AXES;
    int n = isBatch ? images.shape().size(0) : 1;
    Key[] keys = key.split(2);
    int[] tops = Random.randint(keys[0], 0, down + 1, n).toIntArray();
    int[] lefts = Random.randint(keys[1], 0, right + 1, n).toIntArray();
    if (!isBatch || n == 0) {
      return padded.narrow(-2, n == 0 ? 0 : tops[0], height).narrow(-1, n == 0 ? 0 : lefts[0], width);
    }
    Tensor[] parts = new Tensor[n];
    for (int i = 0; i < n; i++) {
      parts[i] = padded.select(0, i).narrow(-2, tops[i], height).narrow(-1, lefts[i], width);
    }
    return Tensor.stack(0, parts);
  }

  /**
   * Images of another size, by linear interpolation; where they get smaller, over all the pixels that become one, as Pillow and
   * torchvision's {@code antialias} do.
   */
  public static Tensor resize(Tensor images, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("resize takes sizes of 1 or more; given " + height + " x " + width);
    }
    int rows = checked("resize", images).shape().size(-2);
    int columns = images.shape().size(-1);
    if (rows == 0 || columns == 0) {
      throw new ShapeException("resize takes images with pixels; given " + images.shape());
    }
    Tensor down = weights(rows, height).to(images.dtype()).to(images.device());
    Tensor across = weights(columns, width).to(images.dtype()).to(images.device());
    return down.matmul(images).matmul(across.t());
  }

  /** What each pixel from before counts for in each one after: {@code [to, from]}, rows of sum 1, triangles in shape. */
  private static Tensor weights(int from, int to) {
    double scale = (double) from / to;
    double reach = Math.max(1, scale);
    double[] out = new double[Math.multiplyExact(from, to)];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      double sum = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int j = Math.max(0, (int) (centre - reach)); j < Math.min(from, centre + reach + 1); j++) {
          double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
          out[i * from + j] = pass == 0 ? 0 : weight / sum;
          sum += pass == 0 ? weight : 0;
        }
      }
    }
    return Tensor.of(out, Shape.of(to, from));
  }

  private static Tensor checked(String what, Tensor images) {
    if (!images.dtype().isFloating()) {
      throw new DTypeException(
          what + " takes floating-point images; given " + images.dtype() + ". Convert them with to(" + DType.FLOAT32.name()
              + ")");
    }
    int rank = images.shape().rank();
    if (rank != AXES && rank != AXES + 1) {
      throw new ShapeException(
          what + " takes images [channels, height, width] or [n, channels, height, width]; given " + images.shape());
    }
    return images;
  }
}
