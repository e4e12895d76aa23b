package dev.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    return next(() -> {
      KeySequence keys = current;
      return keys.key.fold(keys.given.getAndIncrement());
    });
  }

  /** A key of a sequence, or the one that it gave when what runs now ran before. */
  static Key next(Supplier<Key> sequence) {
    return next(sequence, REPEATING.get());
  }

  private static Key next(Supplier<Key> sequence, @Nullable Repeating innermost) {
    if (innermost != null) {
      return innermost.next(sequence);
    }
    KeySequence mine = OF_THREAD.get();
    return mine == null ? sequence.get() : mine.key.fold(mine.given.getAndIncrement());
  }

  private static final ThreadLocal<@Nullable KeySequence> OF_THREAD = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable Repeating> REPEATING = new ThreadLocal<>();

  /** Gives this thread the keys made of one, whatever sequence they are asked of. */
  static Mode from(Key key) {
    Objects.requireNonNull(key, "keysFrom(null): expected a key such as Key.of(1)");
    KeySequence outer = OF_THREAD.get();
    OF_THREAD.set(new KeySequence(key));
    return () -> OF_THREAD.set(outer);
  }

  /** A function that gets the same keys each time it runs as it got the first time. */
  static <T, R> Function<T, R> repeating(Function<T, R> f) {
    List<Key> first = new ArrayList<>();
    return x -> {
      Repeating outer = REPEATING.get();
      REPEATING.set(new Repeating(first, outer));
      try {
        return f.apply(x);
      } finally {
        REPEATING.set(outer);
      }
    };
  }

  /** One run of a function that gets the same keys each time. */
  private static final class Repeating {
    private final List<Key> first;
    private final @Nullable Repeating outer;
    private int used;

    Repeating(List<Key> first, @Nullable Repeating outer) {
      this.first = first;
      this.outer = outer;
    }

    Key next(Supplier<Key> sequence) {
      synchronized (first) {
        if (used == first.size()) {
          first.add(KeySequence.next(sequence, outer));
        }
        return first.get(used++);
      }
    }
  }
}
