package dev.adjoint;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Keys for those who name none, one after the other. */
final class KeySequence {
  private static volatile KeySequence current = new KeySequence(Key.of(new SplittableRandom().nextLong()));

  private final Key key;
  private final AtomicLong given = new AtomicLong();

  private KeySequence(Key key) {
    this.key = key;
  }

  static void start(long seed) {
    current = new KeySequence(Key.of(seed));
  }

  static Key next() {
    KeySequence keys = current;
    return keys.key.fold(keys.given.getAndIncrement());
  }
}
