package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.CustomFunction;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Sequential;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The PyTorch guide: G1 to G11. */
public abstract class GuideCases extends OnBackend {
  private static Tensor z(Tensor x, Tensor y) {
    return x.mul(y).add(x.pow(2));
  }

  @Test
  void g1_theNodesAreVisible() {
    Tensor z = z(leaf(2), leaf(3));
    assertValues(z, 10);
    assertThat(z.gradFn().name()).isEqualTo("add");
    assertThat(z.gradFn().next()).extracting(edge -> edge.node().name()).containsExactly("mul", "pow");
  }

  @Test
  void g2_g3_gradientsAddUpUntilCleared() {
    Tensor x = leaf(2);
    Tensor y = leaf(3);
    z(x, y).backward();
    assertValues(x.grad(), 7);
    assertValues(y.grad(), 2);
    z(x, y).backward();
    assertValues(x.grad(), 14);
    x.clearGrad();
    z(x, y).backward();
    assertValues(x.grad(), 7);
  }

  @Test
  void g4_aPolynomial() {
    Tensor x = leaf(2);
    x.pow(2).add(x.mul(2)).add(1).backward();
    assertValues(x.grad(), 6);
  }

  @Test
  void g5_aVectorSeededWithOnes() {
    Tensor x = leaf(1, 2, 3);
    Tensor y = x.pow(2);
    y.backward(Tensor.onesLike(y));
    assertValues(x.grad(), 2, 4, 6);
  }

  @Test
  void g6_noGradAndDetach() {
    Tensor x = leaf(2);
    try (var _ = Adjoint.noGrad()) {
      Tensor y = x.mul(x);
      assertThat(y.requiresGrad()).isFalse();
      assertThat(y.isLeaf()).isTrue();
    }
    Tensor y = x.mul(x);
    Tensor d = y.detach();
    assertThat(d.requiresGrad()).isFalse();
    d.addi(1);
    assertValues(y, 5);
    assertThat(y.version()).isEqualTo(1);
  }

  @Test
  void g7_inferenceTensorsCannotBeSaved() {
    Tensor x = leaf(2);
    Tensor q;
    try (var _ = Adjoint.inferenceMode()) {
      q = x.mul(x);
      assertThat(q.requiresGrad()).isFalse();
    }
    assertThatThrownBy(q::version).isInstanceOf(AutogradException.class).hasMessageContaining("inference");
    assertThatThrownBy(() -> x.mul(q)).isInstanceOf(AutogradException.class).hasMessageContaining("inference")
        .hasMessageContaining("mul");
    assertThatCode(() -> x.add(q).backward()).doesNotThrowAnyException();
    assertValues(x.grad(), 1);
  }

  private static final class Cube extends CustomFunction {
    @Override
    protected Tensor[] forward(Context ctx, Tensor... in) {
      ctx.save(in[0]);
      return outputs(in[0].pow(3));
    }

    @Override
    protected Tensor[] backward(Context ctx, Tensor... g) {
      return gradients(ctx.saved(0).pow(2).mul(3).mul(g[0]));
    }
  }

  @Test
  void g8_aCustomFunction() {
    Tensor x = leaf(2);
    Tensor y = new Cube().apply(x)[0];
    assertValues(y, 8);
    assertThat(y.gradFn().name()).isEqualTo("Cube");
    y.backward();
    assertValues(x.grad(), 12);
  }

  @Test
  void g8_aCustomFunctionIsDifferentiableTwice() {
    Tensor x = Tensor.of(0.5, 2.0);
    GradCheck.DEFAULT.reverseOnly().runSecondOrder(in -> new Cube().apply(in.getFirst())[0], List.of(x));
  }

  @Test
  void g9_secondDerivativeTheRightWay() {
    Tensor x = leaf(2);
    x.pow(3).backward(Backward.createGraph());
    Tensor first = x.grad();
    assertValues(first, 12);
    assertThat(first.requiresGrad()).isTrue();
    x.clearGrad();
    first.backward();
    assertValues(x.grad(), 12);
  }

