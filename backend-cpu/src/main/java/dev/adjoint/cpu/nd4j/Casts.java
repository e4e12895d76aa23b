package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import dev.adjoint.spi.Half;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Conversions, as a new array: by ND4J where it is right, in Java elsewhere. ND4J converts to integers as C does, where NaN
 * and large numbers may give anything, and some NaNs to infinite bfloat16 numbers.
 */
final class Casts {
  private Casts() {}

  static INDArray of(DType from, DType to, INDArray x, Scratch scratch) {
    if (to.isHalf() && from == DType.FLOAT64) {
      return halved(to, x, scratch);
    }
    if (to == DType.BFLOAT16) {
      return bfloat16(x, scratch);
    }
    if (from.isFloating() && to.isInteger()) {
      return truncated(to, x, scratch);
    }
    INDArray out = scratch.result(Nd4jBuffer.typeOf(to), x.shape());
    Nd4jOps.assign(out, x);
    return out;
  }

  private static INDArray halved(DType half, INDArray x, Scratch scratch) {
    INDArray dense = scratch.copy(x, DataType.DOUBLE, x.shape());
    double[] numbers = new double[Math.toIntExact(dense.length())];
    HostCopy.read(dense, 0, numbers, 0, numbers.length);
    scratch.release(dense);
    short[] bits = new short[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Half.bits(half, numbers[i]);
    }
    return array(bits, bits.length, half, x, scratch);
  }

  private static INDArray bfloat16(INDArray x, Scratch scratch) {
    INDArray dense = scratch.copy(x, DataType.FLOAT, x.shape());
    float[] numbers = new float[Math.toIntExact(dense.length())];
    HostCopy.read(dense, 0, numbers, 0, numbers.length);
    scratch.release(dense);
    short[] bits = new short[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Half.toBfloat16(numbers[i]);
    }
    return array(bits, bits.length, DType.BFLOAT16, x, scratch);
  }

  private static INDArray truncated(DType to, INDArray x, Scratch scratch) {
    INDArray dense = scratch.copy(x, DataType.DOUBLE, x.shape());
    double[] numbers = new double[Math.toIntExact(dense.length())];
    HostCopy.read(dense, 0, numbers, 0, numbers.length);
    scratch.release(dense);
    if (to == DType.INT64) {
      long[] integers = new long[numbers.length];
      for (int i = 0; i < integers.length; i++) {
        integers[i] = (long) numbers[i];
      }
      return array(integers, integers.length, to, x, scratch);
    }
    int[] integers = new int[numbers.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) numbers[i];
    }
    return array(integers, integers.length, to, x, scratch);
  }

  private static INDArray array(Object values, int size, DType dtype, INDArray like, Scratch scratch) {
    INDArray out = scratch.array(Nd4jBuffer.typeOf(dtype), like.shape());
    HostCopy.write(values, 0, out, 0, size);
    return out;
  }
}
