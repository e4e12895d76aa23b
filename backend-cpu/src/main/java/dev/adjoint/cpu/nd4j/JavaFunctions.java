package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The scalar functions that {@link ScalarFunctions} does not have, one element after the other in Java. */
final class JavaFunctions {
  private JavaFunctions() {}

  static INDArray unary(UnaryOp op, INDArray x, Scratch scratch) {
    if (x.dataType().isFPType()) {
      double[] numbers = numbers(x, x.shape(), scratch);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = op.apply(numbers[i]);
      }
      return array(numbers, numbers.length, DataType.DOUBLE, x.dataType(), x.shape(), scratch);
    }
    long[] integers = integers(x, x.shape(), scratch);
    for (int i = 0; i < integers.length; i++) {
      integers[i] = op.apply(integers[i]);
    }
    return array(integers, integers.length, DataType.INT64, x.dataType(), x.shape(), scratch);
  }

  static INDArray binary(BinaryOp op, INDArray a, INDArray b, long[] shape, Scratch scratch) {
    if (a.dataType().isFPType()) {
      double[] left = numbers(a, shape, scratch);
      double[] right = numbers(b, shape, scratch);
      for (int i = 0; i < left.length; i++) {
        left[i] = op.apply(left[i], right[i]);
      }
      return array(left, left.length, DataType.DOUBLE, a.dataType(), shape, scratch);
    }
    long[] left = integers(a, shape, scratch);
    long[] right = integers(b, shape, scratch);
    for (int i = 0; i < left.length; i++) {
      left[i] = op.apply(left[i], right[i]);
    }
    return array(left, left.length, DataType.INT64, a.dataType(), shape, scratch);
  }

  /** By ND4J's own "select" it takes 0.1 microseconds an element; its "where_np" mixes differently strided operands up. */
  static INDArray select(INDArray condition, INDArray ifTrue, INDArray ifFalse, long[] shape, Scratch scratch) {
    INDArray out = scratch.copy(ifFalse, ifFalse.dataType(), shape);
    INDArray others = scratch.copy(ifTrue, ifTrue.dataType(), shape);
    INDArray flags = scratch.copy(condition, DataType.BOOL, shape);
    int size = Math.toIntExact(out.length());
    boolean[] picked = new boolean[size];
    HostCopy.read(flags, 0, picked, 0, size);
    scratch.release(flags);
    Object values = HostCopy.bits(out, size);
    Object otherValues = HostCopy.bits(others, size);
    scratch.release(others);
    for (int i = 0; i < size; i++) {
      int start = i;
      while (i < size && picked[i]) {
        i++;
      }
      System.arraycopy(otherValues, start, values, start, i - start);
    }
    HostCopy.write(values, 0, out, 0, size);
    return out;
  }

  private static double[] numbers(INDArray x, long[] shape, Scratch scratch) {
    INDArray wide = scratch.copy(x, DataType.DOUBLE, shape);
    double[] out = new double[Math.toIntExact(wide.length())];
    HostCopy.read(wide, 0, out, 0, out.length);
    scratch.release(wide);
    return out;
  }

  private static long[] integers(INDArray x, long[] shape, Scratch scratch) {
    INDArray wide = scratch.copy(x, DataType.INT64, shape);
    long[] out = new long[Math.toIntExact(wide.length())];
    HostCopy.read(wide, 0, out, 0, out.length);
    scratch.release(wide);
    return out;
  }

  private static INDArray array(Object values, int size, DataType wide, DataType type, long[] shape, Scratch scratch) {
    INDArray out = scratch.array(wide, shape);
    HostCopy.write(values, 0, out, 0, size);
    if (wide == type) {
      return out;
    }
    INDArray narrow = scratch.copy(out, type, shape);
    scratch.release(out);
    return narrow;
  }
}
