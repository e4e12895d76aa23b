package dev.adjoint.cpu;

import dev.adjoint.DType;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that were given back. Of a size that nobody has asked for the longest, they are dropped first; the garbage collector
 * takes all of them before memory runs out.
 */
final class ArrayPool {
  /** Shorter ones are made as fast as they are found. */
  static final int SHORTEST = 1024;

  private final long mostBytes;
  private SoftReference<Free> free = new SoftReference<>(null);

  private record Kind(DType dtype, int size) {
    long bytes() {
      return (long) size * dtype.bytes();
    }

    /** Sizes are multiples of powers of two, more often than not: the low bits alone would tell few of them apart. */
    @Override
    public int hashCode() {
      return (8 * size + dtype.ordinal()) * 0x9E3779B9;
    }
  }

  /** What waits. */
  private static final class Free {
    private final Map<Kind, Deque<Object>> arrays = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    @Nullable
    Object take(Kind kind) {
      Deque<Object> fitting = arrays.get(kind);
      Object array = fitting == null ? null : fitting.poll();
      bytes -= array == null ? 0 : kind.bytes();
      return array;
    }

    void put(Kind kind, Object array, long mostBytes) {
      // The last one given back is the first to be used again: it is still in the caches.
      arrays.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(array);
      bytes += kind.bytes();
      Iterator<Map.Entry<Kind, Deque<Object>>> eldest = arrays.entrySet().iterator();
      while (bytes > mostBytes) {
        Map.Entry<Kind, Deque<Object>> entry = eldest.next();
        while (bytes > mostBytes && entry.getValue().pollLast() != null) {
          bytes -= entry.getKey().bytes();
        }
        if (entry.getValue().isEmpty()) {
          eldest.remove();
        }
      }
    }
  }

  /** A pool that keeps so many bytes at most. */
  ArrayPool(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** An array of this size, with anything in it; null if there is none. */
  @Nullable
  Object take(DType dtype, int size) {
    if (size < SHORTEST) {
      return null;
    }
    Kind kind = new Kind(dtype, size);
    synchronized (this) {
      Free arrays = free.get();
      return arrays == null ? null : arrays.take(kind);
    }
  }

  /** Takes an array that nobody holds any more. */
  void put(DType dtype, int size, Object array) {
    Kind kind = new Kind(dtype, size);
    if (size < SHORTEST || kind.bytes() > mostBytes) {
      return;
    }
    synchronized (this) {
      Free arrays = free.get();
      if (arrays == null) {
        arrays = new Free();
        free = new SoftReference<>(arrays);
      }
      arrays.put(kind, array, mostBytes);
    }
  }
}
