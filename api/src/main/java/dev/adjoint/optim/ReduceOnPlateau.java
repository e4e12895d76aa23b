package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the learning rates smaller when a number, the loss of a validation for instance, has not got better for a while. */
public final class ReduceOnPlateau implements Stateful {
  private final Optimizer optimizer;
  private final PlateauOptions options;
  private double best;
  private long worse;
  private long resting;

  /** With {@link PlateauOptions#DEFAULT}. */
  public ReduceOnPlateau(Optimizer optimizer) {
    this(optimizer, PlateauOptions.DEFAULT);
  }

  /** With settings. */
  public ReduceOnPlateau(Optimizer optimizer, PlateauOptions options) {
    this.optimizer = optimizer;
    this.options = options;
    this.best = options.maximize() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Looks at the next number, once an epoch for instance; NaN is not better than any. */
  public void step(double value) {
    // A share of an infinite best would be NaN.
    if (Double.isInfinite(best) ? options.maximize() ? value > best : value < best : options.isBetter(value, best)) {
      best = value;
      worse = 0;
    } else {
      worse++;
    }
    if (resting > 0) {
      resting--;
      worse = 0;
    }
    if (worse > options.patience()) {
      reduce();
      resting = options.cooldown();
      worse = 0;
    }
  }

  private void reduce() {
    for (int group = 0; group < optimizer.groups(); group++) {
      double rate = optimizer.learningRate(group);
      double reduced = Math.max(rate * options.factor(), options.least());
      if (rate - reduced > options.eps()) {
        optimizer.setLearningRate(group, reduced);
      }
    }
  }

  /** {@inheritDoc} The rates themselves are in the optimizer's state. */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("best", States.number(best));
    state.put("worse", States.count(worse));
    state.put("resting", States.count(resting));
    return state;
  }

  @Override
  public void load(Map<String, Tensor> state) {
    States reader = new States("a ReduceOnPlateau", state);
    double loadedBest = reader.number("best");
    long loadedWorse = reader.count("worse");
    long loadedResting = reader.count("resting");
    reader.finish();
    best = loadedBest;
    worse = loadedWorse;
    resting = loadedResting;
  }
}
