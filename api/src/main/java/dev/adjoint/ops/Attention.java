package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Attention: a mean of values, weighted by how much their keys agree with a query (Vaswani et al., 2017, 3.2.1). */
public final class Attention {
  private Attention() {}

  /**
   * {@code softmax(query key^T * scale + mask) value}. A query that may attend to nothing gets 0.
   *
   * @param query {@code [.., queries, width]}
   * @param key {@code [.., keys, width]}
   * @param value {@code [.., keys, out]}
   * @param mask broadcasts to {@code [.., queries, keys]}: bool, true where a query may attend to a key, or floating-point
   *     numbers to add
   * @param causal whether query i attends to the keys up to i alone
   * @param scale 0 for {@code 1 / sqrt(width)}
   * @param onWeights done to the weights, dropout for instance
   */
  public static Tensor attend(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, boolean causal, double scale,
      UnaryOperator<Tensor> onWeights) {
    if (query.shape().rank() < 2 || key.shape().rank() < 2 || value.shape().rank() < 2
        || query.shape().size(-1) != key.shape().size(-1) || key.shape().size(-2) != value.shape().size(-2)) {
      throw new ShapeException(
          "scaledDotProductAttention takes queries [.., n, width], keys [.., m, width] and values [.., m, out]; given "
              + query.shape() + ", " + key.shape() + " and " + value.shape());
    }
    checkMask(mask);
    DType type = query.dtype();
    if (type.isHalf() && key.dtype() == type && value.dtype() == type) {
      // Scores overflow float16 long before the weights made of them do: rounded once, at the end.
      Tensor added = mask == null || mask.dtype() == DType.BOOL ? mask : mask.to(DType.FLOAT32);
      return attend(query.to(DType.FLOAT32), key.to(DType.FLOAT32), value.to(DType.FLOAT32), added, causal, scale, onWeights)
          .to(type);
    }
    double factor = scale == 0 ? 1 / Math.sqrt(query.shape().size(-1)) : scale;
    Tensor scores = query.mul(factor).matmul(key.transpose(-2, -1));
    boolean masked = causal || mask != null;
    if (causal) {
      int queries = query.shape().size(-2);
      int keys = key.shape().size(-2);
      Tensor row = Tensor.arange(queries, DType.INT32).to(query.device()).reshape(queries, 1);
      scores = hide(scores, Tensor.arange(keys, DType.INT32).to(query.device()).le(row));
    }
    if (mask != null) {
      scores = mask.dtype() == DType.BOOL ? hide(scores, mask) : scores.add(mask);
    }
    Tensor weights;
    if (masked && scores.size() > 0) {
      // Where all is hidden, softmax would be 0 / 0.
      Tensor some = scores.detach().maxKeep(-1).ne(Double.NEGATIVE_INFINITY);
      Tensor zeros = Tensor.zerosLike(scores.detach());
      weights = Tensor.where(some, Softmax.softmax(Tensor.where(some, scores, zeros), -1), zeros);
    } else {
      weights = scores.size() > 0 ? Softmax.softmax(scores, -1) : scores;
    }
    return onWeights.apply(weights).matmul(value);
  }

  /** Numbers 0 and 1 would be added to the scores and hide nothing: as PyTorch, no integers. */
  private static void checkMask(@Nullable Tensor mask) {
    if (mask != null && mask.dtype() != DType.BOOL && !mask.dtype().isFloating()) {
      throw new DTypeException(
          "Attention takes a mask that is bool, true where a query may attend to a key, or floating-point, to add to the"
              + " scores; given " + mask.dtype() + " " + mask.shape()
              + ": make it bool with to(BOOL), or floating-point to add");
    }
  }

  private static Tensor hide(Tensor scores, Tensor allowed) {
    return Tensor.where(allowed, scores, Constants.of(scores, Double.NEGATIVE_INFINITY).reshape());
  }
}
