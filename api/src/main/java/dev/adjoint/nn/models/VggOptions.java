package dev.adjoint.nn.models;

import java.util.List;

/**
 * How a {@link Vgg} is built, made from one of the constants: {@code VggOptions.VGG11.classes(10).withBatchNorm()}.
 *
 * @param channels of the convolutions, one after the other; 0 for a pooling by two
 * @param batchNorm whether each convolution is followed by a batch normalisation
 * @param classes how many numbers come out
 * @param dropout the probability, from 0 to 1, of dropout between the last products
 */
public record VggOptions(List<Integer> channels, boolean batchNorm, int classes, double dropout) {
  /** 8 convolutions (configuration A): 11 layers with weights; 1000 classes, dropout of 0.5. */
  public static final VggOptions VGG11 = of(64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0);

  /** 10 convolutions (configuration B). */
  public static final VggOptions VGG13 = of(64, 64, 0, 128, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0);

  /** 13 convolutions (configuration D). */
  public static final VggOptions VGG16 =
      of(64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0);

  /** 16 convolutions (configuration E). */
  public static final VggOptions VGG19 =
      of(64, 64, 0, 128, 128, 0, 256, 256, 256, 256, 0, 512, 512, 512, 512, 0, 512, 512, 512, 512, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if channels are negative or there is no convolution, there are no classes, or the dropout
   *     is not from 0 to 1
   */
  public VggOptions {
    channels = List.copyOf(channels);
    if (channels.isEmpty() || channels.getFirst() < 1 || channels.stream().anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException(
          "A Vgg starts with a convolution of 1 or more channels, and poolings are 0; given " + channels);
    }
    Layouts.checkAtLeastOne("A Vgg", "classes", classes);
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException("A Vgg takes a dropout from 0 to 1; given " + dropout);
    }
  }

  private static VggOptions of(Integer... channels) {
    return new VggOptions(List.of(channels), false, 1000, 0.5);
  }

  /** With a batch normalisation after each convolution. */
  public VggOptions withBatchNorm() {
    return new VggOptions(channels, true, classes, dropout);
  }

  /** With another number of classes. */
  public VggOptions classes(int count) {
    return new VggOptions(channels, batchNorm, count, dropout);
  }

  /** With another dropout. */
  public VggOptions dropout(double p) {
    return new VggOptions(channels, batchNorm, classes, p);
  }
}
