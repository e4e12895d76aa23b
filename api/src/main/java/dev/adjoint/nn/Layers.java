package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * Modules without parameters: activations, pooling and shapes. Any other function is one by {@link Sequential#step}. Pooling
 * whose options have neither one number nor one for each axis gets an IllegalArgumentException when it is made.
 */
public final class Layers {
  private Layers() {}

  // ---- Activations ----

  /** {@code max(x, 0)}. */
  public static Module relu() {
    return new Step("Relu", Tensor::relu);
  }

  /** {@code min(max(x, 0), 6)}. */
  public static Module relu6() {
    return new Step("Relu6", Tensor::relu6);
  }

  /** {@code x} above 0, {@code exp(x) - 1} below. */
  public static Module elu() {
    return new Step("Elu", Tensor::elu);
  }

  /** {@link Tensor#selu}. */
  public static Module selu() {
    return new Step("Selu", Tensor::selu);
  }

  /** {@code x} times the normal distribution function at x. */
  public static Module gelu() {
    return new Step("Gelu", Tensor::gelu);
  }

  /** {@link #gelu} by tanh's approximation. */
  public static Module geluTanh() {
    return new Step("GeluTanh", Tensor::geluTanh);
  }

  /** {@code x * sigmoid(x)}. */
  public static Module silu() {
    return new Step("Silu", Tensor::silu);
  }

  /** {@code x * tanh(softplus(x))}. */
  public static Module mish() {
    return new Step("Mish", Tensor::mish);
  }

  /** {@code log(1 + exp(x))}. */
  public static Module softplus() {
    return new Step("Softplus", Tensor::softplus);
  }

  /** The hyperbolic tangent. */
  public static Module tanh() {
    return new Step("Tanh", Tensor::tanh);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static Module sigmoid() {
    return new Step("Sigmoid", Tensor::sigmoid);
  }

  /** {@code log(sigmoid(x))}. */
  public static Module logSigmoid() {
    return new Step("LogSigmoid", Tensor::logSigmoid);
  }

  /** {@code min(max(x, -1), 1)}. */
  public static Module hardtanh() {
    return new Step("Hardtanh", Tensor::hardtanh);
  }

  /** {@code x * relu6(x + 3) / 6}. */
  public static Module hardswish() {
    return new Step("Hardswish", Tensor::hardswish);
  }

  /** {@code relu6(x + 3) / 6}. */
  public static Module hardsigmoid() {
    return new Step("Hardsigmoid", Tensor::hardsigmoid);
  }

  /** {@code x / (1 + |x|)}. */
  public static Module softsign() {
    return new Step("Softsign", Tensor::softsign);
  }

  /**
   * {@code x} above 0, {@code slope * x} below.
   *
   * @throws IllegalArgumentException unless the slope is finite
   */
  public static Module leakyRelu(double slope) {
    if (!Double.isFinite(slope)) {
      throw new IllegalArgumentException("leakyRelu takes a finite slope; given " + slope);
    }
    return new Step("LeakyRelu(" + slope + ")", x -> x.leakyRelu(slope));
  }

  /** Shares along an axis, that add up to 1. */
  public static Module softmax(int axis) {
    return new Step("Softmax(" + axis + ")", x -> x.softmax(axis));
  }

  /** The logarithm of {@link #softmax}. */
  public static Module logSoftmax(int axis) {
    return new Step("LogSoftmax(" + axis + ")", x -> x.logSoftmax(axis));
  }

  /** The first half along an axis times the sigmoid of the second. */
  public static Module glu(int axis) {
    return new Step("Glu(" + axis + ")", x -> x.glu(axis));
  }

  // ---- Shapes ----

  /** The input. */
  public static Module identity() {
    return new Step("Identity", x -> x);
  }

  /** All axes but the first as one. */
  public static Module flatten() {
    return flatten(1, -1);
  }

  /** Some axes as one: those from the first to the last, both included. */
  public static Module flatten(int first, int last) {
    return new Step("Flatten", x -> x.flatten(first, last));
  }

  /** An axis as several, of which one size may be -1: what is left. */
  public static Module unflatten(int axis, int... sizes) {
    Objects.requireNonNull(sizes, "unflatten: the sizes are null; expected one or more");
    int[] copy = sizes.clone();
    return new Step("Unflatten(" + axis + ", " + Arrays.toString(copy) + ")", x -> x.unflatten(axis, copy));
  }

  // ---- Pooling ----

  /** The largest element of each window over one axis: {@link Functional#maxPool1d}. */
  public static Module maxPool1d(PoolOptions options) {
    PoolingFunctions.checkMax("maxPool1d", 1, options);
    return new Step("MaxPool1d(kernel " + options.kernel() + ")", x -> Functional.maxPool1d(x, options));
  }

  /** The largest element of each window over two axes: {@link Functional#maxPool2d}. */
  public static Module maxPool2d(PoolOptions options) {
    PoolingFunctions.checkMax("maxPool2d", 2, options);
    return new Step("MaxPool2d(kernel " + options.kernel() + ")", x -> Functional.maxPool2d(x, options));
  }

  /** The largest element of each window over three axes: {@link Functional#maxPool3d}. */
  public static Module maxPool3d(PoolOptions options) {
    PoolingFunctions.checkMax("maxPool3d", 3, options);
    return new Step("MaxPool3d(kernel " + options.kernel() + ")", x -> Functional.maxPool3d(x, options));
  }

  /** The mean of each window over one axis: {@link Functional#avgPool1d}. */
  public static Module avgPool1d(PoolOptions options) {
    PoolingFunctions.checkMean("avgPool1d", 1, options);
    return new Step("AvgPool1d(kernel " + options.kernel() + ")", x -> Functional.avgPool1d(x, options));
  }

  /** The mean of each window over two axes: {@link Functional#avgPool2d}. */
  public static Module avgPool2d(PoolOptions options) {
    PoolingFunctions.checkMean("avgPool2d", 2, options);
    return new Step("AvgPool2d(kernel " + options.kernel() + ")", x -> Functional.avgPool2d(x, options));
  }

  /** The mean of each window over three axes: {@link Functional#avgPool3d}. */
  public static Module avgPool3d(PoolOptions options) {
    PoolingFunctions.checkMean("avgPool3d", 3, options);
    return new Step("AvgPool3d(kernel " + options.kernel() + ")", x -> Functional.avgPool3d(x, options));
  }

  /** Means of windows over one axis, for an output of a size: {@link Functional#adaptiveAvgPool1d}. */
  public static Module adaptiveAvgPool1d(int... output) {
    int[] sizes = outputs("adaptiveAvgPool1d", 1, output);
    return new Step("AdaptiveAvgPool1d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveAvgPool1d(x, sizes));
  }

  /** Means of windows over two axes, for an output of one size, or 2: {@link Functional#adaptiveAvgPool2d}. */
  public static Module adaptiveAvgPool2d(int... output) {
    int[] sizes = outputs("adaptiveAvgPool2d", 2, output);
    return new Step("AdaptiveAvgPool2d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveAvgPool2d(x, sizes));
  }

  /** Means of windows over three axes, for an output of one size, or 3: {@link Functional#adaptiveAvgPool3d}. */
  public static Module adaptiveAvgPool3d(int... output) {
    int[] sizes = outputs("adaptiveAvgPool3d", 3, output);
    return new Step("AdaptiveAvgPool3d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveAvgPool3d(x, sizes));
  }

  /** The largest elements of windows over one axis, for an output of a size: {@link Functional#adaptiveMaxPool1d}. */
  public static Module adaptiveMaxPool1d(int... output) {
    int[] sizes = outputs("adaptiveMaxPool1d", 1, output);
    return new Step("AdaptiveMaxPool1d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveMaxPool1d(x, sizes).values());
  }

  /** The largest elements of windows over two axes, for an output of one size, or 2: {@link Functional#adaptiveMaxPool2d}. */
  public static Module adaptiveMaxPool2d(int... output) {
    int[] sizes = outputs("adaptiveMaxPool2d", 2, output);
    return new Step("AdaptiveMaxPool2d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveMaxPool2d(x, sizes).values());
  }

  /** The largest elements of windows over three axes, for an output of one size, or 3: {@link Functional#adaptiveMaxPool3d}. */
  public static Module adaptiveMaxPool3d(int... output) {
    int[] sizes = outputs("adaptiveMaxPool3d", 3, output);
    return new Step("AdaptiveMaxPool3d(" + Arrays.toString(sizes) + ")", x -> Functional.adaptiveMaxPool3d(x, sizes).values());
  }

  private static int[] outputs(String name, int axes, int... output) {
    OptionChecks.axes(name, "output size", axes, OptionChecks.sizes(name, "output size", ConvOptions.list(output)));
    return output.clone();
  }
}