  @Test
  void g9_withoutClearingTheSecondIsAddedToTheFirst() {
    Tensor x = leaf(2);
    x.pow(3).backward(Backward.createGraph());
    x.grad().backward();
    assertValues(x.grad(), 24);
  }

  @Test
  void g10_gradientCheck() {
    Tensor x = Tensor.of(2.0);
    assertValues(Adjoint.grad((Tensor t) -> t.pow(3).add(t.pow(2).mul(2)).add(1)).apply(x), 20);
    assertThatCode(() -> GradCheck.checkSecondOrder(t -> t.pow(3).add(t.pow(2).mul(2)).add(1), x)).doesNotThrowAnyException();
  }

  @Test
  void g10_aWrongDerivativeIsShown() {
    CustomFunction wrong = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        ctx.save(in[0]);
        return outputs(in[0].pow(2));
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... g) {
        return gradients(ctx.saved(0).mul(3).mul(g[0]));
      }
    };
    assertThatThrownBy(() -> GradCheck.check(x -> wrong.apply(x)[0], Tensor.of(1.0, 2.0)))
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("numerical 4")
        .hasMessageContaining("6.0");
  }

  /** Losses that libtorch went through from the same weights; the bench module's profile peers writes the file. */
  private static Map<String, float[]> libtorch() throws IOException {
    Map<String, float[]> rows = new HashMap<>();
    try (var lines = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(GuideCases.class.getResourceAsStream("/golden/line-fit.csv")), StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
        String[] cells = line.split(",");
        float[] values = new float[cells.length - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.parseFloat(cells[i + 1]);
        }
        rows.put(cells[0], values);
      });
    }
    return rows;
  }

  @Test
  void g11_aRegressionLosesAsLibtorchDoesStepByStep() throws IOException {
    Map<String, float[]> golden = libtorch();
    Sequential net = new Sequential(new Linear(1, 10, Key.of(0)), Sequential.step(Tensor::relu), new Linear(10, 1, Key.of(1)));
    List<Tensor> parameters = net.parameters();
    try (var _ = Adjoint.noGrad()) {
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).assign(Tensor.of(golden.get("parameter" + i), parameters.get(i).shape()));
      }
    }
    Tensor x = Tensor.of(golden.get("inputs"), Shape.of(100, 1));
    Tensor y = Tensor.of(golden.get("targets"), Shape.of(100, 1));
    float[] expected = golden.get("losses");
    assertThat(expected).hasSize(100);
    for (int epoch = 0; epoch < 100; epoch++) {
      Tensor loss = Losses.mse(net.forward(x), y);
      loss.backward();
      try (var _ = Adjoint.noGrad()) {
        for (Tensor p : parameters) {
          p.subi(p.grad().mul(0.01));
          p.clearGrad();
        }
      }
      assertThat(loss.item()).as("epoch %d", epoch).isCloseTo(expected[epoch], within(1e-4 * expected[epoch]));
    }
    assertThat(expected[99]).isLessThan(expected[0] / 5);
  }

  @Test
  void hessianAndProducts() {
    Tensor x = Tensor.of(1.2, 1.0);
    UnaryOperator<Tensor> rosenbrock = p -> {
      Tensor a = p.select(0, 0);
      Tensor b = p.select(0, 1);
      return a.rsub(1).pow(2).add(b.sub(a.pow(2)).pow(2).mul(100));
    };
    assertThat(rosenbrock.apply(x).item()).isCloseTo(19.4, within(1e-9));
    assertValues(Adjoint.grad(rosenbrock).apply(x), 211.6, -88);
    assertValues(Adjoint.hessian(rosenbrock, x), 1330, -480, -480, 200);
    assertValues(Adjoint.hvp(rosenbrock, x, Tensor.of(1.0, 1.0)), 850, -280);
  }
}
