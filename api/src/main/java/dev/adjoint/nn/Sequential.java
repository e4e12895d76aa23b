package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Modules one after the other, named {@code 0}, {@code 1}, ... A last layer is exchanged in a network of the same modules:
 *
 * <pre>{@code
 * List<Module> steps = net.children();
 * steps.set(steps.size() - 1, new Linear(512, 10, Key.of(2)));
 * Sequential other = new Sequential(steps);                      // the modules before it are net's
 * }</pre>
 */
public final class Sequential extends Module {
  private final List<Module> steps;

  /** The modules in order. */
  public Sequential(Module... steps) {
    this(Arrays.asList(Objects.requireNonNull(steps, "Sequential: the modules are null; expected some, or none")));
  }

  /** The modules in order. */
  public Sequential(List<Module> steps) {
    Objects.requireNonNull(steps, "Sequential: the modules are null; expected some, or none");
    for (int i = 0; i < steps.size(); i++) {
      part(Integer.toString(i), steps.get(i));
    }
    this.steps = List.copyOf(steps);
  }

  /** A step without parameters, for instance {@code Sequential.step(Tensor::relu)}; {@link Layers} has many with a name. */
  public static Module step(UnaryOperator<Tensor> f) {
    return new Step("Step", f);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Module step : steps) {
      y = step.apply(y);
    }
    return y;
  }
}
