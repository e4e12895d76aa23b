package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Determinants. The gradient is the matrix of cofactors, which exists at every matrix: {@code det(A) inv(A)ᵀ} where A has an
 * inverse, and from the singular value decomposition where it has none, or hardly (G. W. Stewart, On the adjugate matrix,
 * 1998).
 */
public final class Determinant {
  private Determinant() {}

  /** The determinant of each matrix. */
  public static Tensor det(Tensor a) {
    return Tape.apply(DETERMINANT, Matrices.checkSquare("det", a));
  }

  /** The sign of each determinant, -1, 0 or 1, without a gradient. */
  public static Tensor sign(Tensor a) {
    return Tape.apply(SIGN, Matrices.checkSquare("slogdet", a));
  }

  /** The logarithm of each determinant's absolute value. */
  public static Tensor logAbsDet(Tensor a) {
    return Tape.apply(LOG_ABS, Matrices.checkSquare("slogdet", a));
  }

  /** The logarithm of each determinant; NaN for a negative one. */
  public static Tensor logDet(Tensor a) {
    Tensor square = Matrices.checkSquare("logdet", a);
    Tensor sign = sign(square);
    return logAbsDet(square).add(Tensor.where(sign.lt(0), Double.NaN, Tensor.zerosLike(sign)));
  }

  /** A number made of a determinant's factors: the pivots and the sign of the row exchanges. */
  @FunctionalInterface
  private interface Measure {
    double of(double[] pivots, double sign);
  }

  private static Tensor measure(Tensor x, Measure measure) {
    LinearAlgebra algebra = x.backend().linearAlgebra();
    int n = Matrices.rows(x);
    int[] batch = Matrices.batch(x);
    double[] all = Matrices.read(x);
    double[] out = new double[Matrices.count(batch)];
    for (int i = 0; i < out.length; i++) {
      double[] a = Matrices.slice(all, i, n * n);
      int[] exchanges = new int[n];
      algebra.lu(a, n, n, exchanges);
      double sign = 1;
      double[] pivots = new double[n];
      for (int k = 0; k < n; k++) {
        sign = exchanges[k] == k ? sign : -sign;
        pivots[k] = a[k * n + k];
      }
      out[i] = measure.of(pivots, sign);
    }
    return Matrices.write(out, x, batch);
  }

  /** Pivots this far apart: what is made of the inverse has lost too many digits for a second derivative. */
  private static final double NEARLY = 1e-6;

  /** Whether some matrix is singular, or nearly. */
  private static boolean isNearlySingular(Tensor a) {
    Tensor ratios = measure(a, (pivots, sign) -> {
      double least = Arrays.stream(pivots).map(Math::abs).min().orElse(1);
      return least / Arrays.stream(pivots).map(Math::abs).max().orElse(1) >= NEARLY || Double.isNaN(least) ? 1 : 0;
    });
    return Arrays.stream(Matrices.read(ratios)).anyMatch(v -> v == 0);
  }

  /** Numbers, one for each matrix, along two more axes. */
  static Tensor stretch(Tensor x) {
    return x.unsqueeze(-1).unsqueeze(-1);
  }

  private static final Operation DETERMINANT = new Operation() {
    @Override
    public String name() {
      return "det";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return measure(inputs[0], (pivots, sign) -> {
        double product = sign;
        for (double pivot : pivots) {
          product *= pivot;
        }
        return product;
      });
    }

    @Override
    protected boolean reads(int input, int other) {
      return true;
    }

    private Tensor cofactors(Values values) {
      Tensor a = values.input(0);
      Tensor det = values.output();
      return isNearlySingular(a) ? Cofactors.of(a) : Matrices.t(Solve.inv(a)).mul(stretch(det));
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return cofactors(values).mul(stretch(gradient));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : cofactors(values).mul(tangent).sum(-2, -1);
    }
  };

  private static final Operation SIGN = new Operation() {
    @Override
    public String name() {
      return "sign_det";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return measure(inputs[0], (pivots, sign) -> {
        double product = sign;
        for (double pivot : pivots) {
          product *= Math.signum(pivot);
        }
        return product;
      });
    }

    @Override
    protected boolean isDifferentiable(int input) {
      return false;
    }

    @Override
    protected @Nullable Tensor reverse(int input, Values values, Tensor gradient) {
      return null;
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      return null;
    }
  };

  private static final Operation LOG_ABS = new Operation() {
    @Override
    public String name() {
      return "log_abs_det";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return measure(inputs[0], (pivots, sign) -> {
        double sum = 0;
        for (double pivot : pivots) {
          sum += Math.log(Math.abs(pivot));
        }
        return sum;
      });
    }

    @Override
    protected boolean reads(int input, int other) {
      return true;
    }

    /** The transposed inverse; where there is none, the cofactors over 0. */
    private Tensor slope(Values values) {
      Tensor a = values.input(0);
      boolean singular = Arrays.stream(Matrices.read(values.output())).anyMatch(v -> v == Double.NEGATIVE_INFINITY);
      return singular ? Cofactors.of(a).div(stretch(det(a))) : Matrices.t(Solve.inv(a));
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return slope(values).mul(stretch(gradient));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : slope(values).mul(tangent).sum(-2, -1);
    }
  };
}
