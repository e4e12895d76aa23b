package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of a transformer (Vaswani et al., 2017, 3.1): layers one after the other, each with first values of its own.
 * Parts have PyTorch's names: {@code layers.0}, {@code layers.1}, .., and {@code norm} with {@link
 * TransformerOptions#finalNorm}.
 */
public final class TransformerEncoder extends TransformerStack<TransformerEncoderLayer> {
  /**
   * With {@link TransformerOptions#DEFAULT}.
   *
   * @param count how many layers
   * @throws ShapeException unless the heads divide the width
   * @throws IllegalArgumentException if there is no layer
   */
  public TransformerEncoder(int width, int heads, int count, Key key) {
    this(width, heads, count, TransformerOptions.DEFAULT, key);
  }

  /**
   * With options, the same for all layers.
   *
   * @param count how many layers
   * @throws ShapeException unless the heads divide the width
   * @throws IllegalArgumentException if there is no layer
   */
  public TransformerEncoder(int width, int heads, int count, TransformerOptions options, Key key) {
    super(width, count, options, key, each -> new TransformerEncoderLayer(width, heads, options, each));
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null, false);
  }

  /**
   * The output for a sequence of which not all may attend to all; each layer gets the mask.
   *
   * @param x {@code [length, n, width]}, {@code [n, length, width]} if the options say so, or {@code [length, width]}
   * @param mask as {@link MultiheadAttention}'s; or null
   * @param causal whether each vector attends to those before it, and itself, alone
   * @return of the shape of x
   */
  public Tensor apply(Tensor x, @Nullable Tensor mask, boolean causal) {
    return hooked(x, input -> forward(input, mask, causal));
  }

  private Tensor forward(Tensor x, @Nullable Tensor mask, boolean causal) {
    return through(x, (layer, y) -> layer.apply(y, mask, causal));
  }
}
