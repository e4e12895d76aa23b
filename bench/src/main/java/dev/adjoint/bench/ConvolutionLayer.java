package dev.adjoint.bench;

/** Layers of networks for images: square inputs and kernels, without bias. */
public enum ConvolutionLayer {
  /** What the targets name. */
  IMAGES_16_CHANNELS_64_SIZE_28(16, 64, 28, 64, 3, 1),
  /** The first layer of ResNet18. */
  IMAGES_1_CHANNELS_3_SIZE_224_STRIDE_2(1, 3, 224, 64, 7, 2),
  /** The first blocks of ResNet18, for one image. */
  IMAGES_1_CHANNELS_64_SIZE_56(1, 64, 56, 64, 3, 1),
  /** A later block of ResNet18. */
  IMAGES_16_CHANNELS_256_SIZE_14(16, 256, 14, 256, 3, 1);

  private final int images;
  private final int channels;
  private final int size;
  private final int filters;
  private final int kernel;
  private final int stride;

  ConvolutionLayer(int images, int channels, int size, int filters, int kernel, int stride) {
    this.images = images;
    this.channels = channels;
    this.size = size;
    this.filters = filters;
    this.kernel = kernel;
    this.stride = stride;
  }

  /** {@code [images, channels, height, width]} */
  public int[] input() {
    return new int[] {images, channels, size, size};
  }

  /** {@code [filters, channels, height, width]} */
  public int[] weight() {
    return new int[] {filters, channels, kernel, kernel};
  }

  /** From one window to the next. */
  public int stride() {
    return stride;
  }

  /** Zeros around the input. */
  public int padding() {
    return kernel / 2;
  }
}
