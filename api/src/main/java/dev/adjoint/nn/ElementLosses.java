package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.BinaryCrossEntropy;
import dev.adjoint.ops.LossFunctions;
import org.jspecify.annotations.Nullable;

/**
 * Those {@link Losses} that compare tensors of one shape, element by element. Broadcasting would compare each with each, so
 * that other shapes get a ShapeException.
 */
public abstract sealed class ElementLosses permits MarginLosses {
  ElementLosses() {}

  static void checkSameShape(String name, Tensor predicted, Tensor target) {
    if (!predicted.shape().equals(target.shape())) {
      throw new ShapeException(
          name + " takes two tensors of one shape; given " + predicted.shape() + " and " + target.shape()
              + ": reshape one to the other");
    }
  }

  /** The mean of the squared differences. */
  public static Tensor mse(Tensor predicted, Tensor target) {
    return mse(predicted, target, LossReduction.MEAN);
  }

  /** The squared differences. */
  public static Tensor mse(Tensor predicted, Tensor target, LossReduction reduction) {
    checkSameShape("mse", predicted, target);
    return reduction.of(LossFunctions.squared(predicted, target));
  }

  /** The mean of the absolute differences; the gradient is 0 where there is none. */
  public static Tensor l1(Tensor predicted, Tensor target) {
    return l1(predicted, target, LossReduction.MEAN);
  }

  /** The absolute differences. */
  public static Tensor l1(Tensor predicted, Tensor target, LossReduction reduction) {
    checkSameShape("l1", predicted, target);
    return reduction.of(LossFunctions.absolute(predicted, target));
  }

  /** {@link #smoothL1(Tensor, Tensor, double, LossReduction)} with beta 1, the mean. */
  public static Tensor smoothL1(Tensor predicted, Tensor target) {
    return smoothL1(predicted, target, 1, LossReduction.MEAN);
  }

  /**
   * {@code d^2 / (2 beta)} for differences smaller than beta, {@code |d| - beta / 2} for others (Girshick, 2015).
   *
   * @param beta 0 or more; with 0 it is {@link #l1}
   */
  public static Tensor smoothL1(Tensor predicted, Tensor target, double beta, LossReduction reduction) {
    checkSameShape("smoothL1", predicted, target);
    if (!(beta >= 0)) {
      throw new IllegalArgumentException("smoothL1 takes a beta of 0 or more; given " + beta);
    }
    return reduction.of(LossFunctions.smoothL1(predicted, target, beta));
  }

  /** {@link #huber(Tensor, Tensor, double, LossReduction)} with delta 1, the mean. */
  public static Tensor huber(Tensor predicted, Tensor target) {
    return huber(predicted, target, 1, LossReduction.MEAN);
  }

  /**
   * {@code d^2 / 2} for differences up to delta, {@code delta (|d| - delta / 2)} for others (Huber, 1964).
   *
   * @param delta more than 0
   */
  public static Tensor huber(Tensor predicted, Tensor target, double delta, LossReduction reduction) {
    checkSameShape("huber", predicted, target);
    if (!(delta > 0)) {
      throw new IllegalArgumentException("huber takes a delta of more than 0; given " + delta);
    }
    return reduction.of(LossFunctions.huber(predicted, target, delta));
  }

  /** {@link #bce(Tensor, Tensor, Tensor, LossReduction)} without weights, the mean. */
  public static Tensor bce(Tensor probability, Tensor target) {
    return bce(probability, target, null, LossReduction.MEAN);
  }

  /**
   * {@code -(t log x + (1 - t) log(1 - x))}; logarithms count at least -100. Where x comes from a sigmoid, use
   * {@link #bceWithLogits(Tensor, Tensor)} of what goes into it, which loses nothing.
   *
   * @param probability from 0 to 1
   * @param weight broadcasts to the losses, or null
   * @throws IllegalArgumentException if a probability is not from 0 to 1, which reads them all
   */
  public static Tensor bce(Tensor probability, Tensor target, @Nullable Tensor weight, LossReduction reduction) {
    checkSameShape("bce", probability, target);
    checkProbabilities(probability.detach());
    Tensor losses = BinaryCrossEntropy.of(probability, target.to(probability.dtype()));
    return reduction.of(weight == null ? losses : losses.mul(weight));
  }

