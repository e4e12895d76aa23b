package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * L-BFGS (Nocedal and Wright, 2006, algorithms 7.4 and 7.5) for losses that are the same at each evaluation: the curvature
 * comes from the last changes of the gradient. A step is up to {@link LbfgsOptions#iterations} iterations, each of which
 * evaluates the loss at least once, so that it takes a closure. Keeps {@code 2 * history} copies of all parameters.
 */
public final class Lbfgs extends Optimizer {
  /** A change of the gradient with less curvature than this is left out. */
  private static final double LEAST_CURVATURE = 1e-10;

  private final LbfgsOptions options;
  private final List<Tensor> parameters;
  private final int size;
  private CurvatureHistory history;
  private @Nullable Last last;
  /** Where the last iteration of a step without a search began, as long as nothing was computed where it led. */
  private @Nullable List<Tensor> unseen;

  /** The iteration before: its direction, how far it went, and what it began with. */
  private record Last(long iterations, Tensor direction, double length, Tensor gradient) {}

  /**
   * With a length of steps and {@link LbfgsOptions#DEFAULT}.
   *
   * @throws IllegalArgumentException if there are no parameters, one twice, or a setting is out of its range
   * @throws AutogradException if a parameter is no leaf
   * @throws DTypeException if the parameters are not all of one type and on one device
   */
  public Lbfgs(List<Tensor> parameters, double lr) {
    this(parameters, LbfgsOptions.DEFAULT.lr(lr));
  }

  /** With settings; throws as {@link #Lbfgs(List, double)} does. */
  public Lbfgs(List<Tensor> parameters, LbfgsOptions options) {
    super(List.of(new ParameterGroup<>(parameters, options)));
    this.options = options;
    this.parameters = parameters();
    this.history = new CurvatureHistory(options.history());
    Tensor first = this.parameters.getFirst();
    int elements = 0;
    for (Tensor parameter : this.parameters) {
      if (parameter.dtype() != first.dtype() || !parameter.device().equals(first.device()) || parameter.dtype().isHalf()) {
        throw new DTypeException(
            "Lbfgs takes parameters that are all float32 or all float64, on one device; given " + first.dtype() + " on "
                + first.device() + " and " + parameter.dtype() + " on " + parameter.device());
      }
      elements += parameter.size();
    }
    this.size = elements;
  }

  /**
   * Not possible: each step evaluates the loss several times.
   *
   * @throws AutogradException always
   */
  @Override
  public void step() {
    throw new AutogradException(
        "Lbfgs evaluates the loss several times a step; given no way to. Call step(closure), with a closure that calls"
            + " zeroGrad(), computes the loss, calls backward() on it and returns it");
  }

  /**
   * {@inheritDoc}
   *
   * @throws AdjointException if the loss or its gradient is infinite or NaN at the beginning or after an iteration: the
   *     parameters are then as they were before it. A line search takes a place with such a loss for too far, and goes back.
   *     Without one, nothing is computed after the last iteration of a step: the next step finds that it led to no number, and
   *     takes it back, if the parameters are still where it led
   */
  @Override
  public Tensor step(Supplier<Tensor> closure) {
    Tensor first = Objects.requireNonNull(closure, "Lbfgs: the closure is null; expected one that returns the loss").get();
    checkEvaluated(first);
    LineSearch.Point here = new LineSearch.Point(first.item(), gradient());
    checkBeginning(here);
    int evaluations = 1;
    for (int iteration = 1; iteration <= options.iterations(); iteration++) {
      if (here.gradient().abs().max().item() <= options.gradientTolerance()) {
        break;
      }
      Tensor direction = direction(here.gradient());
      double slope = dot(here.gradient(), direction);
      double length = last == null
          ? Math.min(1, 1 / here.gradient().abs().sum().item()) * learningRate(0)
          : learningRate(0);
      long iterations = last == null ? 1 : last.iterations + 1;
      if (slope > -options.changeTolerance()) {
        remember(iterations, direction, length, here.gradient());
        break;
      }
      LineSearch.Point before = here;
      List<Tensor> start = parameters.stream().map(parameter -> parameter.detach().copy()).toList();
      if (options.strongWolfe()) {
        LineSearch.Result found =
            new LineSearch(at -> evaluate(closure, start, direction, at), direction).from(here, slope, length);
        length = found.length();
        here = found.point();
        evaluations += found.evaluations();
        move(direction, length);
        remember(iterations, direction, length, before.gradient());
      } else {
        move(direction, length);
        // Before the closure, which may throw: what is remembered belongs to where the parameters are.
        remember(iterations, direction, length, before.gradient());
        if (iteration < options.iterations()) {
          here = new LineSearch.Point(closure.get().item(), gradient());
          evaluations++;
        } else {
          unseen = start.stream().map(Scope::keepAlways).toList();
        }
      }
      try {
        checkFinite(here, "after iteration " + iteration + " with the rate " + learningRate(0));
      } catch (AdjointException e) {
        restore(start);
        remember(iterations, direction, 0, before.gradient());
        throw e;
      }
      boolean still = direction.abs().max().item() * length <= options.changeTolerance()
          || Math.abs(here.loss() - before.loss()) < options.changeTolerance();
      if (evaluations >= mostEvaluations() || still) {
        break;
      }
    }
    return first;
  }

  private int mostEvaluations() {
    return options.evaluations() > 0 ? options.evaluations() : options.iterations() * 5 / 4;
  }

  private Tensor direction(Tensor gradient) {
    Last before = last;
    if (before == null) {
      return gradient.neg();
    }
    Tensor change = gradient.sub(before.gradient);
    Tensor step = before.direction.mul(before.length);
    double curvature = dot(change, step);
    if (curvature > LEAST_CURVATURE) {
      history.add(change, step, curvature);
    }
    return history.direction(gradient);
  }

  private void remember(long iterations, Tensor direction, double length, Tensor gradient) {
    last = new Last(iterations, Scope.keepAlways(direction), length, Scope.keepAlways(gradient));
  }

  static double dot(Tensor a, Tensor b) {
    return a.dot(b).item();
  }

  /** The loss at a place along the direction; then, or if it throws, the parameters are where they were at the start. */
  private LineSearch.Point evaluate(Supplier<Tensor> closure, List<Tensor> start, Tensor direction, double length) {
    move(direction, length);
    try {
      return new LineSearch.Point(closure.get().item(), gradient());
    } finally {
      restore(start);
    }
  }

  private void restore(List<Tensor> start) {
    try (var _ = Adjoint.noGrad()) {
      for (int i = 0; i < start.size(); i++) {
        parameters.get(i).assign(start.get(i));
      }
    }
  }

  private void checkEvaluated(@Nullable Tensor loss) {
    if (loss == null || loss.size() != 1) {
      throw new AutogradException("Lbfgs: the closure returned " + (loss == null ? "null" : loss.shape().toString())
          + "; expected the loss, of one element");
    }
    if (parameters.stream().allMatch(parameter -> parameter.grad() == null)) {
      throw new AutogradException(
          "Lbfgs: no parameter has a gradient after the closure; expected it to call zeroGrad(), to compute the loss of the"
              + " parameters, to call backward() on it and to return it");
    }
  }

  private void checkBeginning(LineSearch.Point here) {
    List<Tensor> before = unseen;
    unseen = null;
    try {
      checkFinite(here, "at the beginning of a step");
    } catch (AdjointException e) {
      if (before != null && last != null && takeBack(before, last)) {
        checkFinite(here, "where the last iteration of the step before led");
      }
      throw e;
    }
  }

  /** Goes back to where the last iteration began, if the parameters are where it led: they may have been set since. */
  private boolean takeBack(List<Tensor> start, Last led) {
    List<Tensor> here = parameters.stream().map(parameter -> parameter.detach().copy()).toList();
    restore(start);
    move(led.direction, led.length);
    for (int i = 0; i < here.size(); i++) {
      if (!Arrays.equals(parameters.get(i).detach().toDoubleArray(), here.get(i).toDoubleArray())) {
        restore(here);
        return false;
      }
    }
    restore(start);
    remember(led.iterations, led.direction, 0, led.gradient);
    return true;
  }

  /** From a place without numbers every direction leads to none. */
  private void checkFinite(LineSearch.Point point, String when) {
    boolean finiteLoss = Double.isFinite(point.loss());
    if (!finiteLoss || point.gradient().isFinite().all().item() == 0) {
      throw new AdjointException(
          "Lbfgs: the " + (finiteLoss ? "gradient is not finite" : "loss is " + point.loss()) + " " + when
              + "; expected finite numbers. The parameters are as they were before. Begin elsewhere, or take a smaller"
              + " lr" + (options.strongWolfe() ? "" : ", or search along each direction with strongWolfe(true)"));
    }
  }

  /** All gradients in a row, 0 where there is none. */
  private Tensor gradient() {
    Tensor[] rows = new Tensor[parameters.size()];
    for (int i = 0; i < rows.length; i++) {
      Tensor grad = parameters.get(i).grad();
      rows[i] = (grad == null ? Tensor.zerosLike(parameters.get(i).detach()) : grad.detach()).flatten();
    }
    return rows.length == 1 ? rows[0].copy() : Tensor.concat(0, rows);
  }

  private void move(Tensor direction, double length) {
    try (var _ = Adjoint.noGrad()) {
      int from = 0;
      for (Tensor parameter : parameters) {
        Tensor part = direction.narrow(0, from, parameter.size()).reshape(parameter.shape().toArray());
        Updates.descend(parameter, part, -length);
        from += parameter.size();
      }
    }
  }

  @Override
  List<String> remembered(int group) {
    return List.of();
  }

  @Override
  void update(Slot slot, Tensor grad, double lr) {
    throw new AssertionError("A step of Lbfgs is its own");
  }

  @Override
  void write(Map<String, Tensor> state) {
    if (last != null) {
      state.put("step", States.count(last.iterations));
      state.put("direction", States.copy(last.direction));
      state.put("length", States.number(last.length));
      state.put("gradient", States.copy(last.gradient));
      history.write(state);
    }
  }

  @Override
  Runnable read(States state) {
    if (!state.has("step") && !state.has("direction")) {
      return () -> {
        unseen = null;
        last = null;
        history = new CurvatureHistory(options.history());
      };
    }
    Tensor near = parameters.getFirst();
    DType type = near.dtype();
    Shape row = Shape.of(size);
    long iterations = state.count("step");
    Tensor direction = state.tensor("direction", row, type, near);
    double length = state.number("length");
    Tensor gradient = state.tensor("gradient", row, type, near);
    CurvatureHistory loaded = CurvatureHistory.read(state, options.history(), size, near);
    return () -> {
      unseen = null;
      last = new Last(iterations, direction, length, gradient);
      history = loaded;
    };
  }
}
