package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.Tensor;

/** A learned vector for each of a number of symbols: from int32 or int64 {@code [..]} to {@code [.., width]}. */
public final class Embedding extends Module {
  private final Tensor weight;
  private final int width;

  /** Vectors from the standard normal distribution, as PyTorch's. */
  public Embedding(int symbols, int width, Key key) {
    this.width = width;
    this.weight = parameter("weight", Tensor.randn(key, symbols, width));
  }

  @Override
  public Tensor forward(Tensor x) {
    int[] sizes = java.util.Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
    sizes[x.shape().rank()] = width;
    return weight.indexSelect(0, x.flatten()).reshape(sizes);
  }
}
