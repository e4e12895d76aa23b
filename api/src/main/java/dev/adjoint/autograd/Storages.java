package dev.adjoint.autograd;

import dev.adjoint.spi.Buffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of storages. Few are told apart by looking at each: to give an object its first identity hash costs more than that. */
final class Storages {
  private static final int FEW = 8;

  private final @Nullable Buffer[] few = new Buffer[FEW];
  private int size;
  /** All of them, where they are more than few. */
  private @Nullable Set<Buffer> many;

  /**
   * Adds one.
   *
   * @return false if it is there already
   */
  boolean add(Buffer buffer) {
    Set<Buffer> all = many;
    if (all != null) {
      return all.add(buffer);
    }
    for (int i = 0; i < size; i++) {
      if (few[i] == buffer) {
        return false;
      }
    }
    if (size < FEW) {
      few[size++] = buffer;
      return true;
    }
    all = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(all, few);
    many = all;
    return all.add(buffer);
  }
}
