package dev.adjoint.cpu;

import dev.adjoint.BackendException;
import dev.adjoint.LinearAlgebraException;
import dev.adjoint.spi.Availability;
import dev.adjoint.spi.LinearAlgebra;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * LAPACK, as OpenBLAS brings it. Matrices are copied out of Java's heap: a factorisation is long, and the garbage collector
 * would wait for it. LAPACK stores columns; a row-by-row matrix is the transpose to it, which symmetric ones and the singular
 * value decomposition are asked for instead.
 */
@SuppressWarnings("restricted")
public final class Lapack implements LinearAlgebra {
  private static final int BY_ROWS = 101;
  private static final int BY_COLUMNS = 102;
  private static final int LEFT = 141;
  private static final int UPPER = 121;
  private static final int LOWER = 122;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int NON_UNIT = 131;
  private static final int UNIT = 132;

  private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfDouble D = ValueLayout.JAVA_DOUBLE;
  private static final ValueLayout.OfByte C = ValueLayout.JAVA_BYTE;
  private static final MemoryLayout P = ValueLayout.ADDRESS;

  private final @Nullable Calls calls;
  private final Availability availability;

  /** For {@link java.util.ServiceLoader}. */
  public Lapack() {
    Calls loaded = null;
    Availability state;
    if ("java".equals(System.getProperty("adjoint.blas"))) {
      state = Availability.unavailable("adjoint.blas=java asks for no native code");
    } else {
      try {
        OpenBlas library = OpenBlas.load();
        loaded = new Calls(library.symbols());
        state = Availability.available(library.description());
      } catch (IOException | RuntimeException e) {
        state = Availability.unavailable(String.valueOf(e.getMessage()));
      }
    }
    calls = loaded;
    availability = state;
  }

  @Override
  public String name() {
    return "lapack";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Availability availability() {
    return availability;
  }

  /** The functions that are called. */
  private static final class Calls {
    private final MethodHandle dgetrf;
    private final MethodHandle dpotrf;
    private final MethodHandle dgeqrf;
    private final MethodHandle dorgqr;
    private final MethodHandle dsyevd;
    private final MethodHandle dgesdd;
    private final MethodHandle dtrsm;

    Calls(SymbolLookup library) {
      dgetrf = link(library, "LAPACKE_dgetrf_work", I, I, I, P, I, P);
      dpotrf = link(library, "LAPACKE_dpotrf_work", I, C, I, P, I);
      dgeqrf = link(library, "LAPACKE_dgeqrf", I, I, I, P, I, P);
      dorgqr = link(library, "LAPACKE_dorgqr", I, I, I, I, P, I, P);
      dsyevd = link(library, "LAPACKE_dsyevd", I, C, C, I, P, I, P);
      dgesdd = link(library, "LAPACKE_dgesdd", I, C, I, I, P, I, P, P, I, P, I);
      dtrsm = Linker.nativeLinker().downcallHandle(library.findOrThrow("cblas_dtrsm"),
          FunctionDescriptor.ofVoid(I, I, I, I, I, I, I, D, P, I, P, I));
    }

    private static MethodHandle link(SymbolLookup library, String name, MemoryLayout... arguments) {
      return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(I, arguments));
    }
  }

  /** A call with memory that lasts as long as it does. */
  @FunctionalInterface
  private interface Call<T> {
    T run(Calls calls, Arena memory) throws Throwable;
  }

  private <T> T call(String operation, Call<T> call) {
    Calls now = calls;
    if (now == null) {
      throw new BackendException("LAPACK cannot run here: " + availability.reason());
    }
    try (Arena memory = Arena.ofConfined()) {
      return call.run(now, memory);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("LAPACK's " + operation + " failed", e);
    }
  }

  private static MemorySegment copy(Arena memory, double[] values) {
    return memory.allocateFrom(D, values);
  }

  private static void copyBack(MemorySegment from, double[] to) {
    MemorySegment.copy(from, D, 0, to, 0, to.length);
  }

