package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Derivatives;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Jacobians, Hessians and products with them, of functions of one tensor and of several. */
public abstract class TransformCases extends WeightedCases {
  private static final Tensor[] NONE = {};

  private static Tensor[] point() {
    return new Tensor[] {Tensor.of(1.0, 2), Tensor.of(3.0, 4)};
  }

  @Test
  @DisplayName("O02 the Jacobians of (x y, x + 2 y)")
  void o02() {
    var blocks = Derivatives.of(in -> List.of(in.get(0).mul(in.get(1)), in.get(0).add(in.get(1).mul(2)))).jacobian(point());
    assertValues(blocks.get(0).get(0), 3, 0, 0, 4);
    assertValues(blocks.get(0).get(1), 1, 0, 0, 2);
    assertValues(blocks.get(1).get(0), 1, 0, 0, 1);
    assertValues(blocks.get(1).get(1), 2, 0, 0, 2);
    assertThat(blocks.get(0).get(0).shape()).isEqualTo(Shape.of(2, 2));
  }

  @Test
  @DisplayName("O03 the Hessians of the sum of x^2 y")
  void o03() {
    var blocks = Derivatives.ofOne(in -> in.get(0).pow(2).mul(in.get(1)).sum()).hessian(point());
    assertValues(blocks.get(0).get(0), 6, 0, 0, 8);
    assertValues(blocks.get(0).get(1), 2, 0, 0, 4);
    assertValues(blocks.get(1).get(0), 2, 0, 0, 4);
    assertValues(blocks.get(1).get(1), 0, 0, 0, 0);
  }

  @Test
  @DisplayName("O04, O05 products of row sums")
  void o04() {
    Tensor x = Tensor.of(new double[][] {{0, 1}, {2, 3}});
    Adjoint.Vjp vjp = Adjoint.vjp(t -> t.sum(1), x);
    assertValues(vjp.value(), 1, 5);
    assertValues(vjp.pullback().apply(Tensor.of(1.0, 10)), 1, 1, 10, 10);
    Adjoint.Jvp jvp = Adjoint.jvp(t -> t.sum(1), x, Tensor.onesLike(x));
    assertValues(jvp.value(), 1, 5);
    assertValues(jvp.tangent(), 2, 2);
  }

  @Test
  @DisplayName("O06 a cotangent may be left out for one element, and for no more")
  void o06() {
    Derivatives f = Derivatives.ofOne(in -> in.get(0).mul(in.get(1)).sum());
    assertValues(f.vjp(point()).pull().get(0), 3, 4);
    assertThatThrownBy(() -> Derivatives.ofOne(in -> in.get(0).mul(2)).vjp(point()).pull())
        .isInstanceOf(AutogradException.class).hasMessageContainingAll("output 0", "[2]");
  }

  @Test
  @DisplayName("O08, O09, O11 what does not depend on an input: zeros, or errors where strictness was asked for")
  void o08() {
    Derivatives detached = Derivatives.ofOne(in -> in.get(0).detach().mul(in.get(1).detach()));
    assertValues(detached.jacobian(point()).getFirst().getFirst(), 0, 0, 0, 0);
    assertValues(detached.vjp(point()).pull(Tensor.of(1.0, 1)).get(1), 0, 0);
    assertThatThrownBy(() -> detached.strict().jacobian(point())).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("Output 0", "does not require");
    assertThatThrownBy(() -> detached.strict().vjp(point()).pull(Tensor.of(1.0, 1))).hasMessageContaining("Output 0");
    assertThatThrownBy(() -> detached.strict().jvp(List.of(point()), List.of(point()))).hasMessageContaining("Output 0");
    Derivatives second = Derivatives.ofOne(in -> in.get(1).mul(2));
    assertValues(second.jacobian(point()).getFirst().getFirst(), 0, 0, 0, 0);
    assertThatThrownBy(() -> second.strict().jacobian(point())).isInstanceOf(AutogradException.class)
        .hasMessageContaining("independent of input 0");
    Derivatives linear = Derivatives.ofOne(in -> in.get(0).add(in.get(1)).sum());
    assertValues(linear.hessian(point()).get(0).get(1), 0, 0, 0, 0);
    assertThatThrownBy(() -> linear.strict().hessian(point())).isInstanceOf(AutogradException.class)
        .hasMessageContaining("does not require");
  }

