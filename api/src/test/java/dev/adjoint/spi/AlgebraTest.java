package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Derivatives are as short as one would write them, and equal to what they were shortened from. */
class AlgebraTest {
  private static final Expr X = Expr.arg(0, DType.FLOAT64);
  private static final Expr G = Expr.arg(1, DType.FLOAT64);
  private static final Expr H = Expr.arg(2, DType.FLOAT64);

  private static double at(Expr e, double... arguments) {
    Elements[] inputs = new Elements[arguments.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Elements.of(DType.FLOAT64, arguments[i]);
    }
    return new ExprEvaluator(Shape.of(), new double[] {1.7}, inputs).number(e, 0);
  }

  private static int steps(Expr e) {
    return Kernel.of(e).steps().size();
  }

  private static Expr gradient(Expr f) {
    return Differentiation.lean(G.mul(Differentiation.derivative(f, 0)));
  }

  private static Expr second(Expr f) {
    return Differentiation.lean(H.mul(Differentiation.derivative(gradient(f), 0)));
  }

  private static Expr num(double value) {
    return Expr.constant(value, DType.FLOAT64);
  }

  /** The derivative takes no more steps than what one would write, and gives the same numbers. */
  private static void check(String name, Expr derivative, Expr byHand) {
    assertThat(steps(derivative)).as("steps of the derivative of %s, %s; by hand %s", name, derivative, byHand)
        .isLessThanOrEqualTo(steps(byHand));
    for (double x : new double[] {-30, -3, -1, -0.5, 0, 0.25, 0.75, 2, 11, 25}) {
      assertThat(at(derivative, x, 0.7, 1.3)).as("derivative of %s at %s, %s", name, x, derivative)
          .isCloseTo(at(byHand, x, 0.7, 1.3), within(1e-14));
    }
  }

  private static Expr square(Expr e) {
    return e.mul(e);
  }

  private static Expr gelu() {
    return X.mul(0.5).mul(X.div(Math.sqrt(2)).erf().add(1));
  }

  @Test
  void geluByErf() {
    double density = 1 / Math.sqrt(2 * Math.PI);
    Expr u = X.div(Math.sqrt(2));
    check("gelu", gradient(gelu()), u.erf().add(1).mul(0.5).add(X.mul(square(u).neg().exp()).mul(density)).mul(G));
    Expr bell = square(X).mul(-0.5).exp();
    check("gelu'", second(gelu()), bell.mul(num(2 * density).sub(square(X).mul(density))).mul(G).mul(H));
  }

  @Test
  void geluByTanh() {
    double k = 0.044715;
    double s = Math.sqrt(2 / Math.PI);
    Expr t = X.add(X.mul(X).mul(X).mul(k)).mul(s).tanh();
    Expr slope = square(X).mul(1.5 * k * s).add(0.5 * s);
    Expr byHand = t.add(1).mul(0.5).add(square(t).rsub(1).mul(slope).mul(X)).mul(G);
    check("gelu", gradient(X.mul(0.5).mul(t.add(1))), byHand);
  }

  @Test
  void softplus() {
    Expr beta = Expr.param(0, DType.FLOAT64);
    Expr z = X.mul(beta);
    Expr f = z.gt(20).then(X, z.exp().log1p().div(beta));
    check("softplus", gradient(f), z.gt(20).then(G, G.mul(z.sigmoid())));
    Expr s = z.sigmoid();
    check("softplus'", second(f), z.gt(20).then(num(0), s.mul(s.rsub(1)).mul(beta).mul(G).mul(H)));
  }

  @Test
  void silu() {
    Expr s = X.sigmoid();
    check("silu", gradient(X.mul(s)), G.mul(s.mul(X.mul(s.rsub(1)).add(1))));
    Expr byHand = s.mul(s.rsub(1)).mul(X.mul(s.add(s).rsub(1)).add(2)).mul(G).mul(H);
    check("silu'", second(X.mul(s)), byHand);
  }

  @Test
  void lossesOnLogits() {
    Expr logSigmoid = X.min(0).sub(X.abs().neg().exp().log1p());
    check("log-sigmoid", gradient(logSigmoid), G.mul(X.neg().sigmoid()));
    Expr s = X.neg().sigmoid();
    check("log-sigmoid'", second(logSigmoid), s.mul(s.rsub(1)).mul(G).mul(H).neg());
    Expr onLogits = X.max(0).sub(X.mul(0.3)).add(X.abs().neg().exp().log1p());
    check("cross entropy on logits", gradient(onLogits), G.mul(X.sigmoid().sub(0.3)));
  }

