package dev.adjoint.tornado;

import java.util.Map;
import java.util.TreeMap;

/** Which ranges of an array are free: the first one that is large enough is taken, and neighbours are joined again. */
final class FreeList {
  /** Sizes by offset. */
  private final TreeMap<Integer, Integer> free = new TreeMap<>();

  FreeList(int capacity) {
    free.put(0, capacity);
  }

  /** Takes a range; gives its offset, or -1 where none is large enough. */
  synchronized int take(int size) {
    for (Map.Entry<Integer, Integer> range : free.entrySet()) {
      int offset = range.getKey();
      int length = range.getValue();
      if (length >= size) {
        free.remove(offset);
        if (length > size) {
          free.put(offset + size, length - size);
        }
        return offset;
      }
    }
    return -1;
  }

  /** Gives a range back. */
  synchronized void give(int offset, int size) {
    int from = offset;
    int to = offset + size;
    Map.Entry<Integer, Integer> before = free.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      from = before.getKey();
    }
    Integer after = free.remove(to);
    free.put(from, (after == null ? to : to + after) - from);
  }

  synchronized int available() {
    return free.values().stream().mapToInt(Integer::intValue).sum();
  }
}
