package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.Cells;
import dev.adjoint.ops.Lookup;
import dev.adjoint.ops.MatMul;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The functions of networks: convolution, pooling, normalisation, attention and the rest, with PyTorch's meaning. Where a
 * function takes parameters they are tensors; layers that own theirs are modules.
 */
public final class Functional extends NormalizationFunctions {
  private Functional() {}

  // ---- Layers ----

  /** {@code x weight^T + bias}: from {@code [.., in]} to {@code [.., out]}, with a weight {@code [out, in]}. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    Objects.requireNonNull(x, "linear: the input is null; expected a tensor");
    Objects.requireNonNull(weight, "linear: the weight is null; expected a tensor [out, in]");
    if (weight.shape().rank() != 2) {
      throw new ShapeException("linear takes a weight [out, in]; given the shape " + weight.shape());
    }
    return bias == null ? x.matmul(weight.t()) : MatMul.matmul(x, weight.t(), bias);
  }

  /**
   * {@code a^T weight[k] b + bias[k]} for each k: from {@code [.., in1]} and {@code [.., in2]} to {@code [.., out]}.
   *
   * @param weight {@code [out, in1, in2]}
   */
  public static Tensor bilinear(Tensor a, Tensor b, Tensor weight, @Nullable Tensor bias) {
    if (weight.shape().rank() != 3 || a.shape().rank() == 0 || a.shape().rank() != b.shape().rank()
        || a.shape().size(-1) != weight.shape().size(1) || b.shape().size(-1) != weight.shape().size(2)) {
      throw new ShapeException(
          "bilinear takes [.., in1], [.., in2] and a weight [out, in1, in2]; given " + a.shape() + ", " + b.shape() + " and "
              + weight.shape());
    }
    int out = weight.shape().size(0);
    int in1 = a.shape().size(-1);
    int in2 = b.shape().size(-1);
    // a_i b_j as one row, times the weights as one matrix.
    Tensor pairs = a.unsqueeze(-1).mul(b.unsqueeze(-2));
    int[] sizes = a.shape().toArray();
    sizes[sizes.length - 1] = in1 * in2;
    return linear(pairs.reshape(sizes), weight.reshape(out, in1 * in2), bias);
  }

  // ---- Dropout ----

  /**
   * In training, zeros with probability p, and the other elements divided by {@code 1 - p}; else the input.
   *
   * @param key of the random numbers: the same key drops the same elements
   */
  public static Tensor dropout(Tensor x, double p, boolean training, Key key) {
    OptionChecks.probability("dropout", p);
    if (!training || p == 0) {
      return x;
    }
    return x.mul(Random.dropoutMask(key, p, x.dtype().isFloating() ? x : x.to(DType.FLOAT32)));
  }

  /** {@link #dropout} of whole channels of {@code [n, channels, ..]}. */
  public static Tensor featureDropout(Tensor x, double p, boolean training, Key key) {
    int[] sizes = x.shape().toArray();
    if (sizes.length < 2) {
      throw new ShapeException("featureDropout takes a tensor [n, channels, ..]; given the shape " + x.shape());
    }
    Arrays.fill(sizes, 2, sizes.length, 1);
    OptionChecks.probability("featureDropout", p);
    if (!training || p == 0) {
      return x;
    }
    return p == 1 ? x.mul(0) : x.mul(kept(x, p, key, sizes).mul(1 / (1 - p)));
  }

  private static Tensor kept(Tensor x, double p, Key key, int[] sizes) {
    return Tensor.rand(key, sizes).ge(p).to(x.dtype()).to(x.device());
  }

  /** Dropout that keeps mean 0 and variance 1, for networks of selu (Klambauer et al., 2017). */
  public static Tensor alphaDropout(Tensor x, double p, boolean training, Key key) {
    OptionChecks.probability("alphaDropout", p);
    if (!training || p == 0) {
      return x;
    }
    if (p == 1) {
      return x.mul(0);
    }
    double low = -1.7580993408473766;
    double scale = 1 / Math.sqrt((1 - p) * (1 + p * low * low));
    Tensor kept = kept(x, p, key, x.shape().toArray());
    return x.mul(kept.mul(scale)).add(kept.rsub(1).mul(low * scale).sub(p * low * scale));
  }

  // ---- Rows of a table ----

