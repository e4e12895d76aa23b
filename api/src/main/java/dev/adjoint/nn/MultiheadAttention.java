package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.Joining;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Attention in several heads (Vaswani et al., 2017, 3.2.2): queries, keys and values are each multiplied by a matrix, attend in
 * each head on its own, and come together through {@code out_proj}. The three matrices lie one after the other in {@code
 * in_proj_weight}, {@code [3 * width, width]}.
 *
 * <p>Masks are those of {@link Functional#scaledDotProductAttention}: true where a query may attend to a key, or
 * floating-point numbers to add to the scores; they broadcast to {@code [n, heads, queries, keys]}. One that hides the padding
 * of sequences is {@code [n, 1, 1, keys]}.
 */
public final class MultiheadAttention extends Module {
  private final int width;
  private final int heads;
  private final boolean batchFirst;
  private final Supplier<Tensor> weight;
  private final Supplier<@Nullable Tensor> bias;
  private final Linear out;
  private final Dropout dropout;

  /**
   * With {@link AttentionOptions#DEFAULT}.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public MultiheadAttention(int width, int heads, Key key) {
    this(width, heads, AttentionOptions.DEFAULT, key);
  }

  /**
   * With options. At first the matrices are uniform as PyTorch's, and the biases 0.
   *
   * @throws ShapeException unless the heads divide the width
   */
  public MultiheadAttention(int width, int heads, AttentionOptions options, Key key) {
    Objects.requireNonNull(options, "MultiheadAttention: the options are null; expected AttentionOptions.DEFAULT or others");
    Objects.requireNonNull(key, "MultiheadAttention: the key is null; expected one such as Key.of(1)");
    if (width < 1 || heads < 1 || width % heads != 0) {
      throw new ShapeException(
          "MultiheadAttention takes 1 or more heads that divide the width; given " + heads + " heads and a width of " + width);
    }
    int rows = OptionChecks.stacked("MultiheadAttention", 3, width);
    this.width = width;
    this.heads = heads;
    this.batchFirst = options.batchFirst();
    Key[] keys = key.split(3);
    // Xavier-uniform over the three matrices as one.
    double bound = Math.sqrt(6.0 / (4L * width));
    this.weight = parameter("in_proj_weight", Random.uniform(keys[0], -bound, bound, rows, width));
    this.bias = optional("in_proj_bias", options.bias() ? Tensor.zeros(rows) : null);
    Linear last = options.bias() ? new Linear(width, width, keys[1]) : Linear.withoutBias(width, width, keys[1]);
    this.out = part("out_proj", last);
    if (options.bias()) {
      out.load(Map.of("bias", Tensor.zeros(width)), Strictness.PARTIAL);
    }
    this.dropout = part("dropout", new Dropout(options.dropout(), keys[2]));
  }

  /** A sequence's attention to itself, without a mask. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, x, x, null, false);
  }

  /** {@link #apply(Tensor, Tensor, Tensor, Tensor, boolean)} without a mask. */
  public Tensor apply(Tensor query, Tensor key, Tensor value) {
    return apply(query, key, value, null, false);
  }

  /**
   * What each query gets of the values.
   *
   * @param query {@code [length, n, width]}, {@code [n, length, width]} if the options say so, or {@code [length, width]}
   * @param key of another length, perhaps
   * @param value of the length of key
   * @param mask see above; or null
   * @param causal whether query i attends to keys 0 to i alone
   * @return of the shape of query
   * @throws ShapeException if one does not fit
   */
  public Tensor apply(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal) {
    // The same tensor stays the same, so that its three products are made as one.
    return hooked(query, q -> forward(q, key == query ? q : key, value == query ? q : value, mask, causal));
  }

  private Tensor forward(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal) {
    check(query, key, value);
    Tensor[] each = products(query, key, value);
    for (int i = 0; i < 3; i++) {
      each[i] = inHeads(each[i]);
    }
    Tensor attended = Attention.attend(each[0], each[1], each[2], mask, causal, 0, dropout::apply);
    Tensor together = attended.transpose(1, 2);
    int batch = together.shape().size(0);
    int length = together.shape().size(1);
    Tensor rows = together.reshape(batch, length, width);
    if (query.shape().rank() == 2) {
      rows = rows.squeeze(0);
    } else if (!batchFirst) {
      rows = rows.transpose(0, 1);
    }
    return out.apply(rows);
  }

  private Tensor[] products(Tensor query, Tensor key, Tensor value) {
    Tensor biases = bias.get();
    if (query == key && key == value) {
      return Joining.apart(Functional.linear(query, weight.get(), biases), -1, 3);
    }
    Tensor[] matrices = Joining.apart(weight.get(), 0, 3);
    Tensor[] added = biases == null ? new Tensor[0] : Joining.apart(biases, 0, 3);
    Tensor[] inputs = {query, key, value};
    Tensor[] each = new Tensor[3];
    for (int i = 0; i < 3; i++) {
      each[i] = Functional.linear(inputs[i], matrices[i], added.length == 0 ? null : added[i]);
    }
    return each;
  }

  /** From a layout of sequences to {@code [n, heads, length, width / heads]}. */
  private Tensor inHeads(Tensor x) {
    Tensor rows = x.shape().rank() == 2 ? x.unsqueeze(0) : batchFirst ? x : x.transpose(0, 1);
    return rows.reshape(rows.shape().size(0), rows.shape().size(1), heads, width / heads).transpose(1, 2);
  }

  private void check(Tensor query, Tensor key, Tensor value) {
    int rank = query.shape().rank();
    boolean fits = rank == 2 || rank == 3;
    for (Tensor each : new Tensor[] {query, key, value}) {
      fits = fits && each.shape().rank() == rank && each.shape().size(-1) == width
          && (rank == 2 || each.shape().size(batchFirst ? 0 : 1) == query.shape().size(batchFirst ? 0 : 1));
    }
    if (!fits || !key.shape().equals(value.shape())) {
      throw new ShapeException(
          "MultiheadAttention takes queries, and keys and values of one length, "
              + (batchFirst ? "[n, length, " : "[length, n, ") + width + "], or one sequence of each [length, " + width
              + "]; given " + query.shape() + ", " + key.shape() + " and " + value.shape());
    }
  }

  @Override
  protected long flops(Shape input, Shape output) {
    // As for self-attention: three products, the scores, and their means of the values.
    long length = input.size(input.rank() == 3 && batchFirst ? 1 : 0);
    return 2L * input.size() * (3L * width + 2 * length);
  }

  @Override
  public String toString() {
    return "MultiheadAttention(" + width + ", " + heads + " heads)";
  }
}
