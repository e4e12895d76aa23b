package dev.adjoint.cpu.nd4j;

import dev.adjoint.Shape;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The temporary arrays of one call; those that were not released before are freed when it is closed. */
final class Scratch implements AutoCloseable {
  private final Set<INDArray> owned = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A new array, row by row; its contents are undefined. A shape without axes becomes a vector of one element. */
  INDArray array(DataType type, long... shape) {
    INDArray array = Nd4j.createUninitializedDetached(type, shape);
    owned.add(array);
    return array;
  }

  /** A copy, row by row, broadcast to a shape and converted to a type. */
  INDArray copy(INDArray x, DataType type, long... shape) {
    INDArray copy = array(type, shape);
    Nd4jOps.assign(copy, x);
    return copy;
  }

  /** Frees an array, if it is one of these. */
  void release(INDArray array) {
    if (owned.remove(array)) {
      array.close();
    }
  }

  @Override
  public void close() {
    owned.forEach(INDArray::close);
    owned.clear();
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