  @Test
  @DisplayName("O10 Hessians are of one output of one element, of any shape")
  void o10() {
    assertThatThrownBy(() -> Adjoint.hessian(x -> x.mul(2), Tensor.of(1.0, 2))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("[2]");
    assertThatThrownBy(() -> Derivatives.of(in -> List.of(in.get(0).sum(), in.get(0).sum())).hessian(point()))
        .isInstanceOf(AutogradException.class).hasMessageContaining("[[], []]");
    assertValues(Adjoint.hessian(x -> x.pow(2).sum().reshape(1, 1, 1), Tensor.of(1.0, 2)), 2, 0, 0, 2);
    assertValues(Derivatives.ofOne(in -> in.get(0).pow(2).sum().reshape(1, 1, 1)).hessian(point()[0]).get(0).get(0), 2, 0, 0,
        2);
  }

  @Test
  @DisplayName("O12 the Hessian times a vector, from either side")
  void o12() {
    UnaryOperator<Tensor> f = x -> x.pow(3).sum();
    Tensor x = Tensor.of(1.0, 2);
    Tensor v = Tensor.of(1.0, 1);
    assertValues(f.apply(x), 9);
    assertValues(Adjoint.hvp(f, x, v), 6, 12);
    assertValues(Adjoint.vhp(f, x, v), 6, 12);
    Derivatives g = Derivatives.ofOne(in -> in.get(0).pow(2).mul(in.get(1)).sum());
    List<Tensor> vectors = List.of(Tensor.of(1.0, 10), Tensor.of(100.0, 1000));
    for (List<Tensor> products : List.of(g.hvp(List.of(point()), vectors), g.vhp(List.of(point()), vectors))) {
      assertValues(products.get(0), 6 + 200, 80 + 4000);
      assertValues(products.get(1), 2, 40);
    }
  }

  @Test
  @DisplayName("O14, O15 in noGrad, and with inputs that are tracked")
  void o14() {
    UnaryOperator<Tensor> square = x -> x.pow(2);
    Tensor x = leaf64(1, 2);
    try (var _ = Adjoint.noGrad()) {
      Tensor plain = Adjoint.jacobian(square, x);
      assertValues(plain, 2, 0, 0, 4);
      assertThat(plain.requiresGrad()).isFalse();
    }
    Tensor tracked = Adjoint.jacobian(square, x);
    assertThat(tracked.requiresGrad()).isTrue();
    assertThat(Derivatives.ofOne(in -> in.get(0).pow(2)).jacobian(x).get(0).get(0).requiresGrad()).isTrue();
    assertThat(Adjoint.jacobian(square, x.detach()).requiresGrad()).isFalse();
    assertThat(x.grad()).isNull();
    tracked.sum().backward();
    assertValues(x.grad(), 2, 2);
  }

  @Test
  @DisplayName("O16 outputs that are inputs: zeros of the right shape")
  void o16() {
    Tensor x = Tensor.of(new double[][] {{1, 2}});
    Tensor y = Tensor.of(3.0);
    var blocks = Derivatives.of(in -> List.of(in.get(0), in.get(1), in.get(0))).jacobian(x, y);
    assertThat(blocks).hasSize(3);
    assertThat(blocks.get(0).get(1).shape()).isEqualTo(Shape.of(1, 2, 1));
    assertValues(blocks.get(0).get(1), 0, 0);
    assertThat(blocks.get(1).get(0).shape()).isEqualTo(Shape.of(1, 1, 2));
    assertValues(blocks.get(1).get(1), 1);
    assertValues(blocks.get(2).get(0), 1, 0, 0, 1);
    assertThat(Derivatives.ofOne(in -> in.get(0).narrow(0, 0, 0)).jacobian(y).get(0).get(0).shape())
        .isEqualTo(Shape.of(0, 1));
    assertThat(Derivatives.of(in -> List.of()).jacobian(NONE)).isEmpty();
  }

  @Test
  @DisplayName("O17 forward mode of two outputs of two inputs")
  void o17() {
    Derivatives f = Derivatives.of(in -> List.of(in.get(0).mul(2).add(in.get(1).mul(3)), in.get(0).mul(in.get(1))));
    Tensor e0 = Tensor.of(1.0, 0);
    List<Tensor> tangents = f.jvp(List.of(point()), List.of(e0, e0)).tangents();
    assertValues(tangents.get(0), 5, 0);
    assertValues(tangents.get(1), 4, 0);
    assertValues(f.jvp(List.of(point()), Arrays.asList(e0, null)).tangents().get(1), 3, 0);
  }

  @Test
  @DisplayName("O18 a product is differentiable in the point and in the cotangent")
  void o18() {
    Tensor x = leaf64(1, 2);
    Tensor v = leaf64(1, 1);
    Tensor product = Adjoint.vjp((Tensor t) -> t.pow(2), x).pullback().apply(v);
    List<Tensor> slopes = Adjoint.grad(product.sum(), x, v);
    assertValues(slopes.get(0), 2, 2);
    assertValues(slopes.get(1), 2, 4);
  }

  @Test
  @DisplayName("O20, O21 a quadratic form; an outer product, in reverse and forward mode")
  void o20() {
    Tensor h = Tensor.of(new double[][] {{1, 2}, {3, 4}});
    assertValues(Adjoint.hessian(x -> x.dot(h.matmul(x)), Tensor.of(1.0, 2)), 2, 5, 5, 8);
    Tensor x = Tensor.of(1.0, 2);
    Tensor jacobian = Adjoint.jacobian(t -> t.outer(t), x);
    assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 2, 2));
    for (int j = 0; j < 2; j++) {
      Tensor unit = Tensor.of(j == 0 ? 1.0 : 0, j);
      assertValues(Adjoint.jvp(t -> t.outer(t), x, unit).tangent(), jacobian.select(2, j).toDoubleArray());
    }
  }

  @Test
  @DisplayName("O22 the Gauss-Newton product equals the explicit one")
  void o22() {
    Tensor a = Tensor.of(new double[][] {{0.5, -1}, {2, 0.25}, {1, 1}});
    UnaryOperator<Tensor> f = x -> a.matmul(x).tanh();
    Tensor x = Tensor.of(0.3, -0.7);
    Tensor v = Tensor.of(1.0, 2);
    Tensor h = Tensor.of(new double[][] {{2, 1, 0}, {1, 3, 0}, {0, 0, 1}});
    Tensor product = Adjoint.vjp(f, x).pullback().apply(h.matmul(Adjoint.jvp(f, x, v).tangent()));
    Tensor j = Adjoint.jacobian(f, x);
    assertValues(product, j.t().matmul(h).matmul(j).matmul(v).toDoubleArray());
  }

  @Test
  @DisplayName("O26, O27 tangents and cotangents of another number, type or shape")
  void o26() {
    Derivatives f = Derivatives.ofOne(in -> in.get(0).mul(in.get(1)));
    List<Tensor> inputs = List.of(point());
    Tensor one = Tensor.of(1.0, 1);
    assertThatThrownBy(() -> f.jvp(inputs, List.of(one))).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("2 inputs", "1 tangents");
    for (Tensor wrong : List.of(Tensor.of(1.0), Tensor.of(1f, 1))) {
      assertThatThrownBy(() -> f.jvp(inputs, List.of(one, wrong))).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("tangent", "float64[2]");
      assertThatThrownBy(() -> f.vjp(point()).pull(wrong)).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("cotangent", "float64[2]");
      assertThatThrownBy(() -> Adjoint.vjp(x -> x.mul(2), one).pullback().apply(wrong)).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("cotangent", "float64[2]");
      assertThatThrownBy(() -> Adjoint.jvp(x -> x.mul(2), one, wrong)).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("tangent", "float64[2]");
    }
    assertThatThrownBy(() -> f.vjp(point()).pull(one, one)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("1 outputs", "2 cotangents");
  }
}
