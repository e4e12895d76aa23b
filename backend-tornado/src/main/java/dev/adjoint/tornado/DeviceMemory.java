package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import java.lang.ref.Cleaner;

/** Hands out ranges of the device's four arrays, and takes them back when the garbage collector has found them unused. */
final class DeviceMemory {
  /** How much memory the arrays take together, in MiB. */
  static final String PROPERTY = "adjoint.tornado.memory";

  private static final int DEFAULT_MEBIBYTES = 256;
  private static final Cleaner CLEANER = Cleaner.create();
  /** How often, and after how many milliseconds again, room is looked for while unused buffers are being collected. */
  private static final int ATTEMPTS = 20;
  private static final long PAUSE = 10;

  private final int[] capacities;
  private final FreeList[] free;

  /** Memory of the size that the system property {@value #PROPERTY} says. */
  DeviceMemory() {
    int mebibytes = Integer.getInteger(PROPERTY, DEFAULT_MEBIBYTES);
    if (mebibytes < 1) {
      throw new BackendException("-D" + PROPERTY + "=" + mebibytes + " is not a size in MiB: expected at least 1");
    }
    capacities = new int[] {
      elements(mebibytes, 2, Float.BYTES),
      elements(mebibytes, 4, Double.BYTES),
      elements(mebibytes, 8, Integer.BYTES),
      elements(mebibytes, 8, Long.BYTES)
    };
    free = new FreeList[capacities.length];
    for (int i = 0; i < free.length; i++) {
      free[i] = new FreeList(capacities[i]);
    }
  }

  private static int elements(long mebibytes, int share, int bytes) {
    return (int) Math.min(Integer.MAX_VALUE - 64, (mebibytes << 20) / share / bytes);
  }

  /** Elements in the array of an {@link ElementType}. */
  int capacity(int type) {
    return capacities[type];
  }

  DeviceBuffer allocate(DType dtype, int size) {
    if (size == 0) {
      return new DeviceBuffer(dtype, 0, 0);
    }
    FreeList list = free[dtype == DType.BOOL ? ElementType.INT32 : ElementType.of(dtype)];
    int offset = list.take(size);
    for (int attempt = 0; offset < 0 && attempt < ATTEMPTS; attempt++) {
      System.gc();
      pause();
      offset = list.take(size);
    }
    if (offset < 0) {
      throw new BackendException(
          "The device memory of the backend tornado has no room for " + size + " more elements of " + dtype + " ("
              + list.available() + " are free, not all of them side by side): let go of tensors, or start with a larger -D"
              + PROPERTY + "=MiB (default " + DEFAULT_MEBIBYTES + ")");
    }
    DeviceBuffer buffer = new DeviceBuffer(dtype, offset, size);
    int taken = offset;
    CLEANER.register(buffer, () -> list.give(taken, size));
    return buffer;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
