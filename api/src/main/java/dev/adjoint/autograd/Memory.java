package dev.adjoint.autograd;

import dev.adjoint.DType;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import org.jspecify.annotations.Nullable;

/** Where the storage of tensors comes from, and who on a thread looks after giving it back. */
public final class Memory {
  private static final ThreadLocal<Memory> CURRENT = ThreadLocal.withInitial(Memory::new);

  private @Nullable Owner owner;

  private Memory() {}

  /** Hears of the storages made on a thread, and gives them back once nobody can read them. */
  public interface Owner {
    /** A storage was made. */
    void made(Backend backend, Buffer buffer);

    /** A tensor holds a gradient, whose storage therefore outlives what made it. */
    void holds(Meta meta);

    /** A storage outlives this owner and those around it. */
    void outlives(Buffer buffer);

    /** Who looks after the storages that code outside of the library makes while this is the owner. */
    default @Nullable Owner forOthers() {
      return this;
    }
  }

  /** A new storage, whose contents are undefined. */
  public static Buffer allocate(Backend backend, DType dtype, int size) {
    Buffer buffer = backend.allocate(dtype, size);
    Owner owner = CURRENT.get().owner;
    if (owner != null) {
      owner.made(backend, buffer);
    }
    return buffer;
  }

  /** Who hears of this thread's storages; null where nobody does. */
  public static @Nullable Owner owner() {
    return CURRENT.get().owner;
  }

  /**
   * Puts another in the owner's place.
   *
   * @return the owner before
   */
  public static @Nullable Owner swap(@Nullable Owner next) {
    Memory mine = CURRENT.get();
    Owner before = mine.owner;
    mine.owner = next;
    return before;
  }

  /** The one of this thread, for those who put owners in turns. */
  static Memory ofThread() {
    return CURRENT.get();
  }

  void put(@Nullable Owner next) {
    owner = next;
  }

  static void holds(Meta meta) {
    Owner owner = CURRENT.get().owner;
    if (owner != null) {
      owner.holds(meta);
    }
  }
}
