package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Buffers whose native memory is freed when the garbage collector finds that nobody holds them. The collector sees only the
 * few bytes that a buffer takes on the heap, so it is called here once the native memory outgrows a limit.
 */
final class NativeStorage {
  private static final Cleaner CLEANER = Cleaner.create();
  /** How many looks, 5 ms apart, without anything freed mean that nothing more will be. */
  private static final int PATIENCE = 6;

  private final AtomicLong bytes = new AtomicLong();
  private final long leastLimit;
  private volatile long limit;

  /** A limit, in bytes, below which the collector is never called. */
  NativeStorage(long leastLimit) {
    this.leastLimit = leastLimit;
    this.limit = leastLimit;
  }

  private record Release(INDArray array, AtomicLong bytes, long size) implements Runnable {
    @Override
    public void run() {
      array.close();
      bytes.addAndGet(-size);
    }
  }

  Nd4jBuffer allocate(DType dtype, int size) {
    long needed = (long) dtype.bytes() * Math.max(1, size);
    if (bytes.addAndGet(needed) > limit) {
      collect();
    }
    // Detached: an array of a workspace would vanish with the workspace.
    INDArray array = Nd4j.createUninitializedDetached(Nd4jBuffer.typeOf(dtype), Math.max(1, size));
    Nd4jBuffer buffer = new Nd4jBuffer(array, dtype, size);
    CLEANER.register(buffer, new Release(array, bytes, needed));
    return buffer;
  }

  /** The native memory, in bytes, of the buffers that have not been freed. */
  long bytes() {
    return bytes.get();
  }

  private synchronized void collect() {
    if (bytes.get() <= limit) {
      return;
    }
    System.gc();
    try {
      // Cleaning goes on in a thread of its own, which a busy machine may keep waiting.
      int idle = 0;
      for (long before = bytes.get(); idle < PATIENCE; Thread.sleep(5)) {
        long now = bytes.get();
        idle = now < before ? 0 : idle + 1;
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // What is still there is in use: the collector is not called again before as much has been added.
    limit = Math.max(leastLimit, 2 * bytes.get());
  }
}
