package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a transformer's encoder (Vaswani et al., 2017, 3.1): attention of a sequence to itself, then two products for each
 * of its vectors, each step added to its input. Parts have PyTorch's names.
 */
public final class TransformerEncoderLayer extends Module {
  private final boolean normBefore;
  private final UnaryOperator<Tensor> activation;
  private final MultiheadAttention attention;
  private final Linear first;
  private final Dropout dropout;
  private final Linear second;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Dropout dropout1;
  private final Dropout dropout2;

  /**
   * With {@link TransformerOptions#DEFAULT}.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public TransformerEncoderLayer(int width, int heads, Key key) {
    this(width, heads, TransformerOptions.DEFAULT, key);
  }

  /**
   * With options.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public TransformerEncoderLayer(int width, int heads, TransformerOptions options, Key key) {
    Objects.requireNonNull(options, "TransformerEncoderLayer: the options are null; expected TransformerOptions.DEFAULT");
    Objects.requireNonNull(key, "TransformerEncoderLayer: the key is null; expected one such as Key.of(1)");
    normBefore = options.normBefore();
    activation = options.activation();
    Key[] keys = key.split(6);
    attention = part("self_attn", new MultiheadAttention(width, heads, options.attention(), keys[0]));
    first = part("linear1", new Linear(width, options.hidden(), keys[1]));
    dropout = part("dropout", new Dropout(options.dropout(), keys[2]));
    second = part("linear2", new Linear(options.hidden(), width, keys[3]));
    norm1 = part("norm1", options.norm(width));
    norm2 = part("norm2", options.norm(width));
    dropout1 = part("dropout1", new Dropout(options.dropout(), keys[4]));
    dropout2 = part("dropout2", new Dropout(options.dropout(), keys[5]));
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null, false);
  }

  /**
   * The output for a sequence of which not all may attend to all.
   *
   * @param x {@code [length, n, width]}, {@code [n, length, width]} if the options say so, or {@code [length, width]}
   * @param mask as {@link MultiheadAttention}'s; or null
   * @param causal whether each vector attends to those before it, and itself, alone
   */
  public Tensor apply(Tensor x, @Nullable Tensor mask, boolean causal) {
    return hooked(x, input -> forward(input, mask, causal));
  }

  private Tensor forward(Tensor x, @Nullable Tensor mask, boolean causal) {
    if (normBefore) {
      Tensor y = x.add(attend(norm1.apply(x), mask, causal));
      return y.add(products(norm2.apply(y)));
    }
    Tensor y = norm1.apply(x.add(attend(x, mask, causal)));
    return norm2.apply(y.add(products(y)));
  }

  private Tensor attend(Tensor x, @Nullable Tensor mask, boolean causal) {
    return dropout1.apply(attention.apply(x, x, x, mask, causal));
  }

  private Tensor products(Tensor x) {
    return dropout2.apply(second.apply(dropout.apply(activation.apply(first.apply(x)))));
  }
}
