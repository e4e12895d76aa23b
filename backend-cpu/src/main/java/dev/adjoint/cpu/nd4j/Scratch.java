package dev.adjoint.cpu.nd4j;

import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The temporary arrays of one call; those that were not released before are handed back when it is closed. */
final class Scratch implements AutoCloseable {
  private final NativeStorage storage = NativeStorage.shared();
  /** The arrays, and the vectors whose memory they lie in. */
  private final Map<INDArray, INDArray> owned = new IdentityHashMap<>();
  private @Nullable INDArray offered;

  /** An array, of which nothing is left to be read, that the next {@link #result} may be; null for none. */
  void offer(@Nullable INDArray output) {
    offered = output;
  }

  /** An array that one operation of ND4J is about to fill: the one on offer if it is like that, else a new one. */
  INDArray result(DataType type, long... shape) {
    INDArray output = offered;
    boolean fits = output != null && output.dataType() == type && Arrays.equals(output.shape(), shape);
    return output != null && fits ? output : array(type, shape);
  }

  /** A new array, row by row; its contents are undefined. A shape without axes becomes a vector of one element. */
  INDArray array(DataType type, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    if (!NativeStorage.reuses(length)) {
      INDArray small = Nd4j.createUninitializedDetached(type, shape);
      owned.put(small, small);
      return small;
    }
    INDArray vector = storage.take(type, length);
    INDArray array = Nd4j.create(vector.data(), shape, rowMajorStrides(shape), 0, 'c', type);
    owned.put(array, vector);
    return array;
  }

  private static long[] rowMajorStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** A copy, row by row, broadcast to a shape and converted to a type. */
  INDArray copy(INDArray x, DataType type, long... shape) {
    INDArray copy = array(type, shape);
    Nd4jOps.assign(copy, x);
    return copy;
  }

  /** Hands an array's memory back, if it is one of these. */
  void release(INDArray array) {
    INDArray vector = owned.remove(array);
    if (vector != null) {
      end(array, vector);
    }
  }

  @Override
  public void close() {
    owned.forEach(this::end);
    owned.clear();
  }

  private void end(INDArray array, INDArray vector) {
    if (vector == array) {
      array.close();
    } else {
      storage.giveBack(vector);
    }
  }

  /** A shape as ND4J takes it: with at least one axis. */
  static long[] sizes(Shape shape) {
    long[] sizes = new long[Math.max(1, shape.rank())];
    sizes[0] = 1;
    for (int i = 0; i < shape.rank(); i++) {
      sizes[i] = shape.size(i);
    }
    return sizes;
  }
}
