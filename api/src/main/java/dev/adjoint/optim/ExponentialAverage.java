package dev.adjoint.optim;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Mode;
import dev.adjoint.Scope;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exponential moving averages of parameters, which often do better than the last ones (Polyak and Juditsky, 1992):
 *
 * <pre>{@code
 * optimizer.step();
 * average.update();
 * ...
 * try (var _ = average.swapIn()) {
 *   evaluate(net);
 * }
 * }</pre>
 */
public final class ExponentialAverage implements Stateful {
  private final List<Tensor> parameters;
  private final double decay;
  private final Tensor[] averages;
  private boolean isIn;

  /**
   * Begins with the parameters as they are; those of float16 are averaged in float32.
   *
   * @param decay how much of the average stays at each update: 0 or more, and less than 1
   * @throws IllegalArgumentException if the decay is out of its range
   */
  public ExponentialAverage(List<Tensor> parameters, double decay) {
    Checks.share("A decay", decay);
    this.parameters = List.copyOf(parameters);
    this.decay = decay;
    this.averages = this.parameters.stream().map(p -> States.copy(p.detach().to(p.dtype().computed()))).toArray(Tensor[]::new);
  }

  /**
   * {@code average = decay * average + (1 - decay) * parameter}, after a step.
   *
   * @throws AutogradException while the averages are in the parameters' place
   */
  public void update() {
    if (isIn) {
      throw new AutogradException(
          "An average was updated while it is in the parameters' place. Close what swapIn() returned before training goes on");
    }
    try (var _ = Adjoint.noGrad()) {
      for (int i = 0; i < averages.length; i++) {
        Updates.average(averages[i], parameters.get(i), 1 - decay);
      }
    }
  }

  /**
   * Writes the averages over the parameters until what is returned is closed, which writes back what the parameters were.
   *
   * @throws AutogradException if they are there already
   */
  public Mode swapIn() {
    if (isIn) {
      throw new AutogradException("The averages are in the parameters' place already. Close what swapIn() returned before");
    }
    List<Tensor> own = parameters.stream().map(p -> Scope.keepAlways(p.detach().copy())).toList();
    isIn = true;
    write(List.of(averages));
    return () -> {
      if (isIn) {
        isIn = false;
        write(own);
      }
    };
  }

  private void write(List<Tensor> values) {
    try (var _ = Adjoint.noGrad()) {
      for (int i = 0; i < averages.length; i++) {
        parameters.get(i).assign(values.get(i));
      }
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < averages.length; i++) {
      state.put(i + ".average", States.copy(averages[i]));
    }
    return state;
  }

  @Override
  public void load(Map<String, Tensor> state) {
    States reader = new States("an ExponentialAverage of " + averages.length + " parameters", state);
    Tensor[] loaded = new Tensor[averages.length];
    for (int i = 0; i < loaded.length; i++) {
      loaded[i] = reader.tensor(i + ".average", averages[i].shape(), averages[i].dtype(), averages[i]);
    }
    reader.finish();
    System.arraycopy(loaded, 0, averages, 0, loaded.length);
  }
}
