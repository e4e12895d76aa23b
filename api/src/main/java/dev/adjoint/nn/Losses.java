package dev.adjoint.nn;

import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.CrossEntropy;
import dev.adjoint.ops.Ctc;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Losses: one number that training makes small. */
public final class Losses extends MarginLosses {
  private Losses() {}

  /**
   * The mean of {@code -log(softmax(logits)[target])}.
   *
   * @param logits {@code [n, classes, ..]} or {@code [classes]}, floating-point
   * @param target {@code [n, ..]} or 0-d, int32 or int64, each from 0 to classes - 1, or -100 for one that does not count; or
   *     probabilities of the shape of the logits
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    return crossEntropy(logits, target, CrossEntropyOptions.DEFAULT);
  }

  /** {@link #crossEntropy(Tensor, Tensor)} with settings. */
  public static Tensor crossEntropy(Tensor logits, Tensor target, CrossEntropyOptions options) {
    String name = "crossEntropy";
    Objects.requireNonNull(logits, "crossEntropy: the logits are null; expected a tensor");
    Objects.requireNonNull(target, "crossEntropy: the target is null; expected a tensor");
    Objects.requireNonNull(options, "crossEntropy: the options are null; expected CrossEntropyOptions.DEFAULT");
    double smoothing = options.labelSmoothing();
    if (!target.dtype().isFloating() && options.weight() == null && smoothing == 0 && logits.dtype().isFloating()) {
      checkTarget(name, logits, target);
      if (logits.size() > 0) {
        int axis = classAxis(logits);
        checkClasses(name, target, logits.shape().size(axis), options.ignoreIndex());
        Tensor counts = target.ne(options.ignoreIndex());
        return reduced(CrossEntropy.of(logits, axis, known(target, counts)), counts, null, options);
      }
    }
    if (!target.dtype().isFloating()) {
      Tensor logProbabilities = logProbabilities(name, logits, target);
      return ofClasses(name, logProbabilities, target, options);
    }
    checkProbabilities(name, logits, target);
    if (logits.shape().rank() == 0) {
      throw new ShapeException(name + " takes logits [n, classes, ..] or [classes]; given the shape []");
    }
    int axis = classAxis(logits);
    int classes = logits.shape().size(axis);
    Tensor wanted = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
    Tensor terms = logits.logSoftmax(axis).mul(wanted);
    if (options.weight() != null) {
      terms = terms.mul(perClass(name, options.weight(), logits, axis));
    }
    return options.reduction().of(terms.sum(axis).neg());
  }

  /**
   * {@code -x[target]} of each example, of log-probabilities; a mean is divided by the weights of the targets that count.
   *
   * @param logProbabilities {@code [n, classes, ..]} or {@code [classes]}
   * @param target {@code [n, ..]} or 0-d, int32 or int64
   */
  public static Tensor nll(Tensor logProbabilities, Tensor target, CrossEntropyOptions options) {
    checkTarget("nll", logProbabilities, target);
    return ofClasses("nll", logProbabilities, target, options.labelSmoothing(0));
  }

  /** {@link #nll(Tensor, Tensor, CrossEntropyOptions)}, the mean. */
  public static Tensor nll(Tensor logProbabilities, Tensor target) {
    return nll(logProbabilities, target, CrossEntropyOptions.DEFAULT);
  }

  private static Tensor logProbabilities(String name, Tensor logits, Tensor target) {
    checkTarget(name, logits, target);
    int axis = classAxis(logits);
    // Without an element there is no largest one to shift by.
    return logits.size() == 0 ? logits : logits.logSoftmax(axis);
  }

  private static int classAxis(Tensor logits) {
    return logits.shape().rank() == 1 ? 0 : 1;
  }

  /** Floating-point targets are probabilities; who has the numbers of classes in such a type should hear of that. */
  private static void checkProbabilities(String name, Tensor logits, Tensor target) {
    if (areClassNumbers(logits, target)) {
      throw new DTypeException(
          name + " takes the numbers of classes as int32 or int64; given " + target.dtype() + " " + target.shape()
              + " for logits " + logits.shape() + ": convert them with to(INT64), or give probabilities of the logits' shape");
    }
    if (!logits.shape().equals(target.shape())) {
      throw new ShapeException(
          name + " takes probabilities of the shape of the logits, " + logits.shape() + ", or int32 or int64 numbers of classes"
              + " without the axis of the classes; given " + target.dtype() + " " + target.shape());
    }
  }

  /** Whether a target has the shape of numbers of classes. */
  private static boolean areClassNumbers(Tensor logits, Tensor target) {
    Shape shape = logits.shape();
    return shape.rank() > 0 && shape.without(classAxis(logits)).equals(target.shape());
  }

  private static void checkTarget(String name, Tensor logits, Tensor target) {
    if (!target.dtype().isInteger()) {
      throw new DTypeException(name + " takes int32 or int64 targets; given " + target.dtype());
    }
    Shape shape = logits.shape();
    if (!areClassNumbers(logits, target)) {
      throw new ShapeException(
          name + " takes logits [n, classes, ..] and targets [n, ..], or [classes] and one target; given " + shape
              + " and " + target.shape()
              + (shape.rank() > 2 && shape.without(-1).equals(target.shape())
                  ? ". With the classes along the last axis use " + name + "(logits.flatten(0, -2), target.flatten())"
                  : ""));
    }
  }

