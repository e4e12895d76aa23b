package dev.adjoint.bench.adjoint;

import dev.adjoint.DType;
import dev.adjoint.Device;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.bench.Input;
import dev.adjoint.bench.Library;
import dev.adjoint.bench.Operation;
import dev.adjoint.bench.TrainerTask;
import dev.adjoint.bench.TrainingTask;
import dev.adjoint.bench.Work;
import java.util.List;
import java.util.stream.IntStream;

/** Adjoint, through the API that its users have. */
public final class AdjointLibrary implements Library {
  private final Device device;

  /**
   * Adjoint.
   *
   * @param backend the name of the backend
   */
  public AdjointLibrary(String backend) {
    device = Device.of(backend);
  }

  @Override
  public Task prepare(Work work) {
    if (work.operation() == Operation.MLP) {
      return new TrainerTask(new AdjointTrainer(TrainingTask.digits(), device));
    }
    List<Input> inputs = work.inputs();
    var tensors = IntStream.range(0, inputs.size()).mapToObj(i -> tensor(work, inputs.get(i), i + 1)).toArray(Tensor[]::new);
    for (int i = 0; i < tensors.length; i++) {
      tensors[i].requiresGrad(
          switch (work.pass()) {
            case FORWARD -> false;
            case RECORDED -> i == 0;
            case BACKWARD, STEP -> inputs.get(i).learned();
          });
    }
    return new AdjointTask(work, AdjointOperations.of(work), tensors);
  }

  private Tensor tensor(Work work, Input input, long seed) {
    Shape shape = Shape.of(input.shape());
    if (input.isConstant()) {
      return Tensor.full(shape, input.low(), DType.FLOAT32).to(device);
    }
    Tensor values =
        work.type() == Work.Type.FLOAT64 ? Tensor.of(input.doubles(seed), shape) : Tensor.of(input.values(seed), shape);
    return values.to(device);
  }
}
