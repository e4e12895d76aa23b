package dev.adjoint.nn.models;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A multilayer perceptron: products with an activation between them, from {@code [.., first width]} to {@code [.., last width]}.
 * Its parts are {@code 0}, {@code 1}, ..., as those of PyTorch's {@code Sequential(Linear, activation, Linear, ..)}: the
 * products have the even numbers.
 */
public final class Mlp extends Module {
  private final List<Module> steps = new ArrayList<>();
  private final String text;

  /**
   * With relu: {@code new Mlp(Key.of(1), 784, 256, 10)}.
   *
   * @param widths of the input, of what is between products, and of the output
   * @throws IllegalArgumentException if there are fewer than two widths, or one is less than 1
   */
  public Mlp(Key key, int... widths) {
    this(key, Tensor::relu, widths);
  }

  /** With another activation, such as {@code Tensor::tanh}; otherwise as {@link #Mlp(Key, int...)}. */
  public Mlp(Key key, UnaryOperator<Tensor> activation, int... widths) {
    Objects.requireNonNull(key, "Mlp: the key is null; expected one such as Key.of(1)");
    text = "Mlp" + Arrays.toString(widths);
    if (widths.length < 2 || Arrays.stream(widths).anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "An Mlp takes two or more widths of 1 or more, the input's first and the output's last; given "
              + Arrays.toString(widths));
    }
    for (int i = 0; i + 1 < widths.length; i++) {
      if (i > 0) {
        step(Sequential.step(activation));
      }
      step(new Linear(widths[i], widths[i + 1], key.fold(i)));
    }
  }

  private void step(Module module) {
    steps.add(part(Integer.toString(steps.size()), module));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Module step : steps) {
      y = step.apply(y);
    }
    return y;
  }

  @Override
  public String toString() {
    return text;
  }
}
