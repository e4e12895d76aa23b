package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.function.DoubleFunction;

/**
 * A search along a direction for a length that meets the strong Wolfe conditions (Nocedal and Wright, 2006, algorithms 3.5 and
 * 3.6): first for two lengths with such a one between them, then between those. New lengths come from cubic interpolation. With
 * PyTorch's constants and safeguards, so that it takes the same way.
 */
final class LineSearch {
  /** How much of the decrease that the slope promises is enough. */
  private static final double DECREASE = 1e-4;
  /** To how much of itself the slope has to flatten. */
  private static final double FLATTENING = 0.9;
  private static final double LEAST_CHANGE = 1e-9;
  private static final int MOST_STEPS = 25;

  private final DoubleFunction<Point> loss;
  private final Tensor direction;
  private int evaluations;
  private double start;
  private double startSlope;

  /** A loss with its gradient. */
  record Point(double loss, Tensor gradient) {}

  /** Where the search ended. */
  record Result(double length, Point point, int evaluations) {}

  private record Trial(double length, Point point, double slope) {
    double loss() {
      return point.loss;
    }
  }

  LineSearch(DoubleFunction<Point> loss, Tensor direction) {
    this.loss = loss;
    this.direction = direction;
  }

  Result from(Point here, double slope, double length) {
    start = here.loss;
    startSlope = slope;
    Trial origin = new Trial(0, here, slope);
    Trial before = origin;
    Trial now = at(length);
    int steps = 0;
    for (; steps < MOST_STEPS; steps++) {
      if (isTooHigh(now) || steps > 1 && now.loss() >= before.loss()) {
        return within(before, now, steps);
      }
      if (isFlat(now)) {
        return result(now);
      }
      if (now.slope >= 0) {
        return within(before, now, steps);
      }
      double least = now.length + 0.01 * (now.length - before.length);
      double next = cubic(before, now, least, 10 * now.length);
      before = now;
      now = at(next);
    }
    return result(isAsLow(origin, now) ? origin : now);
  }

  /** Narrows the lengths down; the lower loss is the best so far. */
  private Result within(Trial first, Trial second, int stepsBefore) {
    boolean ordered = isAsLow(first, second);
    Trial low = ordered ? first : second;
    Trial high = ordered ? second : first;
    double reach = direction.abs().max().item();
    boolean slow = false;
    for (int steps = stepsBefore; steps < MOST_STEPS; steps++) {
      double left = Math.min(low.length, high.length);
      double right = Math.max(low.length, high.length);
      if ((right - left) * reach < LEAST_CHANGE) {
        break;
      }
      double length = cubic(low, high, left, right);
      double margin = 0.1 * (right - left);
      boolean atAnEnd = Math.min(right - length, length - left) < margin;
      if (atAnEnd && (slow || length >= right || length <= left)) {
        length = Math.abs(length - right) < Math.abs(length - left) ? right - margin : left + margin;
        slow = false;
      } else {
        slow = atAnEnd;
      }
      Trial now = at(length);
      if (isTooHigh(now) || now.loss() >= low.loss()) {
        high = now;
        if (!isAsLow(low, high)) {
          high = low;
          low = now;
        }
      } else {
        if (isFlat(now)) {
          return result(now);
        }
        if (now.slope * (high.length - low.length) >= 0) {
          high = low;
        }
        low = now;
      }
    }
    return result(low);
  }

  private Trial at(double length) {
    evaluations++;
    Point point = loss.apply(length);
    return new Trial(length, point, Lbfgs.dot(point.gradient, direction));
  }

  /** Also where the loss is no number: beyond the end of its domain. */
  private boolean isTooHigh(Trial trial) {
    return !(trial.loss() <= start + DECREASE * trial.length * startSlope);
  }

  /** Whether a loss is no higher than another, where NaN is the highest. */
  private static boolean isAsLow(Trial trial, Trial other) {
    return trial.loss() <= other.loss() || Double.isNaN(other.loss());
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope) <= -FLATTENING * startSlope;
  }

  private Result result(Trial trial) {
    return new Result(trial.length, trial.point, evaluations);
  }

  /**
   * Where the cubic through both losses with both slopes is least, within bounds; their middle where it has no minimum, or a
   * loss or slope is not finite.
   */
  private static double cubic(Trial a, Trial b, double least, double most) {
    Trial left = a.length <= b.length ? a : b;
    Trial right = a.length <= b.length ? b : a;
    double d1 = left.slope + right.slope - 3 * (left.loss() - right.loss()) / (left.length - right.length);
    double square = d1 * d1 - left.slope * right.slope;
    if (!(square >= 0)) {
      return (least + most) / 2;
    }
    double d2 = Math.sqrt(square);
    double place = right.length - (right.length - left.length)
        * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
    return Double.isNaN(place) ? (least + most) / 2 : Math.min(Math.max(place, least), most);
  }
}