  /** Checks the classes on their own: an index out of range should be called a target, and be named. */
  static void checkClasses(String name, Tensor target, int classes, @Nullable Long ignored) {
    for (long wanted : target.toLongArray()) {
      if ((wanted < 0 || wanted >= classes) && (ignored == null || wanted != ignored)) {
        throw new ShapeException(
            name + ": the target " + wanted + " is no class; expected 0 to " + (classes - 1)
                + (ignored == null ? "" : ", or the ignored index " + ignored));
      }
    }
  }

  /** Weights of classes along their axis. */
  private static Tensor perClass(String name, Tensor weight, Tensor logits, int axis) {
    int classes = logits.shape().size(axis);
    if (weight.shape().rank() != 1 || weight.shape().size(0) != classes) {
      throw new ShapeException(name + " takes a weight for each of the " + classes + " classes; given " + weight.shape());
    }
    int[] sizes = new int[logits.shape().rank() - axis];
    Arrays.fill(sizes, 1);
    sizes[0] = classes;
    return weight.reshape(sizes);
  }

  private static Tensor ofClasses(String name, Tensor logProbabilities, Tensor target, CrossEntropyOptions options) {
    int axis = classAxis(logProbabilities);
    int classes = logProbabilities.shape().size(axis);
    checkClasses(name, target, classes, options.ignoreIndex());
    Tensor counts = target.ne(options.ignoreIndex());
    Tensor known = known(target, counts);
    Tensor weight = options.weight();
    Tensor terms = weight == null ? logProbabilities : logProbabilities.mul(perClass(name, weight, logProbabilities, axis));
    Tensor losses = terms.gather(axis, known.unsqueeze(axis)).squeeze(axis).neg();
    if (options.labelSmoothing() > 0) {
      double smoothing = options.labelSmoothing();
      losses = losses.mul(1 - smoothing).sub(terms.sum(axis).mul(smoothing / classes));
    }
    return reduced(losses, counts, weight == null ? null : weight.indexSelect(0, known.flatten()), options);
  }

  /** What is ignored reads the class 0, and counts nothing. */
  private static Tensor known(Tensor target, Tensor counts) {
    return target.mul(counts.to(target.dtype()));
  }

  /** @param weights of all targets, in a row */
  private static Tensor reduced(Tensor all, Tensor counts, @Nullable Tensor weights, CrossEntropyOptions options) {
    Tensor losses = Tensor.where(counts, all, Tensor.zerosLike(all.detach()));
    if (options.reduction() != LossReduction.MEAN) {
      return options.reduction().of(losses);
    }
    Tensor shares = counts.to(losses.dtype());
    if (weights != null) {
      shares = weights.reshape(counts.shape().toArray()).mul(shares);
    }
    return losses.sum().div(shares.sum());
  }

  /**
   * Connectionist temporal classification (Graves et al., 2006): {@code -log} of the probability of labellings, over all ways
   * to spread them over the steps with blanks and repetitions. A mean divides each loss by the length of its labelling first.
   *
   * <p>The gradient is the true partial derivative towards the log-probabilities, as differences confirm. (PyTorch's is the
   * derivative towards what a log-softmax below would get; through a log-softmax both agree.)
   *
   * @param logProbabilities {@code [steps, n, classes]}
   * @param labels for each sequence its classes, none of them blank
   * @param steps for each sequence how many of the steps count
   * @param blank the class of no label
   * @param zeroInfinity whether a labelling that no alignment fits costs 0 instead of infinity
   */
  public static Tensor ctc(
      Tensor logProbabilities, int[][] labels, int[] steps, int blank, boolean zeroInfinity, LossReduction reduction) {
    Ctc.check(logProbabilities, labels, steps, blank);
    Tensor losses = Ctc.loss(logProbabilities, labels, steps, blank);
    if (zeroInfinity) {
      losses = Tensor.where(losses.detach().eq(Double.POSITIVE_INFINITY), Tensor.zerosLike(losses.detach()), losses);
    }
    if (reduction == LossReduction.MEAN) {
      double[] lengths = Arrays.stream(labels).mapToDouble(l -> Math.max(1, l.length)).toArray();
      losses = losses.div(Tensor.of(lengths).to(losses.dtype()).to(losses.device()));
    }
    return reduction.of(losses);
  }

  /** {@link #ctc(Tensor, int[][], int[], int, boolean, LossReduction)} of all steps, with the blank 0, the mean. */
  public static Tensor ctc(Tensor logProbabilities, int[]... labels) {
    int[] steps = new int[labels.length];
    Arrays.fill(steps, logProbabilities.shape().rank() == 0 ? 0 : logProbabilities.shape().size(0));
    return ctc(logProbabilities, labels, steps, 0, false, LossReduction.MEAN);
  }
}
