package dev.adjoint.nn;

import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A function without parameters, as a module. */
final class Step extends Module {
  private final String name;
  private final UnaryOperator<Tensor> f;

  Step(String name, UnaryOperator<Tensor> f) {
    this.name = name;
    this.f = Objects.requireNonNull(f, () -> name + ": the function is null; expected one of a tensor");
  }

  @Override
  public Tensor forward(Tensor x) {
    return f.apply(x);
  }

  @Override
  public String toString() {
    return name;
  }
}
