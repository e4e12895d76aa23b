package dev.adjoint.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a convolution slides, made from {@link #DEFAULT}: {@code ConvOptions.DEFAULT.stride(2).padding(1)}. Each setting is one
 * number for all axes, or one each.
 *
 * @param stride from one window to the next
 * @param padding zeros in front and behind
 * @param same whether to pad as much as keeps the sizes, the odd one behind; then {@code padding} does not count
 * @param outputPadding for transposed convolutions, how much longer the output is
 * @param dilation from one tap to the next
 * @param groups into how many parts, that do not mix, the channels fall; as many as there are channels for depthwise
 * @param bias whether a layer learns a number for each channel to add; functions add what they are given
 */
public record ConvOptions(
    List<Integer> stride, List<Integer> padding, boolean same, List<Integer> outputPadding, List<Integer> dilation,
    int groups, boolean bias) {
  /** Stride 1, no padding, no dilation, one group, a bias. */
  public static final ConvOptions DEFAULT = new ConvOptions(List.of(1), List.of(0), false, List.of(0), List.of(1), 1, true);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is none, a stride, a dilation or the groups are less than 1, or a padding is
   *     negative or so large that no axis has room for it
   */
  public ConvOptions {
    String name = "A convolution";
    stride = OptionChecks.steps(name, "stride", stride);
    padding = OptionChecks.padding(name, "padding", padding);
    outputPadding = OptionChecks.padding(name, "output padding", outputPadding);
    dilation = OptionChecks.steps(name, "dilation", dilation);
    if (groups < 1) {
      throw new IllegalArgumentException(name + " takes 1 or more groups; given " + groups);
    }
  }

  /** With another stride. */
  public ConvOptions stride(int... each) {
    return new ConvOptions(list(each), padding, same, outputPadding, dilation, groups, bias);
  }

  /** With another padding. */
  public ConvOptions padding(int... each) {
    return new ConvOptions(stride, list(each), false, outputPadding, dilation, groups, bias);
  }

  /** Padded so that the output has the sizes of the input, for stride 1. */
  public ConvOptions samePadding() {
    return new ConvOptions(stride, padding, true, outputPadding, dilation, groups, bias);
  }

  /** With another output padding. */
  public ConvOptions outputPadding(int... each) {
    return new ConvOptions(stride, padding, same, list(each), dilation, groups, bias);
  }

  /** With another dilation. */
  public ConvOptions dilation(int... each) {
    return new ConvOptions(stride, padding, same, outputPadding, list(each), groups, bias);
  }

  /** In another number of groups. */
  public ConvOptions groups(int count) {
    return new ConvOptions(stride, padding, same, outputPadding, dilation, count, bias);
  }

  /** For a layer that adds no bias, since normalisation takes it off again for instance. */
  public ConvOptions withoutBias() {
    return new ConvOptions(stride, padding, same, outputPadding, dilation, groups, false);
  }

  static List<Integer> list(int... each) {
    Objects.requireNonNull(each, "A setting is null; expected one number, or one for each axis");
    return Arrays.stream(each).boxed().toList();
  }

  static int[] array(List<Integer> each) {
    return each.stream().mapToInt(i -> i).toArray();
  }
}