  /** The matrix by columns. */
  private static double[] transposed(double[] x, int m, int n) {
    double[] out = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        out[j * m + i] = x[i * n + j];
      }
    }
    return out;
  }

  private static void transpose(MemorySegment from, int rows, int columns, double[] to) {
    double[] byColumns = new double[rows * columns];
    copyBack(from, byColumns);
    System.arraycopy(transposed(byColumns, columns, rows), 0, to, 0, to.length);
  }

  private static int check(String operation, int info) {
    if (info < 0) {
      throw new IllegalStateException("LAPACK's " + operation + " refuses argument " + -info);
    }
    return info;
  }

  @Override
  public void lu(double[] a, int m, int n, int[] pivots) {
    if (pivots.length == 0) {
      return;
    }
    call("dgetrf", (c, memory) -> {
      MemorySegment matrix = copy(memory, transposed(a, m, n));
      MemorySegment exchanges = memory.allocate(I, pivots.length);
      check("dgetrf", (int) c.dgetrf.invokeExact(BY_COLUMNS, m, n, matrix, m, exchanges));
      transpose(matrix, m, n, a);
      for (int i = 0; i < pivots.length; i++) {
        pivots[i] = exchanges.getAtIndex(I, i) - 1;
      }
      return 0;
    });
  }

  @Override
  public int cholesky(double[] a, int n) {
    if (n == 0) {
      return 0;
    }
    return call("dpotrf", (c, memory) -> {
      MemorySegment matrix = copy(memory, a);
      int minor = check("dpotrf", (int) c.dpotrf.invokeExact(BY_COLUMNS, (byte) 'U', n, matrix, n));
      copyBack(matrix, a);
      for (int i = 0; i < n; i++) {
        if (minor == 0 && Double.isNaN(a[i * n + i])) {
          minor = i + 1;
        }
        Arrays.fill(a, i * n + i + 1, (i + 1) * n, 0);
      }
      return minor;
    });
  }

  @Override
  public void qr(double[] a, int m, int n, int columns, double[] q, double[] r) {
    int k = Math.min(m, n);
    if (k == 0) {
      for (int i = 0; i < columns; i++) {
        q[i * columns + i] = 1;
      }
      return;
    }
    call("dgeqrf", (c, memory) -> {
      int width = Math.max(n, columns);
      MemorySegment matrix = copy(memory, Arrays.copyOf(transposed(a, m, n), m * width));
      MemorySegment tau = memory.allocate(D, k);
      check("dgeqrf", (int) c.dgeqrf.invokeExact(BY_COLUMNS, m, n, matrix, m, tau));
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < n; j++) {
          r[i * n + j] = j < i ? 0 : matrix.getAtIndex(D, (long) j * m + i);
        }
      }
      check("dorgqr", (int) c.dorgqr.invokeExact(BY_COLUMNS, m, columns, k, matrix, m, tau));
      transpose(matrix.asSlice(0, 8L * m * columns), m, columns, q);
      return 0;
    });
  }

  @Override
  public void eigh(double[] a, int n, double[] values) {
    if (n == 0) {
      return;
    }
    call("dsyevd", (c, memory) -> {
      MemorySegment matrix = copy(memory, a);
      MemorySegment found = memory.allocate(D, n);
      int info = check("dsyevd",
          (int) c.dsyevd.invokeExact(BY_COLUMNS, (byte) 'V', (byte) 'U', n, matrix, n, found));
      converged("eigh", info, n, n);
      copyBack(found, values);
      transpose(matrix, n, n, a);
      return 0;
    });
  }

  @Override
  public void svd(double[] a, int m, int n, double[] u, double[] s, double[] vt) {
    int k = s.length;
    if (k == 0) {
      return;
    }
    call("dgesdd", (c, memory) -> {
      MemorySegment matrix = copy(memory, a);
      MemorySegment values = memory.allocate(D, k);
      MemorySegment right = memory.allocate(D, (long) n * k);
      MemorySegment left = memory.allocate(D, (long) k * m);
      int info = check("dgesdd", (int) c.dgesdd.invokeExact(
          BY_COLUMNS, (byte) 'S', n, m, matrix, n, values, right, n, left, k));
      converged("svd", info, m, n);
      copyBack(values, s);
      copyBack(left, u);
      copyBack(right, vt);
      return 0;
    });
  }

  private static void converged(String operation, int info, int m, int n) {
    if (info > 0) {
      throw new LinearAlgebraException(
          operation + " of a matrix of " + m + " rows and " + n + " columns did not converge: LAPACK reports " + info
              + ". The matrix may be badly scaled");
    }
  }

  @Override
  public void solveTriangular(double[] t, int n, double[] b, int columns, boolean upper, boolean transposed, boolean unit) {
    if (n == 0 || columns == 0) {
      return;
    }
    call("dtrsm", (c, memory) -> {
      MemorySegment matrix = copy(memory, t);
      MemorySegment right = copy(memory, b);
      c.dtrsm.invokeExact(BY_ROWS, LEFT, upper ? UPPER : LOWER, transposed ? TRANSPOSE : NO_TRANSPOSE, unit ? UNIT : NON_UNIT,
          n, columns, 1d, matrix, n, right, columns);
      copyBack(right, b);
      return 0;
    });
  }
}
