package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Updates parameters in place from their gradients. A parameter without a gradient, a frozen one for instance, stays as it is.
 *
 * <p>Parameters may fall into groups, each with its own settings and learning rate. What is remembered from step to step is on
 * the device of the parameter, and outlives scopes. To make a large batch of several small ones, call {@code backward()} for
 * each, on a loss divided by their number, and then {@link #step} once: gradients add up until {@link #zeroGrad}.
 */
public abstract sealed class Optimizer implements Stateful permits Sgd, Adam, RmsProp, Adagrad, Lion, Lbfgs {
  private final List<Slot> slots = new ArrayList<>();
  private final double[] baseRates;
  private final double[] rates;

  /**
   * An optimizer of groups.
   *
   * @throws IllegalArgumentException if there is no parameter, or one twice
   * @throws AutogradException if a parameter is no leaf
   */
  Optimizer(List<? extends ParameterGroup<?>> groups) {
    Map<Tensor, Integer> places = new IdentityHashMap<>();
    rates = new double[groups.size()];
    for (int group = 0; group < rates.length; group++) {
      rates[group] = groups.get(group).options().lr();
      for (Tensor parameter : groups.get(group).parameters()) {
        check(parameter, slots.size(), places.putIfAbsent(parameter, slots.size()));
        slots.add(new Slot(parameter, slots.size(), group));
      }
    }
    baseRates = rates.clone();
    if (slots.isEmpty()) {
      throw new IllegalArgumentException(
          "An optimizer was given no parameters; give it those of a module, or tensors that require a"
              + " gradient");
    }
  }

  /** Gradients gather in leaves alone: anything else would stay as it is without a word. */
  private static void check(Tensor parameter, int index, @Nullable Integer other) {
    if (!parameter.isLeaf()) {
      throw new AutogradException(
          "Parameter " + index + " of an optimizer, " + parameter.dtype() + parameter.shape() + " on " + parameter.device()
              + ", is no leaf: it was computed from others, and gets no gradient of its own. Move or change a tensor first,"
              + " then call detach() and requiresGrad(true) on it");
    }
    if (other != null) {
      throw new IllegalArgumentException(
          "Parameters " + other + " and " + index + " of an optimizer are the same tensor, which would be updated twice");
    }
  }

  /** The parameters of all groups, in order. */
  public final List<Tensor> parameters() {
    return slots.stream().map(slot -> slot.parameter).toList();
  }

  /** How many groups there are. */
  public final int groups() {
    return rates.length;
  }

  /**
   * The learning rate of a group as it is now.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public final double learningRate(int group) {
    checkGroup(group);
    return rates[group];
  }

  /**
   * Changes the learning rate of a group from the next step on.
   *
   * @throws IllegalArgumentException if there is no such group, or the rate is negative, infinite or NaN
   */
  public final void setLearningRate(int group, double rate) {
    checkGroup(group);
    Checks.learningRate(rate);
    rates[group] = rate;
  }

  /** Changes the learning rate of all groups; throws as {@link #setLearningRate(int, double)} does. */
  public final void setLearningRate(double rate) {
    Checks.learningRate(rate);
    Arrays.fill(rates, rate);
  }

  /**
   * The learning rate that a group was made with; a {@link Schedule} starts from it.
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public final double baseRate(int group) {
    checkGroup(group);
    return baseRates[group];
  }

  private void checkGroup(int group) {
    Checks.require(group >= 0 && group < rates.length, "A group of this optimizer", "from 0 to " + (rates.length - 1), group);
  }

  /** One update of every parameter that has a gradient. */
  public void step() {
    try (var _ = Adjoint.noGrad()) {
      for (Slot slot : slots) {
        Tensor grad = Updates.gradient(slot.parameter);
        if (grad != null) {
          slot.begin(remembered(slot.group));
          update(slot, grad, rates[slot.group]);
        }
      }
    }
  }

  /**
   * One step from gradients that are computed by the way.
   *
   * @param closure forgets gradients ({@link #zeroGrad}), computes the loss, calls {@code backward()} on it, and returns it
   * @return the loss before the step
   */
  public Tensor step(Supplier<Tensor> closure) {
    Tensor loss = closure.get();
    step();
    return loss;
  }

  /** Forgets the gradients of all parameters. */
  public final void zeroGrad() {
    slots.forEach(slot -> slot.parameter.clearGrad());
  }

  @Override
  public final Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int group = 0; group < rates.length; group++) {
      state.put("lr." + group, States.number(rates[group]));
    }
    write(state);
    return state;
  }

  @Override
  public final void load(Map<String, Tensor> state) {
    States reader = new States(
        getClass().getSimpleName() + " with " + slots.size() + " parameters in " + rates.length + " groups", state);
    double[] loaded = new double[rates.length];
    for (int group = 0; group < rates.length; group++) {
      loaded[group] = reader.number("lr." + group);
    }
    Runnable restore = read(reader);
    reader.finish();
    System.arraycopy(loaded, 0, rates, 0, rates.length);
    restore.run();
  }

  /** Adds what is remembered of the parameters. */
  void write(Map<String, Tensor> state) {
    slots.forEach(slot -> slot.write(state));
  }

  /** Reads it; what is returned takes it over. */
  Runnable read(States state) {
    List<Runnable> restore = slots.stream().map(slot -> slot.read(state, remembered(slot.group))).toList();
    return () -> restore.forEach(Runnable::run);
  }

  /** The names of the tensors that are remembered of each parameter of a group. */
  abstract List<String> remembered(int group);

  /** Changes a parameter, and what is remembered of it. */
  abstract void update(Slot slot, Tensor grad, double lr);
}
