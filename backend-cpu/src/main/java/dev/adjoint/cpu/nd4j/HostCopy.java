package dev.adjoint.cpu.nd4j;

import java.util.Objects;
import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies between Java arrays and arrays that own their storage. An {@code int[]}, {@code long[]} or {@code short[]} may
 * also take the bits of floating-point numbers of the same width.
 */
final class HostCopy {
  private HostCopy() {}

  static void write(Object source, int from, INDArray target, long at, int count) {
    // Of an array over part of another's memory, pointer() would be the other's; and its position other threads would move too.
    Pointer to = target.data().addressPointer();
    switch (source) {
      case float[] x -> new FloatPointer(to).position(at).put(x, from, count);
      case double[] x -> new DoublePointer(to).position(at).put(x, from, count);
      case int[] x -> new IntPointer(to).position(at).put(x, from, count);
      case long[] x -> new LongPointer(to).position(at).put(x, from, count);
      case short[] x -> new ShortPointer(to).position(at).put(x, from, count);
      case boolean[] x -> new BooleanPointer(to).position(at).put(x, from, count);
      default -> throw notAnArray(source);
    }
  }

  static void read(INDArray source, long at, Object target, int from, int count) {
    Pointer of = source.data().addressPointer();
    switch (target) {
      case float[] x -> new FloatPointer(of).position(at).get(x, from, count);
      case double[] x -> new DoublePointer(of).position(at).get(x, from, count);
      case int[] x -> new IntPointer(of).position(at).get(x, from, count);
      case long[] x -> new LongPointer(of).position(at).get(x, from, count);
      case short[] x -> new ShortPointer(of).position(at).get(x, from, count);
      case boolean[] x -> new BooleanPointer(of).position(at).get(x, from, count);
      default -> throw notAnArray(target);
    }
  }

  /** The first elements, as an array of bits of their width whatever their type. */
  static Object bits(INDArray source, int count) {
    Object bits = switch (source.dataType().width()) {
      case 1 -> new boolean[count];
      case 2 -> new short[count];
      case 4 -> new int[count];
      default -> new long[count];
    };
    read(source, 0, bits, 0, count);
    return bits;
  }

  private static IllegalArgumentException notAnArray(Object given) {
    return new IllegalArgumentException(
        "Given " + Objects.requireNonNull(given).getClass().getTypeName()
            + ", expected a float[], double[], int[], long[], short[] or boolean[]");
  }
}
