package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LinearAlgebra} has to do: extend this class and hand the implementation over. Factors are multiplied
 * again, and what is unique is compared with {@link TextbookLinearAlgebra}'s.
 */
public abstract class LinearAlgebraContract {
  private static final LinearAlgebra TEXTBOOK = new TextbookLinearAlgebra();

  /** The implementation that is tested. */
  protected abstract LinearAlgebra algebra();

  /** A matrix, row by row. */
  private record Matrix(String name, int m, int n, double[] values) {
    double[] copy() {
      return values.clone();
    }

    double scale() {
      return Math.max(1e-300, Arrays.stream(values).map(Math::abs).max().orElse(1));
    }

    @Override
    public String toString() {
      return name + " " + m + " x " + n;
    }
  }

  private static Matrix random(int m, int n) {
    Random random = new Random(31L * m + n);
    return new Matrix("random", m, n, random.doubles((long) m * n, -1, 1).toArray());
  }

  private static Matrix times(String name, Matrix a, Matrix b) {
    return new Matrix(name, a.m, b.n, product(a.values, b.values, a.m, a.n, b.n));
  }

  private static Matrix ofDiagonal(String name, int n, IntToDoubleFunction entry) {
    double[] values = new double[n * n];
    for (int i = 0; i < n; i++) {
      values[i * n + i] = entry.applyAsDouble(i);
    }
    return new Matrix(name, n, n, values);
  }

  private static List<Matrix> matrices() {
    int[][] sizes = {{0, 0}, {0, 3}, {3, 0}, {1, 1}, {2, 2}, {3, 3}, {5, 5}, {17, 17}, {40, 40}, {4, 2}, {2, 4}, {1, 6}, {6, 1},
      {33, 12}, {12, 33}};
    Matrix orthogonalish = random(8, 8);
    return Stream.concat(
        Arrays.stream(sizes).map(s -> random(s[0], s[1])),
        Stream.of(
            times("of rank 2", random(6, 2), random(2, 5)),
            times("of rank 2", random(5, 2), random(2, 5)),
            times("ill-conditioned", times("", orthogonalish, ofDiagonal("", 8, i -> Math.pow(10, -2 * i))), random(8, 8)),
            ofDiagonal("identity", 4, i -> 1),
            ofDiagonal("diagonal", 4, i -> i - 1.5),
            ofDiagonal("zero", 3, i -> 0),
            new Matrix("upper triangular", 3, 3, new double[] {1, 2, 3, 0, -4, 5, 0, 0, 6}),
            new Matrix("one column of zeros", 3, 2, new double[] {0, 1, 0, 2, 0, 3}),
            new Matrix("needing exchanges", 3, 3, new double[] {0, 0, 2, 0, 3, 1, 4, 1, 1}),
            new Matrix("large", 2, 2, new double[] {1e150, 2e150, -3e150, 1e150}),
            new Matrix("small", 2, 2, new double[] {1e-150, 2e-150, -3e-150, 1e-150})))
        .toList();
  }

