package dev.adjoint.cpu.nd4j;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A buffer that is an {@code INDArray}. */
final class Nd4jBuffer implements Buffer {
  private final DType dtype;
  private final int size;
  private final Holding holding;

  /**
   * A buffer over an array.
   *
   * @param holding of a vector of the buffer's size; of one element, unused, where the size is 0: ND4J's empty arrays have no
   *     storage that a view could be made of
   */
  Nd4jBuffer(DType dtype, int size, Holding holding) {
    this.dtype = dtype;
    this.size = size;
    this.holding = holding;
  }

  /** A buffer of this backend. */
  static Nd4jBuffer of(Buffer buffer) {
    if (buffer instanceof Nd4jBuffer own) {
      return own;
    }
    throw new BackendException(
        "The nd4j backend was given a buffer of another backend (" + buffer.getClass().getName()
            + "); move the tensor to nd4j first");
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }

  /** The array, while it may be used. */
  INDArray array() {
    return checked(holding.array());
  }

  /** The array, whose memory may from now on outlive this buffer. */
  INDArray share() {
    return checked(holding.share());
  }

  private INDArray checked(@Nullable INDArray array) {
    if (array == null) {
      throw new BackendException(
          "A tensor " + dtype + " of " + size
              + " elements was used after the end of the Scope it was made in. Use it inside, or"
              + " tell the scope with keep(tensor)");
    }
    if (holding.isShared() && array.data().wasClosed()) {
      throw new BackendException(
          "The INDArray that a tensor " + dtype + " of " + size + " elements shares its memory with was closed. Call close() on"
              + " it once the tensor is not used any more, or copy() the tensor first");
    }
    return array;
  }

  /** Whether a user's array lies over the same memory, and so maybe another buffer too. */
  boolean isShared() {
    return holding.isShared();
  }

  /** Ends it: its memory may then be another buffer's. */
  void giveUp() {
    holding.end();
  }

  /** ND4J's name of a dtype. */
  static DataType typeOf(DType dtype) {
    return switch (dtype) {
      case BOOL -> DataType.BOOL;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FLOAT16 -> DataType.FLOAT16;
      case BFLOAT16 -> DataType.BFLOAT16;
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }
}