  private static void checkProbabilities(Tensor probability) {
    if (probability.size() == 0) {
      return;
    }
    double least = probability.min().item();
    double largest = probability.max().item();
    if (!(least >= 0 && largest <= 1)) {
      throw new IllegalArgumentException(
          "bce takes probabilities from 0 to 1; given " + (least >= 0 ? largest : least)
              + ". Of numbers before a sigmoid, use bceWithLogits");
    }
  }

  /** {@link #bceWithLogits(Tensor, Tensor, Tensor, Tensor, LossReduction)} without weights, the mean. */
  public static Tensor bceWithLogits(Tensor logits, Tensor target) {
    return bceWithLogits(logits, target, null, null, LossReduction.MEAN);
  }

  /**
   * {@code -(w t log s + (1 - t) log(1 - s))}, where s is the sigmoid of the logits; neither over- nor underflows.
   *
   * @param weight broadcasts to the losses, or null
   * @param positiveWeight w, broadcasts to the losses, or null
   */
  public static Tensor bceWithLogits(
      Tensor logits, Tensor target, @Nullable Tensor weight, @Nullable Tensor positiveWeight, LossReduction reduction) {
    checkSameShape("bceWithLogits", logits, target);
    Tensor losses = positiveWeight == null
        ? LossFunctions.binaryWithLogits(logits, target)
        : LossFunctions.binaryWithLogits(logits, target, positiveWeight);
    return reduction.of(weight == null ? losses : losses.mul(weight));
  }

  /**
   * {@code t (log t - x)}, the divergence of a distribution x, given as logarithms, from a target (Kullback and Leibler, 1951).
   * As a number for each example, use {@link LossReduction#BATCH_MEAN}.
   *
   * @param logTarget whether the target is given as logarithms too
   */
  public static Tensor klDiv(Tensor logPredicted, Tensor target, boolean logTarget, LossReduction reduction) {
    checkSameShape("klDiv", logPredicted, target);
    return reduction.of(LossFunctions.divergence(logPredicted, target, logTarget));
  }

  /**
   * {@code (log v + (x - t)^2 / v) / 2}, for predictions with a variance v each.
   *
   * @param variance 0 or more; broadcasts to {@code predicted}; smaller than eps counts as eps, and gets the gradient there
   * @param full whether to add {@code log(2 pi) / 2}
   */
  public static Tensor gaussianNll(
      Tensor predicted, Tensor target, Tensor variance, boolean full, double eps, LossReduction reduction) {
    checkSameShape("gaussianNll", predicted, target);
    Tensor given = variance.detach();
    double least = given.size() == 0 ? 0 : Tensor.where(given.lt(0), given, 0).min().item();
    if (least < 0) {
      throw new IllegalArgumentException("gaussianNll takes variances of 0 or more; given " + least);
    }
    Tensor raised = variance.detach().clamp(eps, Double.POSITIVE_INFINITY).sub(variance.detach());
    Tensor losses = LossFunctions.gaussian(predicted, target, variance.add(raised));
    return reduction.of(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses);
  }

  /**
   * The loss of a Poisson distribution: {@code exp(x) - t x}, or {@code x - t log(x + eps)}.
   *
   * @param logInput whether x is the logarithm of the rate
   * @param full whether to add Stirling's approximation of {@code log(t!)} where t is more than 1
   */
  public static Tensor poissonNll(
      Tensor predicted, Tensor target, boolean logInput, boolean full, double eps, LossReduction reduction) {
    checkSameShape("poissonNll", predicted, target);
    Tensor losses =
        logInput ? LossFunctions.poissonOfLog(predicted, target) : LossFunctions.poisson(predicted, target, eps);
    return reduction.of(full ? losses.add(LossFunctions.stirling(target)) : losses);
  }

  /** {@code log(1 + exp(-y x))}, for targets y of 1 and -1. */
  public static Tensor softMargin(Tensor predicted, Tensor target, LossReduction reduction) {
    checkSameShape("softMargin", predicted, target);
    return reduction.of(LossFunctions.logSigmoid(predicted.mul(target)).neg());
  }
}
