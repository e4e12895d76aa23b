package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.View;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views as arrays over the same storage. ND4J has no negative strides: those are turned around. */
final class StridedArrays {
  private StridedArrays() {}

  /**
   * What a view reads, as an array that broadcasts to the view's shape: axes along which one element repeats have size 1.
   */
  static INDArray read(View view, Scratch scratch) {
    INDArray forwards = forwards(view);
    int[] backwards = backwards(view);
    if (backwards.length == 0) {
      return forwards;
    }
    INDArray turned = scratch.array(forwards.dataType(), forwards.shape());
    Nd4jOps.run("reverse", turned, backwards, forwards);
    return turned;
  }

  /** Sets a view's elements to values that broadcast to its shape. */
  static void write(View view, INDArray values, Scratch scratch) {
    INDArray forwards = forwards(view);
    int[] backwards = backwards(view);
    if (backwards.length == 0) {
      Nd4jOps.assign(forwards, values);
    } else {
      INDArray dense = scratch.copy(values, forwards.dataType(), forwards.shape());
      INDArray turned = scratch.array(forwards.dataType(), forwards.shape());
      Nd4jOps.run("reverse", turned, backwards, dense);
      Nd4jOps.assign(forwards, turned);
    }
  }

  /** The storage of a view. */
  static Nd4jBuffer buffer(View view) {
    return Nd4jBuffer.of(view.buffer());
  }

  /** The elements of a view; along axes with negative strides in the order in which they are stored. */
  static INDArray forwards(View view) {
    long[] sizes = Scratch.sizes(view.shape());
    long[] strides = new long[sizes.length];
    Arrays.fill(strides, 1);
    INDArray array = buffer(view).array();
    // Counted by ND4J from the beginning of the memory, also where the array is itself a part of it.
    long offset = array.offset() + view.offset();
    for (int axis = 0; axis < view.shape().rank(); axis++) {
      int stride = view.stride(axis);
      if (stride == 0) {
        sizes[axis] = 1;
      } else {
        offset += Math.min(0, stride) * (sizes[axis] - 1);
        strides[axis] = Math.abs(stride);
      }
    }
    return Nd4j.create(array.data(), sizes, strides, offset, 'c', array.dataType());
  }

  private static int[] backwards(View view) {
    return IntStream.range(0, view.shape().rank())
        .filter(axis -> view.stride(axis) < 0 && view.shape().size(axis) > 1)
        .toArray();
  }
}
