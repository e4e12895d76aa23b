package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.GradOptions;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gradients of gradients. */
public abstract class HigherOrderCases extends WeightedCases {
  private static final GradOptions RECORD = GradOptions.DEFAULT.creatingGraph();

  private static List<@Nullable Tensor> recorded(Tensor y, Tensor gradient, Tensor... inputs) {
    return Adjoint.grad(List.of(y), List.of(inputs), Collections.singletonList(gradient), RECORD);
  }

  @Test
  @DisplayName("D02 a gradient differentiated adds to the gradients")
  void d02() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    x.pow(2).add(y.mul(x)).add(y.pow(2)).backward(Tensor.ones(2), Backward.createGraph());
    assertValues(x.grad(), 5, 8);
    assertValues(y.grad(), 7, 10);
    x.grad().mul(2).add(y.grad()).backward(Tensor.ones(2));
    assertValues(x.grad(), 10, 13);
    assertValues(y.grad(), 11, 14);
  }

  @Test
  @DisplayName("D04, D08 without createGraph, or where nothing depends on x, a gradient is a constant")
  void d04() {
    Tensor x = leaf64(2);
    Tensor plain = Adjoint.grad(x.pow(2), x).getFirst();
    assertThat(plain.requiresGrad()).isFalse();
    assertThatThrownBy(() -> Adjoint.grad(plain, x)).isInstanceOf(AutogradException.class).hasMessageContaining("Output 0");
    Tensor slope = recorded(x.mul(3), Tensor.of(1.0), x).getFirst();
    assertValues(slope, 3);
    assertThat(slope.requiresGrad()).isFalse();
  }

  @Test
  @DisplayName("D05 the gradient that was given is differentiable itself")
  void d05() {
    Tensor x = leaf64(3);
    Tensor v = leaf64(1);
    List<Tensor> second = Adjoint.grad(recorded(x.mul(x), v, x).getFirst(), v, x);
    assertValues(second.get(0), 6);
    assertValues(second.get(1), 2);
  }

  @Test
  @DisplayName("D06 a gradient penalty")
  void d06() {
    Tensor x = leaf64(2);
    Tensor slope = recorded(x.mul(x.sin()), Tensor.of(1.0), x).getFirst();
    assertThat(Adjoint.grad(slope.sub(1).pow(2), x).getFirst().item()).isCloseTo(4.893520318925481,
        org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  @DisplayName("D07 a product of matrices, differentiated in the gradient that was given")
  void d07() {
    Tensor x = Tensor.full(Shape.of(3, 3), 2, dev.adjoint.DType.FLOAT64).requiresGrad(true);
    Tensor y = Tensor.full(Shape.of(3, 3), 2, dev.adjoint.DType.FLOAT64).requiresGrad(true);
    Tensor given = Tensor.full(Shape.of(3, 3), 1, dev.adjoint.DType.FLOAT64).requiresGrad(true);
    Tensor product = x.matmul(y);
    assertThat(product.toDoubleArray()).containsOnly(12);
    Tensor slope = recorded(product, given, x).getFirst();
    assertThat(slope.toDoubleArray()).containsOnly(6);
    slope.sum().backward();
    assertThat(y.grad().toDoubleArray()).containsOnly(3);
    assertThat(given.grad().toDoubleArray()).containsOnly(6);
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("D10 the square of a gradient towards an intermediate")
  void d10() {
    Tensor x = leaf64(2);
    Tensor u = x.mul(2);
    Tensor slope = recorded(u.pow(2), Tensor.of(1.0), u).getFirst();
    assertValues(Adjoint.grad(slope.pow(2), x).getFirst(), 64);
  }

  @Test
  @DisplayName("D11 three derivatives of sin(sin x + sin x)")
  void d11() {
    UnaryOperator<Tensor> f = x -> x.sin().add(x.sin()).sin();
    UnaryOperator<Tensor> first = Adjoint.grad(f);
    UnaryOperator<Tensor> second = Adjoint.grad(first);
    Tensor x = Tensor.of(0.5);
    assertValues(f.apply(x), 0.8185320976);
    assertValues(first.apply(x), 1.0082735527);
    assertValues(second.apply(x), -3.0723961070);
    assertValues(Adjoint.grad(second).apply(x), 0.0182603524);
  }

  @Test
  @DisplayName("D12, D13 mixed derivatives, in either order")
  void d12() {
    Tensor x = leaf64(1);
    Tensor y = leaf64(2);
    Tensor f = x.pow(2).mul(y.pow(3));
    Tensor one = Tensor.of(1.0);
    List<@Nullable Tensor> first = recorded(f, one, x, y);
    assertValues(recorded(first.get(0), one, y).getFirst(), 24);
    assertValues(recorded(first.get(1), one, x).getFirst(), 24);
    Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}}).requiresGrad(true);
    Tensor b = Tensor.of(new double[][] {{-2, 3}, {-1, 2}}).requiresGrad(true);
    Tensor c = Tensor.of(new double[][] {{0, 3}, {5, -1}}).requiresGrad(true);
    Tensor slope = recorded(a.pow(2).mul(b).mul(c).sum(), Tensor.scalar(1.0), a).getFirst();
    List<Tensor> mixed = Adjoint.grad(slope.sum(), b, c);
    assertValues(mixed.get(0), 0, 12, 30, -8);
    assertValues(mixed.get(1), -4, 12, -6, 16);
  }

  @Test
  @DisplayName("D16 the gradient of a loss with a gradient in it grows with each pass")
  void d16() {
    Tensor x = leaf64(1, 2);
    Tensor slope = recorded(x.pow(3).sum(), Tensor.scalar(1.0), x).getFirst();
    Tensor loss = slope.pow(2).add(x.pow(2)).mean();
    for (int k = 1; k <= 6; k++) {
      loss.backward(Backward.retainGraph());
      // The mean over two elements of 9 x^4 + x^2.
      assertValues(x.grad(), k * (36 + 2) / 2.0, k * (36 * 8 + 4) / 2.0);
    }
  }

  @Test
  @DisplayName("D18 second derivatives where the first is constant in pieces")
  void d18() {
    for (var row : List.<UnaryOperator<Tensor>>of(Tensor::abs, Tensor::relu, x -> x.clamp(-5, 5))) {
      for (double at : new double[] {0, 2}) {
        assertValues(Adjoint.grad(Adjoint.grad(row)).apply(Tensor.of(at)), 0);
      }
    }
  }

  @Test
  @DisplayName("B27 steps along a gradient that is recorded")
  void b27() {
    Tensor x0 = leaf64(1, 2);
    Tensor y = leaf64(3, 4);
    Tensor x = x0;
    for (int i = 0; i < 5; i++) {
      Tensor f = x.pow(2).add(x.mul(y)).add(y.pow(2)).sum();
      Tensor slope = recorded(f, Tensor.scalar(1.0), x).getFirst();
      double[] at = x.toDoubleArray();
      assertValues(slope, 2 * at[0] + 3, 2 * at[1] + 4);
      x = x.add(slope.mul(0.05));
    }
    x.sum().backward();
    assertValues(x0.grad(), Math.pow(1.1, 5), Math.pow(1.1, 5));
    assertThat(y.grad()).isNotNull();
  }
}
