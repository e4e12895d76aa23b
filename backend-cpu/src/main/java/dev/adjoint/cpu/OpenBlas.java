package dev.adjoint.cpu;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** OpenBLAS, unpacked by JavaCPP and called on Java arrays where they are: a critical call pins them. */
@SuppressWarnings("restricted")
final class OpenBlas implements Blas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  /** The library and before it those it needs, which it looks for beside itself; as the platforms name them. */
  private static final List<List<String>> FILES = List.of(
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"),
      List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib", "libopenblas.0.dylib"),
      List.of("libopenblas.dll"));

  private final MethodHandle sgemm;
  private final MethodHandle dgemm;
  private final MethodHandle sgemv;
  private final MethodHandle dgemv;
  private final String description;
  private final SymbolLookup library;

  private OpenBlas(SymbolLookup library) throws Throwable {
    this.library = library;
    ValueLayout.OfInt i = ValueLayout.JAVA_INT;
    sgemm = link(library, "cblas_sgemm", product(ValueLayout.JAVA_FLOAT));
    dgemm = link(library, "cblas_dgemm", product(ValueLayout.JAVA_DOUBLE));
    sgemv = link(library, "cblas_sgemv", vectorProduct(ValueLayout.JAVA_FLOAT));
    dgemv = link(library, "cblas_dgemv", vectorProduct(ValueLayout.JAVA_DOUBLE));
    // Its own threads would fight ours for the processors.
    link(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(i)).invokeExact(1);
    String config = text(library, "openblas_get_config");
    description = config.replaceFirst("^(OpenBLAS \\S+).*", "$1") + " (" + text(library, "openblas_get_corename") + ")";
  }

  /**
   * Loads the library.
   *
   * @throws IOException if it is not on the classpath for this platform, or does not load; the message says which
   */
  static OpenBlas load() throws IOException {
    try {
      String folder = "/org/bytedeco/openblas/" + Loader.getPlatform() + "/";
      for (List<String> names : FILES) {
        if (Loader.class.getResource(folder + names.getLast()) != null) {
          return new OpenBlas(SymbolLookup.libraryLookup(unpack(folder, names).toPath(), Arena.global()));
        }
      }
      throw new IOException(
          "org.bytedeco:openblas is not on the classpath for " + Loader.getPlatform()
              + "; add the artifact with that classifier for fast matrix products");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) { // a missing JavaCPP and a library that does not link are errors, not exceptions
      throw new IOException("OpenBLAS does not load: " + e, e);
    }
  }

  private static File unpack(String folder, List<String> names) throws IOException {
    File last = null;
    for (String name : names) {
      File file = Loader.cacheResource(folder + name);
      last = file == null ? last : file;
    }
    if (last == null) {
      throw new IOException("OpenBLAS could not be unpacked from " + folder);
    }
    return last;
  }

  private static FunctionDescriptor product(ValueLayout number) {
    ValueLayout i = ValueLayout.JAVA_INT;
    ValueLayout p = ValueLayout.ADDRESS;
    return FunctionDescriptor.ofVoid(i, i, i, i, i, i, number, p, i, p, i, number, p, i);
  }

  private static FunctionDescriptor vectorProduct(ValueLayout number) {
    ValueLayout i = ValueLayout.JAVA_INT;
    ValueLayout p = ValueLayout.ADDRESS;
    return FunctionDescriptor.ofVoid(i, i, i, i, number, p, i, p, i, number, p, i);
  }

  private static MethodHandle link(SymbolLookup library, String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type, Linker.Option.critical(true));
  }

  private static String text(SymbolLookup library, String function) throws Throwable {
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(library.findOrThrow(function), FunctionDescriptor.of(ValueLayout.ADDRESS));
    MemorySegment text = (MemorySegment) handle.invokeExact();
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  @Override
  public void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds) {
    try {
      if (n == 1) {
        // A column is read as a vector with the stride of its rows.
        timesVector(m, k, a, b, b.rowStride(), c, c.stride(), adds);
      } else if (m == 1) {
        Matrix flipped = new Matrix(b.array(), b.offset(), b.stride(), !b.transposed());
        timesVector(n, k, flipped, a, a.columnStride(), c, 1, adds);
      } else {
        gemm(m, n, k, a, b, c, adds);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A call of " + description + " failed", e);
    }
  }

  private void gemm(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean adds) throws Throwable {
    int ta = a.transposed() ? TRANSPOSE : NO_TRANSPOSE;
    int tb = b.transposed() ? TRANSPOSE : NO_TRANSPOSE;
    if (c.array() instanceof float[]) {
      sgemm.invokeExact(
          ROW_MAJOR, ta, tb, m, n, k, 1f, at(a), a.stride(), at(b), b.stride(), adds ? 1f : 0f, at(c), c.stride());
    } else {
      dgemm.invokeExact(
          ROW_MAJOR, ta, tb, m, n, k, 1d, at(a), a.stride(), at(b), b.stride(), adds ? 1d : 0d, at(c), c.stride());
    }
  }

  /** {@code y = a * x} or {@code y += a * x}, a being {@code rows x k}. */
  private void timesVector(int rows, int k, Matrix a, Matrix x, int xStep, Matrix y, int yStep, boolean adds)
      throws Throwable {
    int ta = a.transposed() ? TRANSPOSE : NO_TRANSPOSE;
    // The sizes are those of the matrix as it lies in memory.
    int m = a.transposed() ? k : rows;
    int n = a.transposed() ? rows : k;
    if (y.array() instanceof float[]) {
      sgemv.invokeExact(ROW_MAJOR, ta, m, n, 1f, at(a), a.stride(), at(x), xStep, adds ? 1f : 0f, at(y), yStep);
    } else {
      dgemv.invokeExact(ROW_MAJOR, ta, m, n, 1d, at(a), a.stride(), at(x), xStep, adds ? 1d : 0d, at(y), yStep);
    }
  }

  private static MemorySegment at(Matrix matrix) {
    return matrix.array() instanceof float[] floats
        ? MemorySegment.ofArray(floats).asSlice(4L * matrix.offset())
        : MemorySegment.ofArray((double[]) matrix.array()).asSlice(8L * matrix.offset());
  }

  /** The symbols of the library, LAPACK's among them. */
  SymbolLookup symbols() {
    return library;
  }

  @Override
  public String description() {
    return description;
  }
}
