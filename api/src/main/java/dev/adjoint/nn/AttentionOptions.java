package dev.adjoint.nn;

/**
 * How an attention layer is built, made from {@link #DEFAULT}: {@code AttentionOptions.DEFAULT.dropout(0.1).batchFirstMode()}.
 *
 * @param dropout the probability, from 0 to 1, with which weights of attention are dropped in training
 * @param bias whether its four products have biases
 * @param batchFirst whether sequences are {@code [n, length, width]} instead of {@code [length, n, width]}
 */
public record AttentionOptions(double dropout, boolean bias, boolean batchFirst) {
  /** No dropout, biases, {@code [length, n, width]}. */
  public static final AttentionOptions DEFAULT = new AttentionOptions(0, true, false);

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public AttentionOptions {
    OptionChecks.probability("Attention's dropout", dropout);
  }

  /** With dropout. */
  public AttentionOptions dropout(double p) {
    return new AttentionOptions(p, bias, batchFirst);
  }

  /** Without biases. */
  public AttentionOptions withoutBias() {
    return new AttentionOptions(dropout, false, batchFirst);
  }

  /** For sequences {@code [n, length, width]}. */
  public AttentionOptions batchFirstMode() {
    return new AttentionOptions(dropout, bias, true);
  }
}
