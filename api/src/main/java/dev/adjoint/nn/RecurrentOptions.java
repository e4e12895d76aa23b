package dev.adjoint.nn;

/**
 * How a recurrent layer is built, made from {@link #DEFAULT}: {@code RecurrentOptions.DEFAULT.layers(2).bothDirections()}.
 *
 * @param layers how many, each reading the outputs of the one before
 * @param bias whether there are biases
 * @param batchFirst whether sequences are {@code [n, steps, ..]} instead of {@code [steps, n, ..]}
 * @param dropout the probability, from 0 to 1, with which in training the outputs of all layers but the last are dropped
 * @param bidirectional whether each layer also reads from the end to the start, and gives both outputs, side by side
 */
public record RecurrentOptions(int layers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional) {
  /** One layer with biases, steps first, no dropout, one direction. */
  public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, true, false, 0, false);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no layer, or the dropout is not from 0 to 1
   */
  public RecurrentOptions {
    if (layers < 1) {
      throw new IllegalArgumentException("A recurrent network has 1 or more layers; given " + layers);
    }
    OptionChecks.probability("Dropout", dropout);
  }

  /** With another number of layers. */
  public RecurrentOptions layers(int count) {
    return new RecurrentOptions(count, bias, batchFirst, dropout, bidirectional);
  }

  /** Without biases. */
  public RecurrentOptions withoutBias() {
    return new RecurrentOptions(layers, false, batchFirst, dropout, bidirectional);
  }

  /** For sequences {@code [n, steps, ..]}. */
  public RecurrentOptions batchFirstMode() {
    return new RecurrentOptions(layers, bias, true, dropout, bidirectional);
  }

  /** With dropout between the layers. */
  public RecurrentOptions dropout(double p) {
    return new RecurrentOptions(layers, bias, batchFirst, p, bidirectional);
  }

  /** In both directions. */
  public RecurrentOptions bothDirections() {
    return new RecurrentOptions(layers, bias, batchFirst, dropout, true);
  }
}
