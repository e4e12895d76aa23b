package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Library;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.Work;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** An operation on tensors, with its backward pass where the work has one. */
final class LibtorchTask implements Library.Task {
  private static final BoolOptional DEFAULT = new BoolOptional();
  private static final TensorArrayRefOptional LEAVES = new TensorArrayRefOptional();

  private final Function<Tensor[], Tensor> operation;
  private final Tensor[] inputs;
  private final boolean backward;
  private final @Nullable SGD optimizer;
  private @Nullable Tensor cotangent;

  LibtorchTask(Work work, Function<Tensor[], Tensor> operation, Tensor[] inputs) {
    this.operation = operation;
    this.inputs = inputs;
    optimizer = work.pass() == Work.Pass.STEP ? optimizer(inputs) : null;
    backward = work.isBackward();
  }

  private static SGD optimizer(Tensor[] inputs) {
    Tensor[] learned = Stream.of(inputs).filter(Tensor::requires_grad).toArray(Tensor[]::new);
    try (var vector = new TensorVector(learned); var options = new SGDOptions(Work.RATE)) {
      return new SGD(vector, options);
    }
  }

  @Override
  public Object run() {
    try (Tensor output = once()) {
      return output.address();
    }
  }

  private Tensor once() {
    if (!backward) {
      return operation.apply(inputs);
    }
    for (Tensor input : inputs) {
      try (Tensor gradient = input.mutable_grad()) {
        gradient.reset();
      }
    }
    Tensor output = operation.apply(inputs);
    if (output.dim() == 0) {
      output.backward();
    } else {
      output.backward(cotangentOf(output), DEFAULT, false, LEAVES);
    }
    if (optimizer != null) {
      optimizer.step();
    }
    return output;
  }

  private Tensor cotangentOf(Tensor output) {
    if (cotangent == null) {
      float[] values = Samples.uniform(Library.COTANGENT_SEED, Math.toIntExact(output.numel()), 1);
      cotangent = Tensor.create(values).view_as(output).to(output.scalar_type());
    }
    return cotangent;
  }

  @Override
  public float[] output() {
    return floats(once());
  }

  @Override
  public float[] gradient(int input) {
    return floats(inputs[input].grad());
  }

  @Override
  public void close() {
    for (Tensor input : inputs) {
      input.close();
    }
  }

  private static float[] floats(Tensor tensor) {
    return HeapCopy.of(tensor.detach().to(torch.ScalarType.Float));
  }
}
