package dev.adjoint.bench.machine;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.adjoint.bench.Library;
import dev.adjoint.bench.Operation;
import dev.adjoint.bench.Work;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.presets.openblas_nolapack;

/** STREAM's triad in plain loops, Java's own allocation, and OpenBLAS with its own threads on memory of its own. */
public final class Machine implements Library {
  /**
   * The machine as it is.
   *
   * @param variant none
   */
  public Machine(String variant) {}

  @Override
  public boolean can(Work work) {
    return work.operation().isLimit() || work.operation() == Operation.MATMUL && work.size() == 2048;
  }

  @Override
  public Task prepare(Work work) {
    Supplier<Object> run =
        switch (work.operation()) {
          case TRIAD -> triad(work.size());
          case NEW_ARRAY -> () -> new float[work.size()];
          default -> work.type() == Work.Type.FLOAT32 ? floats(work.size()) : doubles(work.size());
        };
    return new Task() {
      @Override
      public Object run() {
        return run.get();
      }

      @Override
      public float[] output() {
        throw new UnsupportedOperationException("The machine's limits are times alone");
      }

      @Override
      public float[] gradient(int input) {
        return output();
      }
    };
  }

  private static Supplier<Object> triad(int size) {
    var a = new float[size];
    var b = new float[size];
    var c = new float[size];
    int threads = Runtime.getRuntime().availableProcessors();
    return () -> {
      IntStream.range(0, threads)
          .parallel()
          .forEach(part -> triad(a, b, c, (int) ((long) size * part / threads), (int) ((long) size * (part + 1) / threads)));
      return a;
    };
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }

  private static Supplier<Object> floats(int n) {
    openblas_nolapack.blas_set_num_threads(Runtime.getRuntime().availableProcessors());
    var a = new FloatPointer(new float[n * n]);
    var b = new FloatPointer(new float[n * n]);
    var c = new FloatPointer(new float[n * n]);
    return () -> {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
      return c;
    };
  }

  private static Supplier<Object> doubles(int n) {
    openblas_nolapack.blas_set_num_threads(Runtime.getRuntime().availableProcessors());
    var a = new DoublePointer(new double[n * n]);
    var b = new DoublePointer(new double[n * n]);
    var c = new DoublePointer(new double[n * n]);
    return () -> {
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
      return c;
    };
  }
}
