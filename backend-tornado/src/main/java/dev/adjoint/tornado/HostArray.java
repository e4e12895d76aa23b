package dev.adjoint.tornado;

import dev.adjoint.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A Java array from which elements are staged for the device, and into which they are taken from the stage. */
final class HostArray {
  private final Object array;
  private final DType dtype;
  private final int bytes;

  /** An array as {@link dev.adjoint.spi.Backend#copyIn} has it for a type. */
  HostArray(Object array, DType dtype) {
    this.array = array;
    this.dtype = dtype;
    this.bytes = array instanceof double[] || array instanceof long[] ? 8 : 4;
  }

  void stage(int from, int count, MemorySegment stage) {
    if (array instanceof boolean[] flags) {
      for (int i = 0; i < count; i++) {
        stage.setAtIndex(ValueLayout.JAVA_INT, i, flags[from + i] ? 1 : 0);
      }
    } else if (array instanceof short[] halves) {
      for (int i = 0; i < count; i++) {
        stage.setAtIndex(ValueLayout.JAVA_INT, i, HalfBits.toFloat32(dtype, halves[from + i]));
      }
    } else {
      MemorySegment.copy(segment(), (long) from * bytes, stage, 0, (long) count * bytes);
    }
  }

  void take(MemorySegment stage, int to, int count) {
    if (array instanceof boolean[] flags) {
      for (int i = 0; i < count; i++) {
        flags[to + i] = stage.getAtIndex(ValueLayout.JAVA_INT, i) != 0;
      }
    } else if (array instanceof short[] halves) {
      for (int i = 0; i < count; i++) {
        halves[to + i] = HalfBits.ofFloat32(dtype, stage.getAtIndex(ValueLayout.JAVA_INT, i));
      }
    } else {
      MemorySegment.copy(stage, 0, segment(), (long) to * bytes, (long) count * bytes);
    }
  }

  private MemorySegment segment() {
    return switch (array) {
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      default -> throw new IllegalArgumentException(
          "Expected a float[], double[], int[], long[], boolean[] or short[]; given " + array.getClass().getTypeName());
    };
  }
}
