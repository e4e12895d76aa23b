package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's own functions of one to four numbers: derivatives, launches, and how they are printed. */
class ElementwiseFunctionTest {
  @BeforeEach
  void useTheReference() {
    Backends.use("reference");
  }

  private static Tensor sample(double first, int... sizes) {
    Tensor x = Tensor.arange(Shape.of(sizes).size(), DType.FLOAT64).mul(0.17).add(first);
    return x.reshape(sizes);
  }

  private static final ElementwiseFunction ONE = Adjoint.elementwise(a -> a.mul(a.softplus().tanh()));
  private static final ElementwiseFunction TWO = Adjoint.elementwise((a, b) -> a.mul(b).sin().add(a.div(b)));
  private static final ElementwiseFunction THREE = Adjoint.elementwise((a, b, c) -> a.mul(b).add(c.exp()).square().hypot(b));
  private static final ElementwiseFunction FOUR =
      Adjoint.elementwise((a, b, c, d) -> a.mul(b).tanh().add(c.mul(d).rsub(1).atan2(a)).clamp(-9, 9).mul(d.copysign(a)));

  @Test
  void derivativesOfEveryOrderInBothModes() {
    Tensor a = sample(0.3, 2, 1);
    Tensor b = sample(0.45, 3);
    Tensor c = sample(-0.4, 2, 3);
    Tensor d = sample(0.8);
    GradCheck.DEFAULT.runSecondOrder(in -> ONE.apply(in.getFirst()), List.of(c));
    GradCheck.DEFAULT.runSecondOrder(in -> TWO.apply(in.get(0), in.get(1)), List.of(a, b));
    GradCheck.DEFAULT.runSecondOrder(in -> THREE.apply(in.get(0), in.get(1), in.get(2)), List.of(a, b, c));
    GradCheck.DEFAULT.runSecondOrder(in -> FOUR.apply(in.get(0), in.get(1), in.get(2), in.get(3)), List.of(a, b, c, d));
    Tensor third = Adjoint.grad(Adjoint.grad(Adjoint.grad(x -> ONE.apply(x)))).apply(Tensor.of(new double[] {0.5}));
    double step = 1e-4;
    double above = Adjoint.grad(Adjoint.grad(x -> ONE.apply(x))).apply(Tensor.of(new double[] {0.5 + step})).item();
    double below = Adjoint.grad(Adjoint.grad(x -> ONE.apply(x))).apply(Tensor.of(new double[] {0.5 - step})).item();
    assertThat(third.item()).isCloseTo((above - below) / (2 * step), within(1e-7));
  }

  /** The backend, counting how often its map runs. */
  private static Backend counting(Backend backend, AtomicInteger maps) {
    return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("map")) {
            maps.incrementAndGet();
          }
          try {
            return method.invoke(backend, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Test
  void oneLaunchForTheValueAndOneForEachGradient() {
    AtomicInteger maps = new AtomicInteger();
    Backend backend = counting(Tensor.of(1).backend(), maps);
    Tensor[] inputs = new Tensor[4];
    for (int i = 0; i < 4; i++) {
      inputs[i] = Tensor.wrap(backend, View.of(backend.allocate(DType.FLOAT64, 5), Shape.of(5))).requiresGrad(true);
    }
    for (ElementwiseFunction f : List.of(ONE, TWO, THREE, FOUR)) {
      int arity = List.of(ONE, TWO, THREE, FOUR).indexOf(f) + 1;
      Tensor[] some = Arrays.copyOf(inputs, arity);
      maps.set(0);
      Tensor y = f.apply(some);
      assertThat(maps).as("launches of the function of %d", arity).hasValue(1);
      Tensor seed = Tensor.onesLike(y);
      maps.set(0);
      Adjoint.grad(List.of(y), List.of(some), List.of(seed), GradOptions.DEFAULT);
      assertThat(maps).as("launches of the gradients of the function of %d", arity).hasValue(arity);
    }
  }

  @Test
  void printsItsFormulaAndItsDerivatives() {
    assertThat(Adjoint.elementwise(a -> a.mul(a.exp().log1p().tanh())))
        .hasToString("a * tanh(log1p(exp(a)))\n"
            + "d/da: tanh(log1p(exp(a))) + sigmoid(a) * (1 - tanh(log1p(exp(a))) * tanh(log1p(exp(a)))) * a");
    assertThat(Adjoint.elementwise((a, b, c) -> a.mul(b).sub(c.mul(3))))
        .hasToString("a * b - c * 3\nd/da: b\nd/db: a\nd/dc: -3");
    assertThat(Adjoint.elementwise((a, b, c, d) -> a.add(b.mul(c).floor()).mul(0.5)))
        .hasToString("(a + floor(b * c)) * 0.5\nd/da: 0.5\nd/db: 0\nd/dc: 0\nd/dd: 0");
  }

  @Test
  void nodesTellTheirFormula() {
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    ScalarFormula sigmoid = Objects.requireNonNull(Objects.requireNonNull(x.sigmoid().gradFn()).formula());
    assertThat(sigmoid.value()).isEqualTo("sigmoid(a)");
    assertThat(sigmoid.derivatives()).containsExactly("sigmoid(a) * (1 - sigmoid(a))");
    ScalarFormula product = Objects.requireNonNull(Objects.requireNonNull(x.mul(x).gradFn()).formula());
    assertThat(product).isEqualTo(new ScalarFormula("a * b", List.of("b", "a")));
    assertThat(Objects.requireNonNull(x.sum().gradFn()).formula()).isNull();
  }

  @Test
  void theNumberOfTensorsMustFit() {
    assertThatThrownBy(() -> THREE.apply(Tensor.of(1))).isInstanceOf(ShapeException.class).hasMessageContaining("takes 3");
  }
}
