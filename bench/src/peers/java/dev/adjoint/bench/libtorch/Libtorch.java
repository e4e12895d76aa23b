package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Input;
import dev.adjoint.bench.Library;
import dev.adjoint.bench.Operation;
import dev.adjoint.bench.TrainerTask;
import dev.adjoint.bench.TrainingTask;
import dev.adjoint.bench.Work;
import java.util.List;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** libtorch in this process. */
public final class Libtorch implements Library {
  private final boolean usesBlasThreads;

  /**
   * Starts it. OpenBLAS has one thread unless asked for more: with its own beside OpenMP's, large products are faster, but all
   * that has small ones many times slower on few cores.
   *
   * @param threads {@code all} for as many as there are cores, {@code one}, or {@code blas} for as many in OpenBLAS too
   */
  public Libtorch(String threads) {
    int cores = Runtime.getRuntime().availableProcessors();
    usesBlasThreads = threads.equals("blas");
    openblas_nolapack.blas_set_num_threads(usesBlasThreads ? cores : 1);
    torch.set_num_threads(threads.equals("one") ? 1 : cores);
  }

  /** Threads of BLAS are worth a measurement of their own only where there are products. */
  @Override
  public boolean can(Work work) {
    return Library.super.can(work) && (!usesBlasThreads || work.operation().hasProducts());
  }

  @Override
  public Task prepare(Work work) {
    if (work.operation() == Operation.MLP) {
      return new TrainerTask(new LibtorchTrainer(TrainingTask.digits()));
    }
    List<Input> inputs = work.inputs();
    var tensors = new Tensor[inputs.size()];
    for (int i = 0; i < tensors.length; i++) {
      Input input = inputs.get(i);
      tensors[i] =
          tensor(work, input, i + 1).set_requires_grad(
              switch (work.pass()) {
                case FORWARD -> false;
                case RECORDED -> i == 0;
                case BACKWARD, STEP -> input.learned();
              });
    }
    return new LibtorchTask(work, LibtorchOperations.of(work), tensors);
  }

  private static Tensor tensor(Work work, Input input, long seed) {
    if (input.isConstant()) {
      Tensor values = torch.full(input.longShape(), new Scalar(input.low()));
      return work.type() == Work.Type.FLOAT64 ? values.to(torch.ScalarType.Double) : values;
    }
    return work.type() == Work.Type.FLOAT64
        ? Tensor.create(input.doubles(seed), input.longShape())
        : Tensor.create(input.values(seed), input.longShape());
  }
}
