package dev.adjoint.nn.models;

import java.util.List;

/**
 * How a {@link ResNet} is built, made from one of the constants: {@code ResNetOptions.RESNET18.classes(100)}.
 *
 * @param blocks how many there are in each of four groups
 * @param bottleneck whether a block is of three convolutions, the middle one of a quarter of the channels, instead of two
 * @param classes how many numbers come out
 */
public record ResNetOptions(List<Integer> blocks, boolean bottleneck, int classes) {
  private static final int GROUPS = 4;

  /** 8 blocks of two convolutions, 1000 classes. */
  public static final ResNetOptions RESNET18 = new ResNetOptions(List.of(2, 2, 2, 2), false, 1000);

  /** 16 blocks of two convolutions, 1000 classes. */
  public static final ResNetOptions RESNET34 = new ResNetOptions(List.of(3, 4, 6, 3), false, 1000);

  /** 16 blocks of three convolutions, 1000 classes. */
  public static final ResNetOptions RESNET50 = new ResNetOptions(List.of(3, 4, 6, 3), true, 1000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless there are four groups of 1 or more blocks, and 1 or more classes
   */
  public ResNetOptions {
    blocks = List.copyOf(blocks);
    if (blocks.size() != GROUPS || blocks.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("A ResNet has four groups of 1 or more blocks; given " + blocks);
    }
    Layouts.checkAtLeastOne("A ResNet", "classes", classes);
  }

  /** With another number of classes. */
  public ResNetOptions classes(int count) {
    return new ResNetOptions(blocks, bottleneck, count);
  }
}