  /** The rows of a table {@code [rows, width]} at int32 or int64 indices: from {@code [..]} to {@code [.., width]}. */
  public static Tensor embedding(Tensor table, Tensor index) {
    return Lookup.embedding(table, index, -1);
  }

  /** {@link #embedding(Tensor, Tensor)}, but no gradient goes to the padding row. */
  public static Tensor embedding(Tensor table, Tensor index, int paddingIndex) {
    return Lookup.embedding(table, index, paddingIndex);
  }

  /** What {@link #embeddingBag} makes of the rows of a bag. */
  public enum Bag {
    /** Their sum. */
    SUM,
    /** Their mean. */
    MEAN,
    /** The largest of each column; of equals the first, which gets the gradient. */
    MAX
  }

  /** {@link #embeddingBag(Tensor, Tensor, Tensor, Bag, Tensor, int)} of all rows alike. */
  public static Tensor embeddingBag(Tensor table, Tensor index, Tensor offsets, Bag how) {
    return embeddingBag(table, index, offsets, how, null, -1);
  }

  /**
   * What is made of the rows of each bag; 0 for an empty one.
   *
   * @param table {@code [rows, width]}
   * @param index the bags one after the other, int32 or int64
   * @param offsets where each bag starts among the indices; the first is 0
   * @param weights what each row counts in a sum, or null
   * @param paddingIndex an index that is left out of its bag; -1 for none
   * @return {@code [bags, width]}
   */
  public static Tensor embeddingBag(
      Tensor table, Tensor index, Tensor offsets, Bag how, @Nullable Tensor weights, int paddingIndex) {
    return Lookup.bags(table, index, offsets, Lookup.Bag.valueOf(how.name()), weights, paddingIndex);
  }

  // ---- Attention ----

  /**
   * {@code softmax(query key^T / sqrt(width)) value}, of {@code [.., n, width]}, {@code [.., m, width]} and
   * {@code [.., m, out]}.
   */
  public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
    return scaledDotProductAttention(query, key, value, null, false, 0);
  }

  /**
   * {@code softmax(query key^T * scale + mask) value}. A query that may attend to nothing gets 0.
   *
   * @param mask broadcasts to {@code [.., n, m]}: bool, true where a query may attend to a key, or floating-point
   *     numbers to add; or null
   * @param causal whether query i attends to keys 0 to i alone
   * @param scale 0 for {@code 1 / sqrt(width)}
   */
  public static Tensor scaledDotProductAttention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal, double scale) {
    return Attention.attend(query, key, value, mask, causal, scale, weights -> weights);
  }

  /** {@link #scaledDotProductAttention(Tensor, Tensor, Tensor, Tensor, boolean, double)} with dropout of the weights. */
  public static Tensor scaledDotProductAttention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal, double scale, double dropout, Key random) {
    return Attention.attend(query, key, value, mask, causal, scale, weights -> dropout(weights, dropout, true, random));
  }

  // ---- Cells ----

  /** What {@link #lstmCell} passes on. */
  public record LstmState(Tensor h, Tensor c) {}

  /**
   * One step of long short-term memory. The weights hold the gates input, forget, cell and output one after the other.
   *
   * @param x {@code [.., in]}
   * @param state of {@code [.., hidden]} each
   * @param inputWeight {@code [4 * hidden, in]}
   * @param stateWeight {@code [4 * hidden, hidden]}
   * @param inputBias {@code [4 * hidden]} or null, as the other one
   */
  public static LstmState lstmCell(
      Tensor x, LstmState state, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias,
      @Nullable Tensor stateBias) {
    Tensor[] next = Cells.lstm(x, state.h(), state.c(), inputWeight, stateWeight, inputBias, stateBias);
    return new LstmState(next[0], next[1]);
  }

  /** One step of a gated recurrent unit; weights {@code [3 * hidden, ..]} of the gates reset, update and new. */
  public static Tensor gruCell(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return Cells.gru(x, h, inputWeight, stateWeight, inputBias, stateBias);
  }

  /** One step of a plain recurrent network: the tanh of both products and biases. */
  public static Tensor rnnCell(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return Cells.plain(x, h, inputWeight, stateWeight, inputBias, stateBias).tanh();
  }

  /** {@link #rnnCell} with relu instead of tanh. */
  public static Tensor rnnReluCell(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return Cells.plain(x, h, inputWeight, stateWeight, inputBias, stateBias).relu();
  }
}
