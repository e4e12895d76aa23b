package dev.adjoint.bench.adjoint;

import dev.adjoint.DType;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.bench.Library;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.Work;
import dev.adjoint.optim.Sgd;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An operation on tensors, with its backward pass where the work has one. */
final class AdjointTask implements Library.Task {
  private final Function<Tensor[], Tensor> operation;
  private final Tensor[] inputs;
  private final boolean backward;
  private final @Nullable Sgd optimizer;
  private @Nullable Tensor cotangent;

  AdjointTask(Work work, Function<Tensor[], Tensor> operation, Tensor[] inputs) {
    this.operation = operation;
    this.inputs = inputs;
    var learned = Stream.of(inputs).filter(Tensor::requiresGrad).toList();
    optimizer = work.pass() == Work.Pass.STEP ? new Sgd(learned, Work.RATE) : null;
    backward = work.isBackward();
  }

  @Override
  public Object run() {
    Tensor output = once();
    clear();
    return output;
  }

  private Tensor once() {
    if (!backward) {
      return operation.apply(inputs);
    }
    Tensor output = operation.apply(inputs);
    if (output.shape().rank() == 0) {
      output.backward();
    } else {
      output.backward(cotangentOf(output));
    }
    if (optimizer != null) {
      optimizer.step();
    }
    return output;
  }

  private void clear() {
    if (backward) {
      for (Tensor input : inputs) {
        input.clearGrad();
      }
    }
  }

  private Tensor cotangentOf(Tensor output) {
    if (cotangent == null) {
      Shape shape = output.shape();
      float[] values = Samples.uniform(Library.COTANGENT_SEED, shape.size(), 1);
      cotangent = Scope.keepAlways(Tensor.of(values, shape).to(output.dtype()).to(output.device()));
    }
    return cotangent;
  }

  @Override
  public float[] output() {
    clear();
    return floats(once());
  }

  @Override
  public float[] gradient(int input) {
    return floats(Objects.requireNonNull(inputs[input].grad(), "No gradient yet: run a work with a backward pass first"));
  }

  private static float[] floats(Tensor tensor) {
    return tensor.detach().to(DType.FLOAT32).toFloatArray();
  }
}
