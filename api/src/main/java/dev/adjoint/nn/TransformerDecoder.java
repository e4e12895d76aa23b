package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of a transformer (Vaswani et al., 2017, 3.1): layers one after the other, each with first values of its own,
 * which all attend to one memory. Parts have PyTorch's names: {@code layers.0}, {@code layers.1}, .., and {@code norm} with
 * {@link TransformerOptions#finalNorm}.
 */
public final class TransformerDecoder extends TransformerStack<TransformerDecoderLayer> {
  /**
   * With {@link TransformerOptions#DEFAULT}.
   *
   * @param count how many layers
   * @throws ShapeException unless the heads divide the width
   * @throws IllegalArgumentException if there is no layer
   */
  public TransformerDecoder(int width, int heads, int count, Key key) {
    this(width, heads, count, TransformerOptions.DEFAULT, key);
  }

  /**
   * With options, the same for all layers.
   *
   * @param count how many layers
   * @throws ShapeException unless the heads divide the width
   * @throws IllegalArgumentException if there is no layer
   */
  public TransformerDecoder(int width, int heads, int count, TransformerOptions options, Key key) {
    super(width, count, options, key, each -> new TransformerDecoderLayer(width, heads, options, each));
  }

  /**
   * Refuses: a decoder has two inputs.
   *
   * @throws IllegalArgumentException always; see {@link #apply(Tensor, Tensor, Tensor, boolean, Tensor)}
   */
  @Override
  public Tensor forward(Tensor x) {
    throw new IllegalArgumentException(
        "A decoder takes a target and a memory; given one tensor of shape " + x.shape()
            + ". Use apply(target, memory); there is no "
            + "summary(..) of a decoder, since it gives one tensor");
  }

  /** {@link #apply(Tensor, Tensor, Tensor, boolean, Tensor)} without masks. */
  public Tensor apply(Tensor target, Tensor memory) {
    return apply(target, memory, null, false, null);
  }

  /**
   * The output for a target and what the encoder made; each layer gets the memory and the masks.
   *
   * @param target {@code [length, n, width]}, {@code [n, length, width]} if the options say so, or {@code [length, width]}
   * @param memory of another length, perhaps
   * @param mask of the target's attention to itself, as {@link MultiheadAttention}'s; or null
   * @param causal whether each vector of the target attends to those before it, and itself, alone
   * @param memoryMask of the attention to the memory; or null
   * @return of the shape of the target
   */
  public Tensor apply(
      Tensor target, Tensor memory, @Nullable Tensor mask, boolean causal, @Nullable Tensor memoryMask) {
    return hooked(target, x -> through(x, (layer, y) -> layer.apply(y, memory, mask, causal, memoryMask)));
  }
}
