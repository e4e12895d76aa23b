package dev.adjoint.bench.libtorch;

import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;

/** The elements of a libtorch tensor as a Java array. */
final class HeapCopy {
  private HeapCopy() {}

  /** Reads a float32 tensor, row by row, and closes it. */
  static float[] of(Tensor tensor) {
    try (tensor; Tensor dense = tensor.contiguous()) {
      FloatBuffer buffer = dense.createBuffer();
      var values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }
}
