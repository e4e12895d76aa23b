package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;

/**
 * How a transformer's layer is built, made from {@link #DEFAULT}: {@code TransformerOptions.DEFAULT.hidden(512).normFirst()}.
 *
 * @param hidden the width between the two products after attention
 * @param dropout the probability, from 0 to 1, of dropout in training
 * @param activation between the two products
 * @param eps of the layer normalisations
 * @param batchFirst whether sequences are {@code [n, length, width]} instead of {@code [length, n, width]}
 * @param normBefore whether inputs are normalised before each step, instead of sums after it
 */
public record TransformerOptions(
    int hidden, double dropout, UnaryOperator<Tensor> activation, double eps, boolean batchFirst, boolean normBefore) {
  /** A hidden width of 2048, dropout of 0.1, relu, an eps of 1e-5, {@code [length, n, width]}, normalised after each step. */
  public static final TransformerOptions DEFAULT = new TransformerOptions(2048, 0.1, Tensor::relu, 1e-5, false, false);

  /** With another hidden width. */
  public TransformerOptions hidden(int width) {
    return new TransformerOptions(width, dropout, activation, eps, batchFirst, normBefore);
  }

  /** With other dropout; a probability that is none is refused by the layer. */
  public TransformerOptions dropout(double p) {
    return new TransformerOptions(hidden, p, activation, eps, batchFirst, normBefore);
  }

  /** With another activation, such as {@code Tensor::gelu}. */
  public TransformerOptions activation(UnaryOperator<Tensor> f) {
    return new TransformerOptions(hidden, dropout, f, eps, batchFirst, normBefore);
  }

  /** With another eps. */
  public TransformerOptions eps(double number) {
    return new TransformerOptions(hidden, dropout, activation, number, batchFirst, normBefore);
  }

  /** For sequences {@code [n, length, width]}. */
  public TransformerOptions batchFirstMode() {
    return new TransformerOptions(hidden, dropout, activation, eps, true, normBefore);
  }

  /** Normalised before each step. */
  public TransformerOptions normFirst() {
    return new TransformerOptions(hidden, dropout, activation, eps, batchFirst, true);
  }

  AttentionOptions attention() {
    return new AttentionOptions(dropout, true, batchFirst);
  }
}
