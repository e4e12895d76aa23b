package dev.adjoint.spi;

import java.util.Arrays;

/** The factorisations as textbooks give them (G. Golub and C. Van Loan, Matrix Computations), for tests: an oracle. */
public final class TextbookLinearAlgebra implements LinearAlgebra {
  @Override
  public String name() {
    return "textbook";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability availability() {
    return Availability.available("plain loops, for tests");
  }

  @Override
  public void lu(double[] a, int m, int n, int[] pivots) {
    for (int k = 0; k < Math.min(m, n); k++) {
      int best = k;
      for (int row = k + 1; row < m; row++) {
        best = Math.abs(a[row * n + k]) > Math.abs(a[best * n + k]) ? row : best;
      }
      pivots[k] = best;
      for (int column = 0; best != k && column < n; column++) {
        double swapped = a[k * n + column];
        a[k * n + column] = a[best * n + column];
        a[best * n + column] = swapped;
      }
      for (int row = k + 1; a[k * n + k] != 0 && row < m; row++) {
        double factor = a[row * n + k] / a[k * n + k];
        a[row * n + k] = factor;
        for (int column = k + 1; column < n; column++) {
          a[row * n + column] -= factor * a[k * n + column];
        }
      }
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
    int k = Math.min(m, n);
    double[][] reflectors = new double[k][];
    for (int j = 0; j < k; j++) {
      double below = 0;
      for (int i = j + 1; i < m; i++) {
        below = Math.hypot(below, a[i * n + j]);
      }
      double alpha = a[j * n + j];
      double[] v = new double[m];
      if (below > 0) {
        double beta = alpha >= 0 ? -Math.hypot(alpha, below) : Math.hypot(alpha, below);
        v[j] = alpha - beta;
        for (int i = j + 1; i < m; i++) {
          v[i] = a[i * n + j];
        }
      }
      reflectors[j] = v;
      reflect(v, a, m, n);
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < n; j++) {
        r[i * n + j] = j < i ? 0 : a[i * n + j];
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < columns; j++) {
        q[i * columns + j] = i == j ? 1 : 0;
      }
    }
    for (int j = k - 1; j >= 0; j--) {
      reflect(reflectors[j], q, m, columns);
    }
  }

  /** {@code x - 2 v vᵀ x / |v|²}. */
  private static void reflect(double[] v, double[] x, int m, int n) {
    double square = Arrays.stream(v).map(e -> e * e).sum();
    for (int j = 0; square > 0 && j < n; j++) {
      double dot = 0;
      for (int i = 0; i < m; i++) {
        dot += v[i] * x[i * n + j];
      }
      for (int i = 0; i < m; i++) {
        x[i * n + j] -= 2 * dot / square * v[i];
      }
    }
  }

  /** Jacobi's rotations, section 8.5. */
  @Override
  public void eigh(double[] a, int n, double[] values) {
    double[] s = new double[n * n];
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      vectors[i * n + i] = 1;
      for (int j = 0; j < n; j++) {
        s[i * n + j] = a[Math.max(i, j) * n + Math.min(i, j)];
      }
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < 100; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double off = s[p * n + q];
          if (Math.abs(off) <= 1e-17 * Math.hypot(s[p * n + p], s[q * n + q])) {
            continue;
          }
          rotated = true;
          double tau = (s[q * n + q] - s[p * n + p]) / (2 * off);
          double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
          double c = 1 / Math.hypot(1, t);
          rotateColumns(s, n, n, p, q, c, t * c);
          rotateRows(s, n, p, q, c, t * c);
          rotateColumns(vectors, n, n, p, q, c, t * c);
        }
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(s[i * n + i], s[j * n + j]));
    for (int i = 0; i < n; i++) {
      values[i] = s[order[i] * n + order[i]];
      for (int row = 0; row < n; row++) {
        a[row * n + i] = vectors[row * n + order[i]];
      }
    }
  }

  private static void rotateColumns(double[] x, int rows, int columns, int p, int q, double c, double s) {
    for (int i = 0; i < rows; i++) {
      double left = x[i * columns + p];
      double right = x[i * columns + q];
      x[i * columns + p] = c * left - s * right;
      x[i * columns + q] = s * left + c * right;
    }
  }

  private static void rotateRows(double[] x, int n, int p, int q, double c, double s) {
    for (int j = 0; j < n; j++) {
      double upper = x[p * n + j];
      double lower = x[q * n + j];
      x[p * n + j] = c * upper - s * lower;
      x[q * n + j] = s * upper + c * lower;
    }
  }

  /** One-sided Jacobi rotations, section 8.6. */
  @Override
  public void svd(double[] a, int m, int n, double[] u, double[] s, double[] vt) {
    if (m < n) {
      double[] v = new double[n * m];
      double[] ut = new double[m * m];
      svd(transposed(a, m, n), n, m, v, s, ut);
      System.arraycopy(transposed(ut, m, m), 0, u, 0, m * m);
      System.arraycopy(transposed(v, n, m), 0, vt, 0, m * n);
      return;
    }
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < 100; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double pp = dot(a, m, n, p, p);
          double qq = dot(a, m, n, q, q);
          double pq = dot(a, m, n, p, q);
          if (Math.abs(pq) <= 1e-16 * Math.sqrt(pp) * Math.sqrt(qq)) {
            continue;
          }
          rotated = true;
          double tau = (qq - pp) / (2 * pq);
          double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
          double c = 1 / Math.hypot(1, t);
          rotateColumns(a, m, n, p, q, c, t * c);
          rotateColumns(v, n, n, p, q, c, t * c);
        }
      }
    }
    double[] lengths = new double[n];
    Arrays.setAll(lengths, j -> Math.sqrt(dot(a, m, n, j, j)));
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(lengths[j], lengths[i]));
    for (int j = 0; j < n; j++) {
      s[j] = lengths[order[j]];
      for (int i = 0; i < n; i++) {
        vt[j * n + i] = v[i * n + order[j]];
      }
      boolean zero = s[j] <= 1e-300 || s[j] <= 1e-15 * s[0];
      for (int i = 0; i < m; i++) {
        u[i * n + j] = zero ? 0 : a[i * n + order[j]] / s[j];
      }
      if (zero) {
        complete(u, m, n, j);
      }
    }
  }

  private static double[] transposed(double[] x, int m, int n) {
    double[] out = new double[m * n];
    Arrays.setAll(out, i -> x[i % m * n + i / m]);
    return out;
  }

  private static double dot(double[] x, int m, int n, int p, int q) {
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += x[i * n + p] * x[i * n + q];
    }
    return sum;
  }

  /** Makes a column a unit vector orthogonal to those before it. */
  private static void complete(double[] u, int m, int n, int column) {
    for (int axis = 0; axis < m; axis++) {
      for (int i = 0; i < m; i++) {
        u[i * n + column] = i == axis ? 1 : 0;
      }
      for (int round = 0; round < 2; round++) {
        for (int other = 0; other < column; other++) {
          double along = dot(u, m, n, other, column);
          for (int i = 0; i < m; i++) {
            u[i * n + column] -= along * u[i * n + other];
          }
        }
      }
      double length = Math.sqrt(dot(u, m, n, column, column));
      if (length > 1e-3 / m) {
        for (int i = 0; i < m; i++) {
          u[i * n + column] /= length;
        }
        return;
      }
    }
  }
}
