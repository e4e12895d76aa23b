package dev.adjoint.cpu.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Vectors that nobody uses, to be used again. Of a size that nobody has asked for the longest, they are closed first. */
final class NativePool {
  private final long mostBytes;
  private final Map<Kind, Deque<INDArray>> free = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Kind(DataType type, long length) {
    long bytes() {
      return length * type.width();
    }
  }

  /** A pool that keeps so many bytes at most. */
  NativePool(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A vector of this length, with anything in it; null if there is none. */
  synchronized @Nullable INDArray take(DataType type, long length) {
    Kind kind = new Kind(type, length);
    Deque<INDArray> vectors = free.get(kind);
    INDArray vector = vectors == null ? null : vectors.poll();
    bytes -= vector == null ? 0 : kind.bytes();
    return vector;
  }

  /** Takes a vector that nobody uses any more. */
  void put(INDArray vector) {
    Kind kind = new Kind(vector.dataType(), vector.length());
    List<INDArray> tooMuch = new ArrayList<>();
    synchronized (this) {
      // The last one given back is the first to be used again: it is still in the caches.
      free.computeIfAbsent(kind, _ -> new ArrayDeque<>()).push(vector);
      bytes += kind.bytes();
      shrink(mostBytes, tooMuch);
    }
    tooMuch.forEach(INDArray::close);
  }

  /** Closes all. */
  void clear() {
    List<INDArray> all = new ArrayList<>();
    synchronized (this) {
      shrink(0, all);
    }
    all.forEach(INDArray::close);
  }

  /** The native memory, in bytes, that is kept. */
  synchronized long bytes() {
    return bytes;
  }

  private void shrink(long most, List<INDArray> removed) {
    Iterator<Map.Entry<Kind, Deque<INDArray>>> eldest = free.entrySet().iterator();
    while (bytes > most) {
      Map.Entry<Kind, Deque<INDArray>> entry = eldest.next();
      for (INDArray vector; bytes > most && (vector = entry.getValue().pollLast()) != null;) {
        bytes -= entry.getKey().bytes();
        removed.add(vector);
      }
      if (entry.getValue().isEmpty()) {
        eldest.remove();
      }
    }
  }
}
