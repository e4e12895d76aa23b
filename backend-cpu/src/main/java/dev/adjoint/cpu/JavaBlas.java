package dev.adjoint.cpu;

import dev.adjoint.DType;

/**
 * Matrix products in Java, for small ones and for where OpenBLAS does not load. Blocks of both operands are copied to arrays
 * that start at 0, which lets the compiler vectorise the innermost loop.
 */
final class JavaBlas implements Blas {
  private static final int COLUMNS = 512;
  private static final int DEPTH = 64;
  /** Up to so many multiplications a block's copies cost more than they save. */
  private static final int SMALL = 4096;

  private final String reason;

  /** Products in Java, and why. */
  JavaBlas(String reason) {
    this.reason = reason;
  }

  @Override
  public String description() {
    return "matrix products in Java (" + reason + ")";
  }

  @Override
  public void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds) {
    if ((long) m * n * k <= SMALL) {
      small(m, n, k, a, b, c, adds);
    } else {
      blocked(m, n, k, a, b, c, adds);
    }
  }

  /** Each element as a sum of products, where the operands lie. */
  private static void small(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds) {
    for (int i = 0; i < m; i++) {
      int row = a.offset() + i * a.rowStride();
      for (int j = 0; j < n; j++) {
        int column = b.offset() + j * b.columnStride();
        int at = c.offset() + i * c.stride() + j;
        if (c.array() instanceof float[] out) {
          float dot = dot(k, (float[]) a.array(), row, a.columnStride(), (float[]) b.array(), column, b.rowStride());
          out[at] = adds ? out[at] + dot : dot;
        } else {
          double[] out = (double[]) c.array();
          double dot = dot(k, (double[]) a.array(), row, a.columnStride(), (double[]) b.array(), column, b.rowStride());
          out[at] = adds ? out[at] + dot : dot;
        }
      }
    }
  }

  private static float dot(int k, float[] a, int at, int step, float[] b, int from, int by) {
    float sum = 0;
    for (int p = 0; p < k; p++) {
      sum += a[at + p * step] * b[from + p * by];
    }
    return sum;
  }

  private static double dot(int k, double[] a, int at, int step, double[] b, int from, int by) {
    double sum = 0;
    for (int p = 0; p < k; p++) {
      sum += a[at + p * step] * b[from + p * by];
    }
    return sum;
  }

  private static void blocked(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds) {
    DType dtype = c.array() instanceof float[] ? DType.FLOAT32 : DType.FLOAT64;
    int width = Math.min(COLUMNS, n);
    Object[] rows = new Object[DEPTH];
    for (int p = 0; p < DEPTH; p++) {
      rows[p] = CpuBuffer.newArray(dtype, width);
    }
    Object factors = CpuBuffer.newArray(dtype, DEPTH);
    Object sums = CpuBuffer.newArray(dtype, width);
    for (int column = 0; column < n; column += COLUMNS) {
      int columns = Math.min(COLUMNS, n - column);
      for (int depth = 0; depth < k; depth += DEPTH) {
        int steps = Math.min(DEPTH, k - depth);
        for (int p = 0; p < steps; p++) {
          Matrix row = b.from(depth + p, column);
          StridedCopy.row(b.array(), row.offset(), b.columnStride(), rows[p], 0, 1, columns);
        }
        for (int i = 0; i < m; i++) {
          Matrix row = a.from(i, depth);
          StridedCopy.row(a.array(), row.offset(), a.columnStride(), factors, 0, 1, steps);
          int at = c.from(i, column).offset();
          if (depth == 0 && !adds) {
            StridedCopy.fill(sums, 0, columns, 0);
          } else {
            System.arraycopy(c.array(), at, sums, 0, columns);
          }
          addProducts(steps, columns, factors, rows, sums);
          System.arraycopy(sums, 0, c.array(), at, columns);
        }
      }
    }
  }

  /** {@code sums += factors * rows}. */
  private static void addProducts(int steps, int columns, Object factors, Object[] rows, Object sums) {
    int p = 0;
    if (sums instanceof float[] s) {
      float[] f = (float[]) factors;
      for (; p + 3 < steps; p += 4) {
        addFour(columns, f, p, (float[]) rows[p], (float[]) rows[p + 1], (float[]) rows[p + 2], (float[]) rows[p + 3], s);
      }
      for (; p < steps; p++) {
        addOne(columns, f[p], (float[]) rows[p], s);
      }
    } else {
      for (; p < steps; p++) {
        addOne(columns, ((double[]) factors)[p], (double[]) rows[p], (double[]) sums);
      }
    }
  }

  private static void addFour(int n, float[] f, int p, float[] r0, float[] r1, float[] r2, float[] r3, float[] sums) {
    float f0 = f[p];
    float f1 = f[p + 1];
    float f2 = f[p + 2];
    float f3 = f[p + 3];
    for (int j = 0; j < n; j++) {
      sums[j] += f0 * r0[j] + f1 * r1[j] + (f2 * r2[j] + f3 * r3[j]);
    }
  }

  private static void addOne(int n, float factor, float[] row, float[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += factor * row[j];
    }
  }

  private static void addOne(int n, double factor, double[] row, double[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += factor * row[j];
    }
  }
}
