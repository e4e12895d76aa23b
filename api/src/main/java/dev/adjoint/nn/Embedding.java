package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.Supplier;

/** A learned vector for each of a number of symbols: from int32 or int64 {@code [..]} to {@code [.., width]}. */
public final class Embedding extends Module {
  private final int symbols;
  private final int width;
  private final int paddingIndex;
  private final Supplier<Tensor> weight;

  /**
   * Vectors from the standard normal distribution, as PyTorch's.
   *
   * @throws ShapeException unless there are 1 or more symbols, and 0 or more numbers for each
   */
  public Embedding(int symbols, int width, Key key) {
    this(symbols, width, -1, vectors(symbols, width, key));
  }

  /**
   * As {@link #Embedding(int, int, Key)}, but the vector of the padding symbol is 0 and gets no gradient.
   *
   * @throws ShapeException unless there are 1 or more symbols, 0 or more numbers for each, and the padding is a symbol
   */
  public Embedding(int symbols, int width, int paddingIndex, Key key) {
    this(symbols, width, paddingIndex, vectors(symbols, width, key));
    if (paddingIndex < 0 || paddingIndex >= symbols) {
      throw new ShapeException(
          "An embedding of " + symbols + " symbols takes one of them, from 0, as its padding; given " + paddingIndex);
    }
    try (var _ = Adjoint.noGrad()) {
      weight.get().select(0, paddingIndex).zeroi();
    }
  }

  private Embedding(int symbols, int width, int paddingIndex, Tensor vectors) {
    this.symbols = symbols;
    this.width = width;
    this.paddingIndex = paddingIndex;
    this.weight = parameter("weight", vectors);
  }

  private static Tensor vectors(int symbols, int width, Key key) {
    if (symbols < 1 || width < 0) {
      throw new ShapeException(
          "An embedding has 1 or more symbols, and 0 or more numbers for each; given " + symbols + " and " + width);
    }
    Objects.requireNonNull(key, "Embedding: the key is null; expected one such as Key.of(1)");
    return Tensor.randn(key, symbols, width);
  }

  @Override
  public Tensor forward(Tensor x) {
    return paddingIndex < 0 ? Functional.embedding(weight.get(), x) : Functional.embedding(weight.get(), x, paddingIndex);
  }

  @Override
  String takes(Shape given) {
    return "int32 or int64 [..], each from 0 to " + (symbols - 1);
  }

  @Override
  public String toString() {
    return "Embedding(" + symbols + ", " + width + ")";
  }
}
