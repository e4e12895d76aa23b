package dev.adjoint.bench.adjoint;

import dev.adjoint.Device;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.bench.Objective;
import dev.adjoint.bench.Trainer;
import dev.adjoint.bench.TrainingTask;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Sgd;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains with tensors, the tape and {@link Sgd}. */
public final class AdjointTrainer implements Trainer {
  private final TrainingTask task;
  private final Tensor inputs;
  private final Tensor targets;
  private final List<Tensor> parameters;
  private final Sgd optimizer;

  /** Copies the task's numbers to a device. */
  public AdjointTrainer(TrainingTask task, Device device) {
    this.task = task;
    inputs = Tensor.of(task.inputs(), Shape.of(task.rows(), task.widths()[0])).to(device);
    targets =
        switch (task.objective()) {
          case Objective.CrossEntropy(int[] labels) -> Tensor.ofInts(labels).to(device);
          case Objective.MeanSquaredError(float[] values) ->
              Tensor.of(values, Shape.of(task.rows(), values.length / task.rows())).to(device);
        };
    parameters =
        IntStream.range(0, task.parameters().size())
            .mapToObj(i -> Tensor.of(task.parameters().get(i), shape(task, i)).to(device).requiresGrad(true))
            .toList();
    optimizer = new Sgd(parameters, task.rate());
  }

  @Override
  public float step() {
    optimizer.zeroGrad();
    Tensor loss = loss(forward());
    loss.backward();
    optimizer.step();
    return (float) loss.item();
  }

  @Override
  public float[] gradient(int parameter) {
    return Objects.requireNonNull(parameters.get(parameter).grad(), "No gradient yet: call step() first").toFloatArray();
  }

  @Override
  public void clear() {
    optimizer.zeroGrad();
  }

  private static Shape shape(TrainingTask task, int parameter) {
    return Shape.of(LongStream.of(task.shape(parameter)).mapToInt(Math::toIntExact).toArray());
  }

  private Tensor forward() {
    Tensor hidden = inputs;
    for (int layer = 0; layer < task.layers(); layer++) {
      Tensor sums = Functional.linear(hidden, parameters.get(2 * layer), parameters.get(2 * layer + 1));
      hidden = layer == task.layers() - 1 ? sums : sums.relu();
    }
    return hidden;
  }

  private Tensor loss(Tensor outputs) {
    return switch (task.objective()) {
      case Objective.CrossEntropy _ -> Losses.crossEntropy(outputs, targets);
      case Objective.MeanSquaredError _ -> Losses.mse(outputs, targets);
    };
  }
}
