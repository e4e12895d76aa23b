package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Library;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One call of an operation on arrays. */
record EagerTask(Function<INDArray[], INDArray> operation, INDArray[] inputs) implements Library.Task {
  @Override
  public Object run() {
    try (INDArray result = operation.apply(inputs)) {
      return result.data().address();
    }
  }

  @Override
  public float[] output() {
    return operation.apply(inputs).dup('c').data().asFloat();
  }

  @Override
  public float[] gradient(int input) {
    throw new UnsupportedOperationException("Only SameDiff has gradients");
  }
}
