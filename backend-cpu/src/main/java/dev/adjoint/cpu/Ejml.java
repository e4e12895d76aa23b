package dev.adjoint.cpu;

import dev.adjoint.LinearAlgebraException;
import dev.adjoint.spi.Availability;
import dev.adjoint.spi.LinearAlgebra;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** Linear algebra without native code: what takes iterations by EJML, what takes a few loops here. */
public final class Ejml implements LinearAlgebra {
  /** For {@link java.util.ServiceLoader}. */
  public Ejml() {}

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.available("EJML");
  }

  @Override
  public void lu(double[] a, int m, int n, int[] pivots) {
    for (int k = 0; k < pivots.length; k++) {
      int best = k;
      for (int row = k + 1; row < m; row++) {
        best = Math.abs(a[row * n + k]) > Math.abs(a[best * n + k]) ? row : best;
      }
      pivots[k] = best;
      if (best != k) {
        double[] row = Arrays.copyOfRange(a, k * n, (k + 1) * n);
        System.arraycopy(a, best * n, a, k * n, n);
        System.arraycopy(row, 0, a, best * n, n);
      }
      double pivot = a[k * n + k];
      for (int row = k + 1; pivot != 0 && row < m; row++) {
        a[row * n + k] /= pivot;
        addRow(a, row * n, -a[row * n + k], k * n, k + 1, n);
      }
    }
  }

  /** {@code a[to + j] += factor * a[from + j]}. */
  private static void addRow(double[] a, int to, double factor, int from, int first, int end) {
    for (int j = first; j < end; j++) {
      a[to + j] += factor * a[from + j];
    }
  }

  @Override
  public int cholesky(double[] a, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * n + k] * a[j * n + k];
        }
        if (i == j && !(sum > 0)) {
          return i + 1;
        }
        a[i * n + j] = i == j ? Math.sqrt(sum) : sum / a[j * n + j];
      }
      Arrays.fill(a, i * n + i + 1, (i + 1) * n, 0);
    }
    return 0;
  }

  @Override
  public void qr(double[] a, int m, int n, int columns, double[] q, double[] r) {
    // EJML's own has other signs where a column needs no reflection.
    int k = Math.min(m, n);
    double[] factors = new double[k];
    for (int j = 0; j < k; j++) {
      factors[j] = reflector(a, m, n, j);
      reflect(a, m, n, j, factors[j], a, n, j + 1);
    }
    for (int i = 0; i < columns; i++) {
      q[i * columns + i] = 1;
      for (int j = i; j < n; j++) {
        r[i * n + j] = a[i * n + j];
      }
    }
    for (int j = k - 1; j >= 0; j--) {
      reflect(a, m, n, j, factors[j], q, columns, j);
    }
  }

  /** Puts a column's reflected entry on the diagonal and below it the reflector, whose first entry is 1; LAPACK's dlarfg. */
  private static double reflector(double[] a, int m, int n, int j) {
    double below = 0;
    for (int i = j + 1; i < m; i++) {
      below = Math.hypot(below, a[i * n + j]);
    }
    if (below == 0) {
      return 0;
    }
    double alpha = a[j * n + j];
    double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
    for (int i = j + 1; i < m; i++) {
      a[i * n + j] /= alpha - beta;
    }
    a[j * n + j] = beta;
    return (beta - alpha) / beta;
  }

  /** Applies the reflector of a column to the columns of a matrix from one on. */
  private static void reflect(double[] a, int m, int n, int j, double factor, double[] x, int width, int first) {
    if (factor == 0 || first >= width) {
      return;
    }
    double[] dots = Arrays.copyOfRange(x, j * width, (j + 1) * width);
    for (int i = j + 1; i < m; i++) {
      for (int c = first; c < width; c++) {
        dots[c] += a[i * n + j] * x[i * width + c];
      }
    }
    for (int c = first; c < width; c++) {
      x[j * width + c] -= factor * dots[c];
    }
    for (int i = j + 1; i < m; i++) {
      double scaled = factor * a[i * n + j];
      for (int c = first; c < width; c++) {
        x[i * width + c] -= scaled * dots[c];
      }
    }
  }

  @Override
  public void eigh(double[] a, int n, double[] values) {
    double scale = scale(a);
    DMatrixRMaj symmetric = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        symmetric.set(i, j, a[Math.max(i, j) * n + Math.min(i, j)] / scale);
      }
    }
    if (n == 0) {
      return;
    }
    var found = DecompositionFactory_DDRM.eig(n, true, true);
    if (!found.decompose(symmetric)) {
      throw failed("eigh", n, n);
    }
    Integer[] order = ascending(n, i -> found.getEigenvalue(i).getReal());
    for (int i = 0; i < n; i++) {
      values[i] = found.getEigenvalue(order[i]).getReal() * scale;
      for (int row = 0; row < n; row++) {
        a[row * n + i] = found.getEigenVector(order[i]).get(row);
      }
    }
  }

  @Override
  public void svd(double[] a, int m, int n, double[] u, double[] s, double[] vt) {
    int k = s.length;
    if (k == 0) {
      return;
    }
    double scale = scale(a);
    DMatrixRMaj matrix = new DMatrixRMaj(m, n);
    Arrays.setAll(matrix.data, i -> a[i] / scale);
    var found = DecompositionFactory_DDRM.svd(m, n, true, true, true);
    if (!found.decompose(matrix)) {
      throw failed("svd", m, n);
    }
    double[] values = found.getSingularValues();
    DMatrixRMaj left = found.getU(null, false);
    DMatrixRMaj right = found.getV(null, true);
    Integer[] order = ascending(k, i -> -values[i]);
    for (int j = 0; j < k; j++) {
      s[j] = values[order[j]] * scale;
      for (int i = 0; i < m; i++) {
        u[i * k + j] = left.get(i, order[j]);
      }
      System.arraycopy(right.data, order[j] * n, vt, j * n, n);
    }
  }

  private static Integer[] ascending(int n, IntToDoubleFunction key) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(key::applyAsDouble));
    return order;
  }

  /** The largest number, by which to divide so that no square overflows. */
  private static double scale(double[] a) {
    double largest = Arrays.stream(a).map(Math::abs).max().orElse(0);
    return largest > 0 ? largest : 1;
  }

  private static LinearAlgebraException failed(String operation, int m, int n) {
    return new LinearAlgebraException(
        operation + " of a matrix of " + m + " rows and " + n + " columns did not converge. The matrix may be badly scaled");
  }
}
