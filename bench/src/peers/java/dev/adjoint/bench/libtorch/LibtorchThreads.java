package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Threads;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** The threads of libtorch in this process. */
final class LibtorchThreads {
  private LibtorchThreads() {}

  /** OpenBLAS has one thread either way: with its own beside OpenMP's, libtorch is many times slower on few cores. */
  static void use(Threads threads) {
    openblas_nolapack.blas_set_num_threads(1);
    torch.set_num_threads(threads.count());
  }
}