  private static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] out = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          out[i * n + j] += a[i * k + l] * b[l * n + j];
        }
      }
    }
    return out;
  }

  private static double[] transposed(double[] x, int m, int n) {
    double[] out = new double[m * n];
    Arrays.setAll(out, i -> x[i % m * n + i / m]);
    return out;
  }

  private static double[] identity(int n) {
    return ofDiagonal("", n, i -> 1).values;
  }

  private static void assertClose(String what, double[] actual, double[] expected, double scale) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i] / scale).as("%s, element %d", what, i).isCloseTo(expected[i] / scale, within(1e-12));
    }
  }

  @Test
  void luMultipliesBackToTheRowsInOrder() {
    for (Matrix a : matrices()) {
      int k = Math.min(a.m, a.n);
      double[] lu = a.copy();
      int[] pivots = new int[k];
      algebra().lu(lu, a.m, a.n, pivots);
      double[] l = new double[a.m * k];
      double[] u = new double[k * a.n];
      double[] rows = a.copy();
      for (int i = 0; i < a.m; i++) {
        for (int j = 0; j < k; j++) {
          l[i * k + j] = i == j ? 1 : j < i ? lu[i * a.n + j] : 0;
          assertThat(Math.abs(l[i * k + j])).as("L of %s is small, as rows are exchanged", a).isLessThanOrEqualTo(1 + 1e-15);
        }
      }
      for (int i = 0; i < k; i++) {
        System.arraycopy(lu, i * a.n + i, u, i * a.n + i, a.n - i);
        assertThat(pivots[i]).as("pivot %d of %s", i, a).isBetween(i, a.m - 1);
        for (int j = 0; j < a.n; j++) {
          double swapped = rows[i * a.n + j];
          rows[i * a.n + j] = rows[pivots[i] * a.n + j];
          rows[pivots[i] * a.n + j] = swapped;
        }
      }
      assertClose("L U of " + a, product(l, u, a.m, k, a.n), rows, a.scale());
    }
  }

  @Test
  void aSingularMatrixHasAZeroPivot() {
    double[] a = {1, 2, 2, 4};
    algebra().lu(a, 2, 2, new int[2]);
    assertThat(a[3]).isZero();
  }

  @Test
  void luSolves() {
    for (Matrix a : matrices()) {
      if (a.m != a.n || !a.name.equals("random")) {
        continue;
      }
      for (int columns : new int[] {0, 1, 3}) {
        double[] lu = a.copy();
        int[] pivots = new int[a.n];
        algebra().lu(lu, a.n, a.n, pivots);
        double[] b = random(a.n, columns).values;
        double[] x = b.clone();
        algebra().luSolve(lu, pivots, a.n, x, columns);
        assertClose("A X of " + a, product(a.values, x, a.n, a.n, columns), b, 10);
      }
    }
  }

  @Test
  void triangularSystems() {
    for (int n : new int[] {0, 1, 2, 7, 30}) {
      for (int kind = 0; kind < 8; kind++) {
        boolean upper = kind % 2 == 0;
        boolean transposed = kind / 2 % 2 == 0;
        boolean unit = kind / 4 == 0;
        double[] t = random(n, n).values;
        double[] read = t.clone();
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            boolean within = upper ? j > i : j < i;
            double scaled = t[i * n + j] / n;
            t[i * n + j] = i == j ? unit ? Double.NaN : 1 + t[i * n + j] / 2 : within ? scaled : Double.NaN;
            read[i * n + j] = i == j ? unit ? 1 : t[i * n + j] : within ? scaled : 0;
          }
        }
        double[] b = random(n, 3).values;
        double[] x = b.clone();
        algebra().solveTriangular(t, n, x, 3, upper, transposed, unit);
        double[] matrix = transposed ? transposed(read, n, n) : read;
        assertClose("T X, n " + n + ", kind " + kind, product(matrix, x, n, n, 3), b, 1);
      }
    }
  }

  @Test
  void choleskyFactors() {
    for (int n : new int[] {0, 1, 2, 5, 31}) {
      Matrix half = random(n, n);
      double[] a = product(half.values, transposed(half.values, n, n), n, n, n);
      for (int i = 0; i < n; i++) {
        a[i * n + i] += 0.5;
      }
      double[] l = a.clone();
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          l[i * n + j] = 1e9; // not read
        }
      }
      assertThat(algebra().cholesky(l, n)).isZero();
      double[] expected = a.clone();
      TEXTBOOK.cholesky(expected, n);
      assertClose("L, n " + n, l, expected, 1);
    }
  }

  @Test
  void choleskyNamesTheMinorThatIsNotPositive() {
    assertThat(algebra().cholesky(new double[] {1, 0, 0, 0, -1, 0, 0, 0, 1}, 3)).isEqualTo(2);
    assertThat(algebra().cholesky(new double[] {0, 0, 0, 1}, 2)).isEqualTo(1);
    assertThat(algebra().cholesky(new double[] {Double.NaN, 0, 0, 1}, 2)).isEqualTo(1);
    assertThat(algebra().cholesky(new double[] {1, 1, 1, 1}, 2)).isEqualTo(2);
  }

  @Test
  void qrIsTheTextbooksSignsAndAll() {
    for (Matrix a : matrices()) {
      for (IntUnaryOperator columns : List.<IntUnaryOperator>of(m -> Math.min(m, a.n), m -> m)) {
        int c = columns.applyAsInt(a.m);
        double[] q = new double[a.m * c];
        double[] r = new double[c * a.n];
        algebra().qr(a.copy(), a.m, a.n, c, q, r);
        assertClose("Q R of " + a, product(q, r, a.m, c, a.n), a.values, a.scale());
        assertClose("QᵀQ of " + a, product(transposed(q, a.m, c), q, c, a.m, c), identity(c), 1);
        for (int i = 0; i < c; i++) {
          for (int j = 0; j < Math.min(i, a.n); j++) {
            assertThat(r[i * a.n + j]).as("R of %s below the diagonal", a).isZero();
          }
        }
        if (!a.name.startsWith("of rank")) {
          double[] textbookQ = new double[a.m * c];
          double[] textbookR = new double[c * a.n];
          TEXTBOOK.qr(a.copy(), a.m, a.n, c, textbookQ, textbookR);
          assertClose("R of " + a, r, textbookR, a.scale() * (a.name.startsWith("ill") ? 10 : 1));
        }
      }
    }
  }

  @Test
  void eigenvectorsAndEigenvalues() {
    for (Matrix a : matrices()) {
      if (a.m != a.n) {
        continue;
      }
      int n = a.n;
      double[] symmetric = a.copy();
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          symmetric[i * n + j] = symmetric[j * n + i];
        }
      }
      double[] vectors = a.copy(); // what is above the diagonal is not read
      double[] values = new double[n];
      algebra().eigh(vectors, n, values);
      assertThat(values).as("eigenvalues of %s", a).isSorted();
      double[] scaled = vectors.clone();
      Arrays.setAll(scaled, i -> vectors[i] * values[i % n]);
      assertClose("V diag(w) of " + a, scaled, product(symmetric, vectors, n, n, n), a.scale() * n);
      assertClose("VᵀV of " + a, product(transposed(vectors, n, n), vectors, n, n, n), identity(n), 1);
    }
  }

  @Test
  void singularVectorsAndSingularValues() {
    for (Matrix a : matrices()) {
      int k = Math.min(a.m, a.n);
      double[] u = new double[a.m * k];
      double[] s = new double[k];
      double[] vt = new double[k * a.n];
      algebra().svd(a.copy(), a.m, a.n, u, s, vt);
      double[] scaled = u.clone();
      Arrays.setAll(scaled, i -> u[i] * s[i % k]);
      assertClose("U diag(s) Vᵀ of " + a, product(scaled, vt, a.m, k, a.n), a.values, a.scale() * Math.max(1, k));
      assertClose("UᵀU of " + a, product(transposed(u, a.m, k), u, k, a.m, k), identity(k), 1);
      assertClose("VᵀV of " + a, product(vt, transposed(vt, k, a.n), k, a.n, k), identity(k), 1);
      double[] textbook = new double[k];
      TEXTBOOK.svd(a.copy(), a.m, a.n, u, textbook, vt);
      assertClose("singular values of " + a, s, textbook, a.scale() * Math.max(1, k));
      for (int i = 0; i < k; i++) {
        assertThat(s[i]).as("singular value %d of %s", i, a).isBetween(0.0, i == 0 ? Double.MAX_VALUE : s[i - 1]);
      }
    }
  }
}
