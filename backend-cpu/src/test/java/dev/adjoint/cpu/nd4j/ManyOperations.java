package dev.adjoint.cpu.nd4j;

import dev.adjoint.Adjoint;
import dev.adjoint.Backends;
import dev.adjoint.Tensor;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A hundred thousand operations on tensors and on the arrays over them, of 16 elements and of a megabyte, with and without
 * scopes. Prints by how many bytes the process grew from the tenth part of them on, and how many were asked for. Run in a
 * process whose heap has its full size from the beginning: then it is native memory that grows.
 */
final class ManyOperations {
  static final int OPERATIONS = 100_000;
  private static final int A_STEP = 10;
  private static final int SMALL = 16;
  private static final int MEGABYTE = 1 << 18;

  private ManyOperations() {}

  public static void main(String[] args) {
    Backends.use("nd4j");
    long before = 0;
    long asked = 0;
    for (int i = 0; i < OPERATIONS / A_STEP; i++) {
      if (i == OPERATIONS / A_STEP / 10) {
        before = Pointer.physicalBytes();
        asked = 0;
      }
      int size = i % 40 < 39 ? SMALL : MEGABYTE;
      asked += 4L * size * A_STEP;
      try (var _ = i % 80 < 40 ? Adjoint.scope() : null) {
        step(size);
      }
    }
    System.out.println((Pointer.physicalBytes() - before) + " " + asked);
  }

  /** Ten operations or more: four forwards, four backwards, two on arrays. */
  private static void step(int size) {
    Tensor x = Tensor.ones(size).requiresGrad(true);
    x.mul(x).add(1).sigmoid().sum().backward();
    INDArray gradient = Nd4jTensors.toINDArray(x.grad());
    double sum = Nd4jTensors.of(gradient).mul(2).sum().item();
    if (!(sum > 0)) {
      throw new AssertionError("The gradients sum to " + sum);
    }
  }
}