  @Test
  void huber() {
    Expr d = X.sub(0.1);
    Expr f = d.abs().lt(1).then(square(d).mul(0.5), d.abs().sub(0.5));
    check("huber", gradient(f), G.mul(d.abs().lt(1).then(d, d.sign())));
    check("huber'", second(f), d.abs().lt(1).then(G.mul(H), num(0)));
  }

  @Test
  void mish() {
    Expr t = X.exp().log1p().tanh();
    Expr s = X.sigmoid();
    Expr w = square(t).rsub(1);
    check("mish", gradient(X.mul(t)), t.add(s.mul(w).mul(X)).mul(G));
    Expr ts = t.mul(s);
    Expr byHand = s.mul(w).mul(X.mul(s.rsub(1).sub(ts.add(ts))).add(2)).mul(G).mul(H);
    check("mish'", second(X.mul(t)), byHand);
  }

  @Test
  void eluAndTanh() {
    Expr elu = X.gt(0).then(X, X.expm1().mul(1.5));
    check("elu", gradient(elu), X.gt(0).then(G, G.mul(X.exp().mul(1.5))));
    check("elu'", second(elu), X.gt(0).then(num(0), G.mul(X.exp().mul(1.5)).mul(H)));
    Expr t = square(X).add(X).tanh();
    Expr inner = X.add(X).add(1);
    check("tanh", gradient(t), G.mul(square(t).rsub(1).mul(inner)));
  }

  @Test
  void derivativesOfHighOrderStayShort() {
    Expr e = X.mul(X.exp().log1p().tanh());
    for (int order = 1; order <= 6; order++) {
      e = Differentiation.lean(Differentiation.derivative(e, 0));
      assertThat(steps(e)).as("steps of the derivative of order %d", order).isLessThan(6 << order);
    }
  }

  @Test
  void whatIsNotANumberStaysSo() {
    assertThat(Differentiation.lean(X.mul(0).add(G)).toString()).isEqualTo("a * 0 + b");
    assertThat(Differentiation.lean(X.sub(X).mul(G)).toString()).isEqualTo("(a - a) * b");
    assertThat(at(Differentiation.lean(X.mul(X.reciprocal()).mul(G)), 0, 1)).isNaN();
    assertThat(at(Differentiation.lean(G.mul(X.div(G).mul(X.div(G)))), 1e200, 1e200)).isEqualTo(1e200);
  }

  @Test
  void aGradientThatIsNotANumberDoesNotPassAChoiceThatWasNotTaken() {
    assertThat(at(gradient(X.relu()), -1, Double.NaN)).isZero();
    assertThat(at(gradient(X.gt(0).then(X.sqrt(), num(0))), -1, Double.POSITIVE_INFINITY)).isZero();
  }

  @Property(tries = 400)
  void valuesAreTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    Expr f = random(random, 4);
    Expr derivative = Differentiation.derivative(f, 0);
    if (derivative == null) {
      return;
    }
    Expr raw = G.mul(derivative);
    Expr lean = Differentiation.lean(raw);
    assertThat(steps(lean)).isLessThanOrEqualTo(steps(raw));
    for (int i = 0; i < 8; i++) {
      double x = random.nextDouble(-2, 2);
      double g = random.nextDouble(-2, 2);
      double expected = at(raw, x, g);
      assertThat(at(lean, x, g)).as("%s, shortened from %s, at %s", lean, raw, x)
          .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }
  }

  /** Bounded functions, so that neither form magnifies what rounding leaves. */
  private static Expr random(Random random, int depth) {
    if (depth == 0) {
      return switch (random.nextInt(5)) {
        case 0 -> num(random.nextInt(7) / 2.0 - 1.5);
        case 1 -> Expr.param(0, DType.FLOAT64);
        default -> X;
      };
    }
    Expr a = random(random, depth - 1);
    Expr b = random(random, random.nextInt(depth));
    return switch (random.nextInt(16)) {
      case 0 -> a.add(b);
      case 1 -> a.sub(b);
      case 2 -> a.tanh().mul(b);
      case 3 -> a.sin().mul(b.cos());
      case 4 -> a.tanh().exp().log1p();
      case 5 -> a.sigmoid();
      case 6 -> a.neg();
      case 7 -> a.mul(0.5);
      case 8 -> a.div(b.sigmoid().add(1));
      case 9 -> a.tanh().expm1();
      case 10 -> X.gt(0.25).then(a, b);
      case 11 -> square(a.tanh());
      case 12 -> X.min(0).add(X.abs().neg().exp().log1p().mul(a.tanh()));
      case 13 -> a.tanh().exp().div(a.tanh().exp().add(1));
      case 14 -> a.mul(Expr.param(0, DType.FLOAT64)).div(Expr.param(0, DType.FLOAT64));
      default -> a.relu().sub(b.abs());
    };
  }
}
