package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Modules one after the other, named {@code 0}, {@code 1}, ... */
public final class Sequential extends Module {
  private final List<Module> steps;

  /** The modules in order. */
  public Sequential(Module... steps) {
    this(List.of(steps));
  }

  /** The modules in order. */
  public Sequential(List<Module> steps) {
    this.steps = List.copyOf(steps);
    for (int i = 0; i < this.steps.size(); i++) {
      part(Integer.toString(i), this.steps.get(i));
    }
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
