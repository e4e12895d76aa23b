package dev.adjoint.cpu.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The array behind a buffer, and whether its memory is ours to use again. It is not where a user's array lies over the same
 * memory: then ND4J frees it, as soon as the garbage collector has found the last array over it.
 */
final class Holding implements Runnable {
  private final NativeStorage storage;
  /** Null once the buffer has ended. */
  private volatile @Nullable INDArray array;
  private volatile boolean shared;

  /** Of an array that the storage made. */
  Holding(NativeStorage storage, INDArray array) {
    this.storage = storage;
    this.array = array;
  }

  /** Of an array over a user's memory. */
  static Holding ofShared(NativeStorage storage, INDArray array) {
    Holding holding = new Holding(storage, array);
    holding.shared = true;
    return holding;
  }

  /** The array; null once the buffer has ended. */
  @Nullable
  INDArray array() {
    return array;
  }

  boolean isShared() {
    return shared;
  }

  /** Leaves the memory to ND4J: an array over it is about to be handed out. The array; null once the buffer has ended. */
  synchronized @Nullable INDArray share() {
    INDArray mine = array;
    if (!shared && mine != null) {
      shared = true;
      storage.forget(mine);
    }
    return mine;
  }

  /** Ends it, and hands back the memory unless it is shared. */
  synchronized void end() {
    INDArray mine = array;
    array = null;
    if (mine != null && !shared) {
      storage.giveBack(mine);
    }
  }

  /** What is done once nobody holds the buffer. */
  @Override
  public void run() {
    end();
  }
}
