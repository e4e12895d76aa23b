package dev.adjoint.spi;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map whose entries last as long as somebody holds their value: a cache that cannot leak. */
final class WeakValues<K, V> {
  private final ConcurrentHashMap<K, Entry<K, V>> map = new ConcurrentHashMap<>();
  private final ReferenceQueue<V> dropped = new ReferenceQueue<>();

  private static final class Entry<K, V> extends WeakReference<V> {
    final K key;

    Entry(K key, V value, ReferenceQueue<V> queue) {
      super(value, queue);
      this.key = key;
    }
  }

  V computeIfAbsent(K key, Function<K, V> make) {
    for (Reference<? extends V> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
      if (gone instanceof Entry<?, ?> entry) {
        map.remove(entry.key, entry);
      }
    }
    Entry<K, V> entry = map.get(key);
    @Nullable V value = entry == null ? null : entry.get();
    while (value == null) {
      V made = make.apply(key);
      Entry<K, V> mine = new Entry<>(key, made, dropped);
      Entry<K, V> other = map.compute(key, (k, old) -> old == null || old.get() == null ? mine : old);
      value = other == mine ? made : other.get();
    }
    return value;
  }
}
