package dev.adjoint.cpu;

import dev.adjoint.DType;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Arrays for what lives only within one operation. They are used again: memory that has been touched before is many times
 * faster than fresh memory. What nobody uses the garbage collector may take back.
 */
final class Scratch {
  /** Shorter ones are made as fast as they are found. */
  private static final int SHORTEST = 512;
  /** So many of one size: more than one operation's threads hold at a time. */
  private static final int MOST = 256;
  /** Elements beyond the largest power of two, so that arrays of one size do not all begin at the same place of the cache. */
  private static final int OFFSET = 48;

  private record Kind(DType dtype, int length) {}

  private SoftReference<Map<Kind, ArrayDeque<Object>>> free = new SoftReference<>(null);

  private static Kind kind(DType dtype, int length) {
    int step = Math.max(64, Integer.highestOneBit(Math.max(1, length)) >> 3);
    return new Kind(dtype, Math.toIntExact(((length + step - 1L) / step) * step + OFFSET));
  }

  /** An array of at least a length, with anything in it; give it back after use. */
  Object take(DType dtype, int length) {
    if (length < SHORTEST) {
      return CpuBuffer.newArray(dtype, length);
    }
    Kind kind = kind(dtype, length);
    synchronized (this) {
      Map<Kind, ArrayDeque<Object>> all = free.get();
      ArrayDeque<Object> fitting = all == null ? null : all.get(kind);
      Object array = fitting == null ? null : fitting.pollLast();
      if (array != null) {
        return array;
      }
    }
    return CpuBuffer.newArray(dtype, kind.length());
  }

  /** Several arrays of at least a length. */
  Object[] take(DType dtype, int count, int length) {
    Object[] arrays = new Object[count];
    for (int i = 0; i < count; i++) {
      arrays[i] = take(dtype, length);
    }
    return arrays;
  }

  /** Gives arrays back; nobody may use them afterwards. */
  synchronized void give(Object... arrays) {
    Map<Kind, ArrayDeque<Object>> all = free.get();
    if (all == null) {
      all = new HashMap<>();
      free = new SoftReference<>(all);
    }
    for (Object array : arrays) {
      Kind kind = switch (array) {
        case float[] floats -> new Kind(DType.FLOAT32, floats.length);
        case double[] doubles -> new Kind(DType.FLOAT64, doubles.length);
        default -> null; // of other types they are rare
      };
      if (kind == null || kind.length < SHORTEST) {
        continue;
      }
      ArrayDeque<Object> same = all.computeIfAbsent(kind, _ -> new ArrayDeque<>());
      if (same.size() < MOST) {
        same.addLast(array);
      }
    }
  }
}
