package dev.adjoint.cpu;

import dev.adjoint.spi.Kernel;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The units of the kernels that are alive: a hash table by identity that is read without locks and holds no kernel. */
final class KernelUnits {
  private final KernelCompiler compiler;
  private final ReferenceQueue<Kernel> dropped = new ReferenceQueue<>();
  private volatile @Nullable Entry[] table = new Entry[64];
  private int size;

  private static final class Entry extends WeakReference<Kernel> {
    private final int hash;
    private final KernelUnit unit;
    private final @Nullable Entry next;

    Entry(Kernel kernel, int hash, KernelUnit unit, @Nullable Entry next, ReferenceQueue<Kernel> queue) {
      super(kernel, queue);
      this.hash = hash;
      this.unit = unit;
      this.next = next;
    }

    Entry(Kernel kernel, Entry from, @Nullable Entry next, ReferenceQueue<Kernel> queue) {
      this(kernel, from.hash, from.unit, next, queue);
    }
  }

  KernelUnits(KernelCompiler compiler) {
    this.compiler = compiler;
  }

  /** The unit of a kernel, made at its first launch. */
  KernelUnit of(Kernel kernel) {
    int hash = System.identityHashCode(kernel);
    KernelUnit unit = find(kernel, hash);
    return unit == null ? add(kernel, hash) : unit;
  }

  private @Nullable KernelUnit find(Kernel kernel, int hash) {
    @Nullable Entry[] entries = table;
    for (Entry e = entries[hash & entries.length - 1]; e != null; e = e.next) {
      if (e.refersTo(kernel)) {
        return e.unit;
      }
    }
    return null;
  }

  private synchronized KernelUnit add(Kernel kernel, int hash) {
    KernelUnit known = find(kernel, hash);
    if (known != null) {
      return known;
    }
    if (dropped.poll() != null || size >= table.length) {
      rebuild();
    }
    KernelUnit unit = new KernelUnit(kernel, compiler);
    @Nullable Entry[] entries = table;
    int slot = hash & entries.length - 1;
    entries[slot] = new Entry(kernel, hash, unit, entries[slot], dropped);
    size++;
    table = entries;
    return unit;
  }

  /** Copies the living into a table with room: chains are never changed, since others may be reading them. */
  private void rebuild() {
    @Nullable Entry[] larger = new Entry[Integer.highestOneBit(Math.max(32, size)) * 2];
    int living = 0;
    for (Entry chain : table) {
      for (Entry e = chain; e != null; e = e.next) {
        Kernel kernel = e.get();
        if (kernel != null) {
          int slot = e.hash & larger.length - 1;
          larger[slot] = new Entry(kernel, e, larger[slot], dropped);
          e.clear();
          living++;
        }
      }
    }
    size = living;
    table = larger;
  }
}
