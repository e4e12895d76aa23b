package dev.adjoint.tornado;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A Java array from which elements are staged for the device, and into which they are taken from the stage. */
final class HostArray {
  private final Object array;
  private final int bytes;

  /** An array of one of the types that {@link dev.adjoint.spi.Backend#copyIn} names. */
  HostArray(Object array) {
    this.array = array;
    this.bytes = array instanceof double[] || array instanceof long[] ? 8 : 4;
  }

  void stage(int from, int count, MemorySegment stage) {
    if (array instanceof boolean[] flags) {
      for (int i = 0; i < count; i++) {
        stage.setAtIndex(ValueLayout.JAVA_INT, i, flags[from + i] ? 1 : 0);
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
          "Expected a float[], double[], int[], long[] or boolean[]; given " + array.getClass().getTypeName());
    };
  }
}
