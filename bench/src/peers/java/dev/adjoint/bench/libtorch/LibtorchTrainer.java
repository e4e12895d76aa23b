package dev.adjoint.bench.libtorch;

import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.relu;

import dev.adjoint.bench.Objective;
import dev.adjoint.bench.Trainer;
import dev.adjoint.bench.TrainingTask;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Trains with libtorch's functional layers, its autograd and its SGD. */
public final class LibtorchTrainer implements Trainer {
  private final TrainingTask task;
  private final Tensor inputs;
  private final Tensor targets;
  private final Tensor[] parameters;
  private final SGD optimizer;

  /** Copies the task's numbers into libtorch. */
  public LibtorchTrainer(TrainingTask task) {
    this.task = task;
    inputs = Tensor.create(task.inputs(), task.rows(), task.widths()[0]);
    targets =
        switch (task.objective()) {
          case Objective.CrossEntropy(int[] labels) -> Tensor.create(Arrays.stream(labels).asLongStream().toArray());
          case Objective.MeanSquaredError(float[] values) -> Tensor.create(values, task.rows(), values.length / task.rows());
        };
    parameters = new Tensor[task.parameters().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Tensor.create(task.parameters().get(i), task.shape(i)).set_requires_grad(true);
    }
    try (var vector = new TensorVector(parameters); var options = new SGDOptions(task.rate())) {
      optimizer = new SGD(vector, options);
    }
  }

  @Override
  public float step() {
    try (var _ = new PointerScope()) {
      optimizer.zero_grad();
      Tensor loss = loss(forward());
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  @Override
  public float[] gradient(int parameter) {
    return HeapCopy.of(parameters[parameter].grad());
  }

  @Override
  public void close() {
    optimizer.close();
    inputs.close();
    targets.close();
    for (Tensor parameter : parameters) {
      parameter.close();
    }
  }

  private Tensor forward() {
    Tensor hidden = inputs;
    for (int layer = 0; layer < task.layers(); layer++) {
      Tensor sums = linear(hidden, parameters[2 * layer], parameters[2 * layer + 1]);
      hidden = layer == task.layers() - 1 ? sums : relu(sums);
    }
    return hidden;
  }

  private Tensor loss(Tensor outputs) {
    return switch (task.objective()) {
      case Objective.CrossEntropy _ -> cross_entropy(outputs, targets);
      case Objective.MeanSquaredError _ -> mse_loss(outputs, targets);
    };
  }
}
