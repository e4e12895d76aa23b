package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.LossFunctions;
import dev.adjoint.ops.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * Those {@link Losses} that are 0 beyond a margin. Exactly on it they still push: the gradient is that of the active side;
 * {@link #multiMargin} and {@link #multilabelMargin} have the gradient 0 there. Both as PyTorch.
 */
public abstract sealed class MarginLosses extends ElementLosses permits Losses {
  MarginLosses() {}

  /** x where the target is 1, {@code max(0, margin - x)} where it is -1, and as PyTorch the sum of both where it is neither. */
  public static Tensor hingeEmbedding(Tensor x, Tensor target, double margin, LossReduction reduction) {
    checkSameShape("hingeEmbedding", x, target);
    Tensor zeros = Tensor.zerosLike(x.detach());
    Tensor near = Tensor.where(target.ne(-1), x, zeros);
    return reduction.of(near.add(Tensor.where(target.ne(1), LossFunctions.hinge(x.rsub(margin)), zeros)));
  }

  /**
   * {@code max(0, -y (a - b) + margin)}: a ranks higher where the target y is 1, b where it is -1. Other
   * targets are factors, as the formula says. All three broadcast.
   */
  public static Tensor marginRanking(Tensor a, Tensor b, Tensor target, double margin, LossReduction reduction) {
    return reduction.of(LossFunctions.hinge(b.sub(a).mul(target).add(margin)));
  }

  /**
   * {@code 1 - cos(a, b)} where the target is 1, {@code max(0, cos(a, b) - margin)} where it is -1, and as
   * PyTorch 0 where it is neither.
   *
   * @param a {@code [n, width]}, or {@code [width]}
   * @param target {@code [n]}, or 0-d
   */
  public static Tensor cosineEmbedding(Tensor a, Tensor b, Tensor target, double margin, LossReduction reduction) {
    checkSameShape("cosineEmbedding", a, b);
    if (a.shape().rank() == 0 || target.shape().rank() != a.shape().rank() - 1) {
      throw new ShapeException(
          "cosineEmbedding takes vectors [n, width] and targets [n]; given " + a.shape() + ", " + b.shape() + " and "
              + target.shape());
    }
    Tensor squares = a.mul(a).sum(-1).add(1e-12).mul(b.mul(b).sum(-1).add(1e-12));
    Tensor cosine = a.mul(b).sum(-1).mul(squares.rsqrt());
    Tensor zeros = Tensor.zerosLike(cosine.detach());
    Tensor apart = Tensor.where(target.eq(-1), LossFunctions.hinge(cosine.sub(margin)), zeros);
    return reduction.of(Tensor.where(target.eq(1), cosine.rsub(1), apart));
  }

  /** {@link #tripletMargin(Tensor, Tensor, Tensor, double, double, double, boolean, LossReduction)}: 1, 2-norm, the mean. */
  public static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative) {
    return tripletMargin(anchor, positive, negative, 1, 2, 1e-6, false, LossReduction.MEAN);
  }

  /**
   * {@code max(0, d(anchor, positive) - d(anchor, negative) + margin)}, of vectors along the last axis (Balntas et al., 2016).
   *
   * @param p of the norm
   * @param eps added to the differences
   * @param swap whether the negative may be compared with the positive instead, if that is nearer
   */
  public static Tensor tripletMargin(
      Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, boolean swap,
      LossReduction reduction) {
    Tensor near = Similarity.distance(anchor, positive, p, eps, false);
    Tensor far = Similarity.distance(anchor, negative, p, eps, false);
    if (swap) {
      far = far.minimum(Similarity.distance(positive, negative, p, eps, false));
    }
    return reduction.of(LossFunctions.hinge(near.sub(far).add(margin)));
  }

  /**
   * The mean over the classes i other than the target y of {@code w[y] max(0, margin - x[y] + x[i])^p}, divided by all classes.
   *
   * @param x {@code [n, classes]}
   * @param target {@code [n]}, int32 or int64
   * @param p 1 or 2
   * @param weight w, {@code [classes]}, or null
   */
  public static Tensor multiMargin(
      Tensor x, Tensor target, int p, double margin, @Nullable Tensor weight, LossReduction reduction) {
    String name = "multiMargin";
    if (p != 1 && p != 2) {
      throw new IllegalArgumentException(name + " takes the p 1 or 2; given " + p);
    }
    if (x.shape().rank() != 2 || target.shape().rank() != 1 || x.shape().size(0) != target.shape().size(0)) {
      throw new ShapeException(name + " takes [n, classes] and targets [n]; given " + x.shape() + " and " + target.shape());
    }
    int classes = x.shape().size(1);
    Losses.checkClasses(name, target, classes, null);
    Tensor column = target.unsqueeze(1);
    Tensor hinges = x.sub(x.gather(1, column)).add(margin).relu();
    if (p == 2) {
      hinges = hinges.mul(hinges);
    }
    if (weight != null) {
      hinges = hinges.mul(weight.indexSelect(0, target).unsqueeze(1));
    }
    Tensor others = Tensor.arange(classes, DType.INT32).to(x.device()).ne(column);
    Tensor counted = Tensor.where(others, hinges, Tensor.zerosLike(hinges.detach()));
    return reduction.of(counted.sum(1).mul(1.0 / classes));
  }

  /**
   * The sum over the classes j that are targets and the classes i that are none of {@code max(0, 1 - x[j] + x[i])}, divided by
   * all classes.
   *
   * @param x {@code [n, classes]} or {@code [classes]}
   * @param target of the same shape, int32 or int64: the numbers of the classes that are targets, and -1 behind the last of
   *     them
   */
  public static Tensor multilabelMargin(Tensor x, Tensor target, LossReduction reduction) {
    String name = "multilabelMargin";
    checkSameShape(name, x, target);
    int rank = x.shape().rank();
    if (rank != 1 && rank != 2) {
      throw new ShapeException(name + " takes [n, classes] or [classes]; given " + x.shape());
    }
    int classes = x.shape().size(-1);
    Tensor counts = target.lt(0).to(DType.INT32).cumsum(-1).eq(0);
    Tensor known = target.mul(counts.to(target.dtype()));
    Losses.checkClasses(name, known, classes, null);
    Tensor targets = Tensor.zerosLike(counts.to(DType.INT32)).scatterAdd(-1, known, counts.to(DType.INT32)).gt(0);
    Tensor hinges = x.unsqueeze(-2).sub(x.gather(-1, known).unsqueeze(-1)).add(1).relu();
    Tensor pairs = counts.unsqueeze(-1).logicalAnd(targets.logicalNot().unsqueeze(-2));
    Tensor counted = Tensor.where(pairs, hinges, Tensor.zerosLike(hinges.detach()));
    return reduction.of(counted.sum(-2, -1).div(classes));
  }

  /**
   * The mean over the classes of {@code -(y log s + (1 - y) log(1 - s))}, where s is the sigmoid of x: each class on its own.
   *
   * @param x {@code [.., classes]}
   * @param target of the same shape
   * @param weight {@code [classes]}, or null
   */
  public static Tensor multilabelSoftMargin(Tensor x, Tensor target, @Nullable Tensor weight, LossReduction reduction) {
    checkSameShape("multilabelSoftMargin", x, target);
    Tensor losses = LossFunctions.binaryWithLogits(x, target);
    return reduction.of((weight == null ? losses : losses.mul(weight)).mean(-1));
  }
}
