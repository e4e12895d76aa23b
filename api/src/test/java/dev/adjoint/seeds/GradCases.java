package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.GradOptions;
import dev.adjoint.GradOptions.Unused;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gradients as values: of tensors towards tensors, and of functions. */
public abstract class GradCases extends WeightedCases {
  private static List<@Nullable Tensor> grad(Tensor y, GradOptions options, Tensor... inputs) {
    return Adjoint.grad(List.of(y), List.of(inputs), Collections.singletonList(null), options);
  }

  @Test
  @DisplayName("E01, E02, E03 an input that is not used: an error that names it, null, or zeros")
  void e01() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    assertThatThrownBy(() -> Adjoint.grad(x.mul(2).sum(), x, y)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("input 1", "float32[2]", "unused(NULL)", "unused(ZEROS)");
    List<@Nullable Tensor> nulls = grad(x.mul(2).sum(), GradOptions.DEFAULT.unused(Unused.NULL), x, y);
    assertValues(nulls.get(0), 2, 2);
    assertThat(nulls.get(1)).isNull();
    List<@Nullable Tensor> zeros = grad(x.mul(2).sum(), GradOptions.DEFAULT.unused(Unused.ZEROS), x, y);
    assertValues(zeros.get(0), 2, 2);
    assertValues(zeros.get(1), 0, 0);
    assertThat(zeros.get(1).requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("E05, E07 no inputs; an output without history")
  void e05() {
    Tensor x = leaf(1);
    assertThatThrownBy(() -> Adjoint.grad(x.mul(2))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("cannot be empty");
    assertThatThrownBy(() -> Adjoint.grad(Tensor.of(1), x)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("Output 0");
  }

  @Test
  @DisplayName("E08, E09, E10 an input twice; a tensor towards itself; gradients of leaves are left alone")
  void e08() {
    Tensor x = leaf(1, 2);
    List<Tensor> both = Adjoint.grad(x.pow(2).sum(), x, x);
    assertValues(both.get(0), 2, 4);
    assertValues(both.get(1), 2, 4);
    Tensor one = leaf(7);
    assertValues(Adjoint.grad(one, one).getFirst(), 1);
    Tensor y = one.mul(2);
    assertValues(Adjoint.grad(y, y).getFirst(), 1);
    assertThat(x.grad()).isNull();
    assertThat(one.grad()).isNull();
  }

  @Test
  @DisplayName("E11 towards an intermediate and a leaf at once")
  void e11() {
    Tensor x = leaf(1, 2);
    Tensor h = x.mul(2);
    List<Tensor> both = Adjoint.grad(h.pow(2).sum(), h, x);
    assertValues(both.get(0), 4, 8);
    assertValues(both.get(1), 8, 16);
  }

  @Test
  @DisplayName("E13, E14 a branch that leads to no input is not run")
  void e13() {
    SimpleFunction bomb = Adjoint.custom(in -> in[0].mul(1), (in, out, g) -> {
      throw new IllegalStateException("must not run");
    });
    Tensor x = leaf(2);
    Tensor y = leaf(3);
    assertValues(Adjoint.grad(x.mul(x).add(bomb.apply(y)), x).getFirst(), 4);
    assertThat(grad(bomb.apply(y), GradOptions.DEFAULT.unused(Unused.NULL), x).getFirst()).isNull();
  }

  @Test
  @DisplayName("E15 before and after a change in place, each with its own gradient")
  void e15() {
    Tensor root = leaf(1, 2);
    Tensor x = root.mul(1);
    x.muli(2);
    Tensor y = x.mul(3).sum();
    assertValues(grad(y, GradOptions.DEFAULT.retainingGraph(), x).getFirst(), 3, 3);
    assertValues(Adjoint.grad(y, root).getFirst(), 6, 6);
  }

  @Test
  @DisplayName("E19 the value, and gradients towards chosen arguments in the order asked for")
  void e19() {
    var linear = Adjoint.valueAndGrads(in -> in.get(0).add(in.get(1).mul(2)).add(in.get(2).mul(3)), 2, 0);
    var found = linear.apply(List.of(Tensor.of(1.0), Tensor.of(1.0), Tensor.of(1.0)));
    assertValues(found.value(), 6);
    assertValues(found.grads().get(0), 3);
    assertValues(found.grads().get(1), 1);
  }

  @Test
  @DisplayName("E20 a value besides goes out of the function by itself, without a graph")
  void e20() {
    Tensor[] aside = new Tensor[1];
    Tensor slope = Adjoint.grad((Tensor x) -> {
      aside[0] = x.pow(2).detach();
      return x.pow(3);
    }).apply(Tensor.of(3.0));
    assertValues(slope, 27);
    assertValues(aside[0], 9);
    assertThat(aside[0].requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("E21, E22 constant functions and the identity")
  void e21() {
    assertValues(Adjoint.grad((Tensor x) -> Tensor.of(3.0)).apply(Tensor.of(1.0, 2)), 0, 0);
    UnaryOperator<Tensor> identity = x -> x;
    assertValues(Adjoint.grad(identity).apply(Tensor.of(5.0)), 1);
    assertValues(Adjoint.grad(Adjoint.grad(identity)).apply(Tensor.of(5.0)), 0);
  }

  @Test
  @DisplayName("E23, E25 (x + sin x^2) x, and a branch on a value")
  void e23() {
    UnaryOperator<Tensor> f = x -> x.add(x.pow(2).sin()).mul(x);
    assertThat(Adjoint.grad(f).apply(Tensor.of(1.3)).item()).isCloseTo(3.190948746871,
        org.assertj.core.api.Assertions.within(1e-6));
    assertValues(Adjoint.grad((Tensor x) -> x.item() != 0 ? x.pow(2) : x).apply(Tensor.of(2.0)), 4);
  }

  @Test
  @DisplayName("E26 detach() stops a gradient")
  void e26() {
    Tensor x = leaf64(2);
    Tensor p = leaf64(2);
    Tensor y = x.pow(2).detach().mul(p);
    List<@Nullable Tensor> found = grad(y, GradOptions.DEFAULT.unused(Unused.ZEROS), x, p);
    assertValues(found.get(0), 0);
    assertValues(found.get(1), 4);
  }
}
