package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.nio.ByteBuffer;

/** The elements of a tensor, row by row, as bytes. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(Tensor x) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(x.size(), x.dtype().bytes()));
    switch (Reading.array(x, x.dtype())) {
      case float[] a -> bytes.asFloatBuffer().put(a);
      case double[] a -> bytes.asDoubleBuffer().put(a);
      case int[] a -> bytes.asIntBuffer().put(a);
      case long[] a -> bytes.asLongBuffer().put(a);
      case short[] a -> bytes.asShortBuffer().put(a);
      case boolean[] a -> {
        for (int i = 0; i < a.length; i++) {
          bytes.put(i, (byte) (a[i] ? 1 : 0));
        }
      }
      case Object other -> throw new DTypeException("There are no bytes of " + other.getClass().getSimpleName());
    }
    return bytes;
  }

  static Tensor tensor(byte[] from, Shape shape, DType dtype, Backend backend) {
    ByteBuffer bytes = ByteBuffer.wrap(from);
    int n = shape.size();
    Object array = switch (dtype) {
      case FLOAT32 -> {
        float[] a = new float[n];
        bytes.asFloatBuffer().get(a);
        yield a;
      }
      case FLOAT64 -> {
        double[] a = new double[n];
        bytes.asDoubleBuffer().get(a);
        yield a;
      }
      case INT32 -> {
        int[] a = new int[n];
        bytes.asIntBuffer().get(a);
        yield a;
      }
      case INT64 -> {
        long[] a = new long[n];
        bytes.asLongBuffer().get(a);
        yield a;
      }
      case FLOAT16, BFLOAT16 -> {
        short[] a = new short[n];
        bytes.asShortBuffer().get(a);
        yield a;
      }
      case BOOL -> {
        boolean[] a = new boolean[n];
        for (int i = 0; i < n; i++) {
          a[i] = bytes.get(i) != 0;
        }
        yield a;
      }
    };
    View view = View.of(Memory.allocate(backend, dtype, n), shape);
    backend.copyIn(array, 0, view.buffer(), 0, n);
    return Tensor.wrap(backend, view);
  }
}
