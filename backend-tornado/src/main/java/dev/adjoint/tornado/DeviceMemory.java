package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import java.lang.ref.Cleaner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Hands out ranges of the device's memory, and takes them back when they are given up, or when the garbage collector has found
 * them unused. What still runs on the device is no matter: whatever is asked for later also runs later.
 */
final class DeviceMemory {
  /** How much memory the backend takes, in MiB. */
  static final String PROPERTY = "adjoint.tornado.memory";

  static final int DEFAULT_MEBIBYTES = 256;
  /** As many as an int counts the words of. */
  private static final int MOST_MEBIBYTES = 8191;
  /** Words of a block: ranges begin where a device reads best. */
  private static final int BLOCK = 16;
  private static final int BLOCKS_OF_A_MEBIBYTE = (1 << 20) / (BLOCK * Integer.BYTES);
  private static final Cleaner CLEANER = Cleaner.create();
  /** How often, and after how many milliseconds again, room is looked for while unused buffers are being collected. */
  private static final int ATTEMPTS = 20;
  private static final long PAUSE = 10;
  /** How many tensors a message lists. */
  private static final int LISTED = 5;

  private final int mebibytes;
  private final FreeList free;
  /** What there is, by its first block. */
  private final Map<Integer, Taken> taken = new ConcurrentHashMap<>();

  private record Taken(DType dtype, int size) {
    long bytes() {
      return (long) size * ElementType.words(dtype) * Integer.BYTES;
    }

    @Override
    public String toString() {
      return dtype + " of " + size + " elements (" + human(bytes()) + ")";
    }
  }

  /** Memory of the size that the system property {@value #PROPERTY} says. */
  DeviceMemory() {
    this(Integer.getInteger(PROPERTY, DEFAULT_MEBIBYTES));
  }

  DeviceMemory(int mebibytes) {
    if (mebibytes < 1 || mebibytes > MOST_MEBIBYTES) {
      throw new BackendException(
          "-D" + PROPERTY + "=" + mebibytes + " is not a size in MiB: expected 1 to " + MOST_MEBIBYTES);
    }
    this.mebibytes = mebibytes;
    this.free = new FreeList(mebibytes * BLOCKS_OF_A_MEBIBYTE);
  }

  /** All of it. */
  long bytes() {
    return (long) mebibytes << 20;
  }

  DeviceBuffer allocate(DType dtype, int size) {
    if (size == 0) {
      return new DeviceBuffer(dtype, 0, 0);
    }
    int width = ElementType.words(dtype);
    int blocks = (int) (((long) size * width + BLOCK - 1) / BLOCK);
    int block = free.take(blocks);
    for (int attempt = 0; block < 0 && attempt < ATTEMPTS; attempt++) {
      System.gc();
      pause();
      block = free.take(blocks);
    }
    if (block < 0) {
      throw full(new Taken(dtype, size));
    }
    DeviceBuffer buffer = new DeviceBuffer(dtype, block * (BLOCK / width), size);
    taken.put(block, new Taken(dtype, size));
    buffer.freedBy(CLEANER.register(buffer, new Return(this, block, blocks)));
    return buffer;
  }

  /** Not a lambda within a method that knows the buffer, which would then never become unreachable. */
  private record Return(DeviceMemory memory, int block, int blocks) implements Runnable {
    @Override
    public void run() {
      memory.taken.remove(block);
      memory.free.give(block, blocks);
    }
  }

  private BackendException full(Taken wanted) {
    List<Taken> largest = taken.values().stream().sorted(Comparator.comparingLong(Taken::bytes).reversed()).toList();
    long used = largest.stream().mapToLong(Taken::bytes).sum();
    String list = largest.stream().limit(LISTED).map(Taken::toString).collect(Collectors.joining(", "));
    return new BackendException(
        "The device memory of the backend tornado has no room for a tensor " + wanted + ": " + largest.size() + " tensors take "
            + human(used) + " of its " + human(bytes()) + (largest.isEmpty() ? "" : ", the largest of them " + list)
            + ". Let go of tensors, or start with a larger -D" + PROPERTY + "=MiB (now " + mebibytes + ")");
  }

  private static String human(long bytes) {
    return bytes < 1 << 10 ? bytes + " bytes" : bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
