package dev.adjoint.bench;

import static dev.adjoint.bench.Input.bias;
import static dev.adjoint.bench.Input.data;
import static dev.adjoint.bench.Input.largeWeight;
import static dev.adjoint.bench.Input.leaf;
import static dev.adjoint.bench.Input.weight;

import java.util.ArrayList;
import java.util.List;

/** What can be computed, and from which inputs; {@code size} is the number that a {@link Work} sets. */
public enum Operation {
  /** a + b, of {@code size} elements. */
  ADD,
  /** a * b. */
  MUL,
  /** Of {@code size} elements, as those that follow. */
  EXP,
  /** Of positive numbers. */
  LOG,
  /** Elementwise. */
  TANH,
  /** Elementwise. */
  SIGMOID,
  /** Elementwise. */
  ERF,
  /** The exact one. */
  GELU,
  /** The sum of tanh(x * x + x), one operation after the other. */
  TANH_SUM,
  /** Of each of 1024 rows, as those that follow; {@code size} elements in all. */
  SUM,
  /** The largest of each row. */
  MAX,
  /** The mean of each row. */
  MEAN,
  /** The unbiased variance of each row. */
  VAR,
  /** Of each row. */
  SOFTMAX,
  /** Of each row. */
  LOG_SOFTMAX,
  /** Of each row, with weight and bias. */
  LAYER_NORM,
  /** A B, square, of {@code size} rows. */
  MATMUL,
  /** Aᵀ B. */
  MATMUL_TN,
  /** A Bᵀ. */
  MATMUL_NT,
  /** Aᵀ Bᵀ. */
  MATMUL_TT,
  /** 3x3, 64 to 64 channels of 28x28, padding 1, {@code size} images. */
  CONVOLUTION,
  /** 3x3, 64 channels of 28x28 each by itself, padding 1, {@code size} images. */
  DEPTHWISE,
  /** 784-256-128-10 with relu, cross entropy and a step of gradient descent: {@link TrainingTask#digits()}. */
  MLP,
  /** Cells of 128 units, input of 128, batch of 16, {@code size} steps; the last state. */
  LSTM,
  /** A transformer's block, norms first: width 256, 4 heads, length 128, batch {@code size}; an MLP of 1024 with gelu. */
  TRANSFORMER_BLOCK,
  /** x + x + x + ..., {@code size} additions of one element. */
  CHAIN,
  /** VGG11 without dropout on one image, {@code size} pixels wide and high, with cross entropy. */
  VGG11,
  /** ResNet18 with batch norms that train, of 8 images, {@code size} pixels wide and high, with cross entropy. */
  RESNET18,
  /** a = b + 3 c into an array that exists, of {@code size} elements: what the memory's bandwidth allows. */
  TRIAD,
  /** A new array of {@code size} elements, which Java fills with zeros: the least that a result in new memory takes. */
  NEW_ARRAY;

  /** The number of rows of a matrix that is reduced by rows. */
  public static final int ROWS = 1024;

  /** The channels of VGG11's convolutions; 0 stands for a pooling by two. */
  public static final List<Integer> VGG11_CHANNELS = List.of(64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0);

  /** The channels of ResNet18's four groups of two blocks. */
  public static final List<Integer> RESNET18_CHANNELS = List.of(64, 128, 256, 512);

  /** The inputs, in the order in which {@link Library}s take them. */
  List<Input> inputs(int size) {
    return switch (this) {
      case ADD, MUL -> List.of(leaf(-1, 1, size), leaf(-1, 1, size));
      case LOG -> List.of(leaf(0.1, 4, size));
      case EXP, TANH, SIGMOID, ERF, GELU -> List.of(leaf(-3, 3, size));
      case TANH_SUM, CHAIN -> List.of(leaf(-1, 1, this == CHAIN ? 1 : size));
      case SUM, MAX, MEAN, VAR, SOFTMAX, LOG_SOFTMAX -> List.of(leaf(-3, 3, ROWS, size / ROWS));
      case LAYER_NORM -> List.of(leaf(-3, 3, ROWS, size / ROWS), leaf(0.5, 1.5, size / ROWS), leaf(-1, 1, size / ROWS));
      case MATMUL, MATMUL_TN, MATMUL_NT, MATMUL_TT -> List.of(leaf(-1, 1, size, size), leaf(-1, 1, size, size));
      case CONVOLUTION -> List.of(leaf(-1, 1, size, 64, 28, 28), weight(64, 64, 3, 3));
      case DEPTHWISE -> List.of(leaf(-1, 1, size, 64, 28, 28), weight(64, 1, 3, 3));
      case LSTM ->
          List.of(
              data(size, 16, 128), data(16, 128), data(16, 128), weight(512, 128), weight(512, 128), bias(512), bias(512));
      case TRANSFORMER_BLOCK ->
          List.of(
              leaf(-1, 1, size, 128, 256), leaf(0.5, 1.5, 256), bias(256), weight(768, 256), bias(768), weight(256, 256),
              bias(256), leaf(0.5, 1.5, 256), bias(256), weight(1024, 256), bias(1024), weight(256, 1024), bias(256));
      case VGG11 -> vgg11(size);
      case RESNET18 -> resNet18(size);
      case MLP, TRIAD, NEW_ARRAY -> List.of();
    };
  }

  /** Whether it is a measure of the machine, and not a contest. */
  public boolean isLimit() {
    return this == TRIAD || this == NEW_ARRAY;
  }

  /** Whether it multiplies matrices. */
  public boolean hasProducts() {
    return switch (this) {
      case MATMUL, MATMUL_TN, MATMUL_NT, MATMUL_TT, CONVOLUTION, DEPTHWISE, MLP, LSTM, TRANSFORMER_BLOCK, VGG11, RESNET18 ->
          true;
      default -> false;
    };
  }

  /** Multiplications and additions of the forward pass, where they are what bounds it; 0 elsewhere. */
  double flops(int size) {
    return switch (this) {
      case MATMUL, MATMUL_TN, MATMUL_NT, MATMUL_TT -> 2.0 * size * size * size;
      case CONVOLUTION -> 2.0 * size * 28 * 28 * 64 * 64 * 9;
      default -> 0;
    };
  }

  private static List<Input> vgg11(int side) {
    var inputs = new ArrayList<Input>(List.of(data(1, 3, side, side)));
    int in = 3;
    for (int out : VGG11_CHANNELS) {
      if (out > 0) {
        inputs.addAll(List.of(weight(out, in, 3, 3), bias(out)));
        in = out;
      }
    }
    inputs.addAll(List.of(largeWeight(4096, 512 * (side / 32) * (side / 32)), bias(4096), largeWeight(4096, 4096), bias(4096)));
    inputs.addAll(List.of(weight(1000, 4096), bias(1000)));
    return inputs;
  }

  private static List<Input> resNet18(int side) {
    var inputs = new ArrayList<Input>(List.of(data(8, 3, side, side)));
    inputs.addAll(normalised(3, 64, 7));
    int in = 64;
    for (int out : RESNET18_CHANNELS) {
      for (int block = 0; block < 2; block++) {
        inputs.addAll(normalised(in, out, 3));
        inputs.addAll(normalised(out, out, 3));
        if (in != out) {
          inputs.addAll(normalised(in, out, 1));
        }
        in = out;
      }
    }
    inputs.addAll(List.of(weight(1000, in), bias(1000)));
    return inputs;
  }

  /** A convolution without a bias, and the weight and bias of its batch norm. */
  private static List<Input> normalised(int in, int out, int kernel) {
    return List.of(weight(out, in, kernel, kernel), leaf(0.5, 1.5, out), bias(out));
  }
}
