package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.View;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A range of the device's memory. Not a record: two buffers are never equal, and the range is free again once the buffer is
 * given up or unreachable.
 */
final class DeviceBuffer implements Buffer {
  private final DType dtype;
  private final int offset;
  private final int size;
  private Cleaner.@Nullable Cleanable range;
  private volatile boolean ended;

  DeviceBuffer(DType dtype, int offset, int size) {
    this.dtype = dtype;
    this.offset = offset;
    this.size = size;
  }

  /** Says how the range is freed; once, before anybody else has the buffer. */
  void freedBy(Cleaner.Cleanable cleanable) {
    range = cleanable;
  }

  /** Frees the range; what still asks for the buffer is refused from then on. */
  void giveUp() {
    if (range != null) {
      ended = true;
      range.clean();
    }
  }

  /** The buffer as this backend's own. */
  static DeviceBuffer of(Buffer buffer) {
    if (!(buffer instanceof DeviceBuffer own)) {
      throw new BackendException(
          "The backend tornado was given a buffer of another backend (" + buffer.getClass().getSimpleName()
              + "): move the tensor with to(device) first");
    }
    if (own.ended) {
      throw new BackendException(
          "A tensor " + own.dtype + " of " + own.size + " elements was used after the end of the Scope it was made in. Use it"
              + " inside, or tell the scope with keep(tensor)");
    }
    return own;
  }

  /** Where, among the elements of its type in the device's memory, the first element of a view is. */
  static int offset(View view) {
    return of(view.buffer()).offset + view.offset();
  }

  int offset() {
    return offset;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int size() {
    return size;
  }
}
