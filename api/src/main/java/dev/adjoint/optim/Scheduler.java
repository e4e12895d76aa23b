package dev.adjoint.optim;

import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets an optimizer's learning rates as a {@link Schedule} says: at once for the first step, and with each {@link #step} for
 * the next. Call that after the optimizer's, once a step or once an epoch, whichever the schedule counts.
 */
public final class Scheduler implements Stateful {
  private final Optimizer optimizer;
  private final List<Schedule> schedules;
  private long steps;

  /**
   * A scheduler.
   *
   * @param schedules one for all groups of parameters, or one for each
   * @throws IllegalArgumentException if there is another number of them, one is null, or a schedule gives a negative rate or NaN
   */
  public Scheduler(Optimizer optimizer, Schedule... schedules) {
    for (int i = 0; i < schedules.length; i++) {
      Checks.require(schedules[i] != null, "Schedule " + i, "one such as Schedule.cosine(1000, 0)", "null");
    }
    Checks.require(schedules.length == 1 || schedules.length == optimizer.groups(), "The number of schedules",
        "1 or one for each of the " + optimizer.groups() + " groups", schedules.length);
    this.optimizer = optimizer;
    this.schedules = List.of(schedules);
    apply();
  }

  /**
   * Counts a step and sets the rates for the next.
   *
   * @throws IllegalArgumentException if a schedule gives a negative rate or NaN
   */
  public void step() {
    steps++;
    apply();
  }

  /** How many steps are counted. */
  public long steps() {
    return steps;
  }

  private void apply() {
    for (int group = 0; group < optimizer.groups(); group++) {
      Schedule schedule = schedules.get(schedules.size() == 1 ? 0 : group);
      optimizer.setLearningRate(group, schedule.rate(optimizer.baseRate(group), steps));
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("step", States.count(steps));
    return state;
  }

  /** {@inheritDoc} Sets the rates, too. */
  @Override
  public void load(Map<String, Tensor> state) {
    States reader = new States("a Scheduler", state);
    long loaded = reader.count("step");
    reader.finish();
    steps = loaded;
    apply();
  }
}
