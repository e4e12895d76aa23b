package dev.adjoint.tornado;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.View;

/**
 * A range of the device's array for its type. Not a record: two buffers are never equal, and the range is free again once the
 * buffer is unreachable.
 */
final class DeviceBuffer implements Buffer {
  private final DType dtype;
  private final int offset;
  private final int size;

  DeviceBuffer(DType dtype, int offset, int size) {
    this.dtype = dtype;
    this.offset = offset;
    this.size = size;
  }

  /** The buffer as this backend's own. */
  static DeviceBuffer of(Buffer buffer) {
    if (buffer instanceof DeviceBuffer own) {
      return own;
    }
    throw new BackendException(
        "The backend tornado was given a buffer of another backend (" + buffer.getClass().getSimpleName()
            + "): move the tensor with to(device) first");
  }

  /** Where, in the device's array, the first element of a view is. */
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
