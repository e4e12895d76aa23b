package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a transformer's decoder (Vaswani et al., 2017, 3.1): attention of a sequence to itself, then to what the encoder
 * made, its memory, then two products for each of its vectors, each step added to its input. Parts have PyTorch's names.
 */
public final class TransformerDecoderLayer extends Module {
  private final boolean normBefore;
  private final UnaryOperator<Tensor> activation;
  private final MultiheadAttention attention;
  private final MultiheadAttention toMemory;
  private final Linear first;
  private final Dropout dropout;
  private final Linear second;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final LayerNorm norm3;
  private final Dropout dropout1;
  private final Dropout dropout2;
  private final Dropout dropout3;

  /**
   * With {@link TransformerOptions#DEFAULT}.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public TransformerDecoderLayer(int width, int heads, Key key) {
    this(width, heads, TransformerOptions.DEFAULT, key);
  }

  /**
   * With options.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public TransformerDecoderLayer(int width, int heads, TransformerOptions options, Key key) {
    Objects.requireNonNull(options, "TransformerDecoderLayer: the options are null; expected TransformerOptions.DEFAULT");
    Objects.requireNonNull(key, "TransformerDecoderLayer: the key is null; expected one such as Key.of(1)");
    normBefore = options.normBefore();
    activation = options.activation();
    Key[] keys = key.split(8);
    attention = part("self_attn", new MultiheadAttention(width, heads, options.attention(), keys[0]));
    toMemory = part("multihead_attn", new MultiheadAttention(width, heads, options.attention(), keys[1]));
    first = part("linear1", new Linear(width, options.hidden(), keys[2]));
    dropout = part("dropout", new Dropout(options.dropout(), keys[3]));
    second = part("linear2", new Linear(options.hidden(), width, keys[4]));
    norm1 = part("norm1", options.norm(width));
    norm2 = part("norm2", options.norm(width));
    norm3 = part("norm3", options.norm(width));
    dropout1 = part("dropout1", new Dropout(options.dropout(), keys[5]));
    dropout2 = part("dropout2", new Dropout(options.dropout(), keys[6]));
    dropout3 = part("dropout3", new Dropout(options.dropout(), keys[7]));
  }

  /**
   * Refuses: a decoder has two inputs.
   *
   * @throws IllegalArgumentException always; see {@link #apply(Tensor, Tensor, Tensor, boolean, Tensor)}
   */
  @Override
  public Tensor forward(Tensor x) {
    throw new IllegalArgumentException(
        "A decoder layer takes a target and a memory; given one tensor of shape " + x.shape() + ". Use apply(target, memory); "
            + "there is no summary(..) of a decoder, since it gives one tensor");
  }

  /** {@link #apply(Tensor, Tensor, Tensor, boolean, Tensor)} without masks. */
  public Tensor apply(Tensor target, Tensor memory) {
    return apply(target, memory, null, false, null);
  }

  /**
   * The output for a target and what the encoder made.
   *
   * @param target {@code [length, n, width]}, {@code [n, length, width]} if the options say so, or {@code [length, width]}
   * @param memory of another length, perhaps
   * @param mask of the target's attention to itself, as {@link MultiheadAttention}'s; or null
   * @param causal whether each vector of the target attends to those before it, and itself, alone
   * @param memoryMask of the attention to the memory; or null
   */
  public Tensor apply(
      Tensor target, Tensor memory, @Nullable Tensor mask, boolean causal, @Nullable Tensor memoryMask) {
    Objects.requireNonNull(memory, "A transformer's decoder: the memory is null; expected what an encoder made");
    return hooked(target, x -> forward(x, memory, mask, causal, memoryMask));
  }

  private Tensor forward(Tensor x, Tensor memory, @Nullable Tensor mask, boolean causal, @Nullable Tensor memoryMask) {
    if (normBefore) {
      Tensor y = x.add(attend(norm1.apply(x), mask, causal));
      Tensor z = y.add(attendTo(memory, norm2.apply(y), memoryMask));
      return z.add(products(norm3.apply(z)));
    }
    Tensor y = norm1.apply(x.add(attend(x, mask, causal)));
    Tensor z = norm2.apply(y.add(attendTo(memory, y, memoryMask)));
    return norm3.apply(z.add(products(z)));
  }

  private Tensor attend(Tensor x, @Nullable Tensor mask, boolean causal) {
    return dropout1.apply(attention.apply(x, x, x, mask, causal));
  }

  private Tensor attendTo(Tensor memory, Tensor x, @Nullable Tensor mask) {
    return dropout2.apply(toMemory.apply(x, memory, memory, mask, false));
  }

  private Tensor products(Tensor x) {
    return dropout3.apply(second.apply(dropout.apply(activation.apply(first.apply(x)))));
  }
}
