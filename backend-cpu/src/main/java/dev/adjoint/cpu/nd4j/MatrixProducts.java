package dev.adjoint.cpu.nd4j;

import dev.adjoint.Shape;
import dev.adjoint.spi.View;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Products of matrices, one of a batch after the other, so that a matrix that serves a whole batch is not repeated. */
final class MatrixProducts {
  private MatrixProducts() {}

  /**
   * The products.
   *
   * @param onTop whether they are added to what the output holds
   */
  static void run(View a, View b, View output, boolean onTop) {
    if (output.shape().size() == 0) {
      return;
    }
    if (a.shape().size(-1) == 0) {
      if (!onTop) {
        StridedArrays.forwards(output).assign(0);
      }
      return;
    }
    int batches = output.shape().size() / (output.shape().size(-2) * output.shape().size(-1));
    for (int batch = 0; batch < batches; batch++) {
      try (Scratch scratch = new Scratch()) {
        INDArray product = StridedArrays.forwards(matrix(output, batch));
        INDArray left = operand(matrix(a, batch), scratch);
        INDArray right = operand(matrix(b, batch), scratch);
        Nd4j.exec(
            DynamicCustomOp.builder("matmul").addInputs(left, right).addOutputs(product)
                .addFloatingPointArguments(1.0, onTop ? 1.0 : 0.0).build());
      }
    }
  }

  private static INDArray operand(View matrix, Scratch scratch) {
    INDArray array = StridedArrays.read(matrix, scratch);
    return matrix.repeats() ? scratch.copy(array, array.dataType(), Scratch.sizes(matrix.shape())) : array;
  }

  /** One of a batch of matrices, counted row by row. */
  private static View matrix(View view, int batch) {
    Shape shape = view.shape();
    int last = shape.rank() - 1;
    int offset = view.offset();
    for (int axis = last - 2, rest = batch; axis >= 0; axis--) {
      offset += rest % shape.size(axis) * view.stride(axis);
      rest /= shape.size(axis);
    }
    int[] strides = {view.stride(last - 1), view.stride(last)};
    return new View(view.buffer(), Shape.of(shape.size(last - 1), shape.size(last)), strides, offset);
  }
}
