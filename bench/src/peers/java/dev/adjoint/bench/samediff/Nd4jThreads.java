package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Threads;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/** The threads of ND4J in this process. */
final class Nd4jThreads {
  private Nd4jThreads() {}

  static void use(Threads threads) {
    Environment environment = Nd4j.getEnvironment();
    environment.setMaxThreads(threads.count());
    environment.setMaxMasterThreads(threads.count());
    openblas_nolapack.blas_set_num_threads(threads.count());
  }
}
