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
  private static final String SCOPED = " in scopes";

  private final Device device;
  private final boolean inScopes;

  /**
   * Adjoint.
   *
   * @param variant the name of the backend; with {@code " in scopes"} behind it, each call is in a scope of its own
   */
  public AdjointLibrary(String variant) {
    inScopes = variant.endsWith(SCOPED);
    device = Device.of(variant.replace(SCOPED, ""));
  }

  /** Chains make little but nodes, which no scope uses again; those of ND4J's operations would take minutes. */
  @Override
  public boolean can(Work work) {
    boolean isChosen =
        work.operation() != Operation.CHAIN || !inScopes && (device.equals(Device.of("cpu")) || work.size() <= 1000);
    return isChosen && Library.super.can(work);
  }

  @Override
  public Task prepare(Work work) {
    Task task = task(work);
    return inScopes ? new ScopedTask(task) : task;
  }

  private Task task(Work work) {
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
      return Tensor.full(shape, input.low(), work.type() == Work.Type.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32).to(device);
    }
    Tensor values =
        work.type() == Work.Type.FLOAT64 ? Tensor.of(input.doubles(seed), shape) : Tensor.of(input.values(seed), shape);
    return values.to(device);
  }
}
