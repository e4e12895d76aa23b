package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.Objects;
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
 * @param normAtEnd for several layers, whether the output of the last one is normalised; a single layer does not look at it
 */
public record TransformerOptions(
    int hidden, double dropout, UnaryOperator<Tensor> activation, double eps, boolean batchFirst, boolean normBefore,
    boolean normAtEnd) {
  /** A hidden width of 2048, dropout of 0.1, relu, an eps of 1e-5, {@code [length, n, width]}, normalised after each step. */
  public static final TransformerOptions DEFAULT = new TransformerOptions(2048, 0.1, Tensor::relu, 1e-5, false, false, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the hidden width is less than 1, the dropout not from 0 to 1, or eps negative or not
   *     finite
   */
  public TransformerOptions {
    if (hidden < 1) {
      throw new IllegalArgumentException("A transformer's layer takes a hidden width of 1 or more; given " + hidden);
    }
    OptionChecks.probability("A transformer's layer", dropout);
    OptionChecks.eps("A transformer's layer", eps);
    Objects.requireNonNull(activation, "A transformer's layer: the activation is null; expected one such as Tensor::gelu");
  }

  /** With another hidden width. */
  public TransformerOptions hidden(int width) {
    return new TransformerOptions(width, dropout, activation, eps, batchFirst, normBefore, normAtEnd);
  }

  /** With other dropout. */
  public TransformerOptions dropout(double p) {
    return new TransformerOptions(hidden, p, activation, eps, batchFirst, normBefore, normAtEnd);
  }

  /** With another activation, such as {@code Tensor::gelu}. */
  public TransformerOptions activation(UnaryOperator<Tensor> f) {
    return new TransformerOptions(hidden, dropout, f, eps, batchFirst, normBefore, normAtEnd);
  }

  /** With another eps. */
  public TransformerOptions eps(double number) {
    return new TransformerOptions(hidden, dropout, activation, number, batchFirst, normBefore, normAtEnd);
  }

  /** For sequences {@code [n, length, width]}. */
  public TransformerOptions batchFirstMode() {
    return new TransformerOptions(hidden, dropout, activation, eps, true, normBefore, normAtEnd);
  }

  /** Normalised before each step. */
  public TransformerOptions normFirst() {
    return new TransformerOptions(hidden, dropout, activation, eps, batchFirst, true, normAtEnd);
  }

  /** For several layers: the output of the last one is normalised, as is usual with {@link #normFirst}. */
  public TransformerOptions finalNorm() {
    return new TransformerOptions(hidden, dropout, activation, eps, batchFirst, normBefore, true);
  }

  LayerNorm norm(int width) {
    return new LayerNorm(new int[] {width}, NormOptions.DEFAULT.eps(eps));
  }

  AttentionOptions attention() {
    return new AttentionOptions(dropout, true, batchFirst);
  }
}
