package dev.adjoint.cpu.nd4j;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where native memory comes from: that of buffers, which is handed back when a scope ends or the garbage collector finds that
 * nobody holds them, and that of intermediate results. What is handed back is used again; ND4J clears what it allocates, and
 * the system has to find it. The collector sees only the few bytes that a buffer takes on the heap, so it is called here once
 * the native memory outgrows a limit.
 */
final class NativeStorage {
  /** Shorter vectors are made about as fast as they are found. */
  static final int SHORTEST = 4096;
  private static final Cleaner CLEANER = Cleaner.create();
  /** How many looks, 5 ms apart, without anything freed mean that nothing more will be. */
  private static final int PATIENCE = 6;
  private static final long GIGABYTE = 1L << 30;
  /** One for all backends of this process: ND4J's memory is the process's too. */
  private static final NativeStorage SHARED = new NativeStorage(Math.min(GIGABYTE, Runtime.getRuntime().maxMemory() / 4));

  /** The bytes of the vectors that are out. */
  private final AtomicLong used = new AtomicLong();
  private final NativePool free;
  private final long leastLimit;
  private volatile long limit;

  /** A limit, in bytes, below which the collector is never called; half of it may lie unused. */
  NativeStorage(long leastLimit) {
    this.free = new NativePool(leastLimit / 2);
    this.leastLimit = leastLimit;
    this.limit = leastLimit;
  }

  /** The storage of this process. */
  static NativeStorage shared() {
    return SHARED;
  }

  /** Whether vectors of this length are used again. */
  static boolean reuses(long length) {
    return length >= SHORTEST;
  }

  /** A buffer with anything in it. */
  Nd4jBuffer allocate(DType dtype, int size) {
    Holding holding = new Holding(this, take(Nd4jBuffer.typeOf(dtype), Math.max(1, size)));
    Nd4jBuffer buffer = new Nd4jBuffer(dtype, size, holding);
    CLEANER.register(buffer, holding);
    return buffer;
  }

  /** A buffer over a vector whose memory is a user's. */
  Nd4jBuffer adopt(DType dtype, INDArray vector) {
    return new Nd4jBuffer(dtype, Math.toIntExact(vector.length()), Holding.ofShared(this, vector));
  }

  /** A vector with anything in it, to be {@link #giveBack given back}. */
  INDArray take(DataType type, long length) {
    INDArray vector = reuses(length) ? free.take(type, length) : null;
    long needed = length * type.width();
    if (used.addAndGet(needed) + free.bytes() > limit && vector == null) {
      makeRoom();
    }
    try {
      // Detached: an array of a workspace would vanish with the workspace.
      return vector == null ? create(type, length) : vector;
    } catch (RuntimeException | OutOfMemoryError e) {
      used.addAndGet(-needed);
      throw e;
    }
  }

  private INDArray create(DataType type, long length) {
    try {
      return Nd4j.createUninitializedDetached(type, length);
    } catch (RuntimeException | OutOfMemoryError e) {
      // What lies unused may be all that is missing.
      free.clear();
    }
    try {
      return Nd4j.createUninitializedDetached(type, length);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BackendException(
          "ND4J has no native memory for " + length + " elements of " + type + ", besides the " + (used.get() >> 20)
              + " MiB in use: " + e.getMessage() + ". Keep fewer tensors alive, put a Scope around a step, or allow the process"
              + " more with -Dorg.bytedeco.javacpp.maxPhysicalBytes=8g",
          e);
    }
  }

  /** Takes a vector that nobody uses any more. */
  void giveBack(INDArray vector) {
    forget(vector);
    if (reuses(vector.length())) {
      free.put(vector);
    } else {
      vector.close();
    }
  }

  /** A vector that was taken will not be given back. */
  void forget(INDArray vector) {
    used.addAndGet(-vector.length() * vector.dataType().width());
  }

  /** The native memory, in bytes, that has not been freed. */
  long bytes() {
    return used.get() + free.bytes();
  }

  private synchronized void makeRoom() {
    if (bytes() <= limit) {
      return;
    }
    free.clear();
    if (bytes() <= limit) {
      return;
    }
    System.gc();
    try {
      // Cleaning goes on in a thread of its own, which a busy machine may keep waiting.
      int idle = 0;
      for (long before = used.get(); idle < PATIENCE; Thread.sleep(5)) {
        long now = used.get();
        idle = now < before ? 0 : idle + 1;
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // What is still out is in use: the collector is not called again before half as much has been added.
    limit = Math.max(leastLimit, used.get() / 2 * 3);
  }
}
