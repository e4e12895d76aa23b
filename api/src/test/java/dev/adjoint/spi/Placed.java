package dev.adjoint.spi;

import dev.adjoint.Shape;

/**
 * A tensor on a backend, and what is in it.
 *
 * @param view the tensor
 * @param values its elements, row by row
 * @param stored the whole of its buffer
 * @param layout how it lies in the buffer, for messages
 */
record Placed(View view, Elements values, Elements stored, String layout) {
  /** A tensor whose elements are given row by row; where indices share an element, the last one wins. */
  static Placed of(Backend backend, Shape shape, int[] strides, int offset, int size, Elements values, String layout) {
    Elements stored = Elements.random(values.dtype(), size, 100, 120, size);
    Buffer buffer = backend.allocate(values.dtype(), size);
    View view = new View(buffer, shape, strides, offset);
    int[] positions = Positions.of(view);
    for (int i = 0; i < positions.length; i++) {
      stored.set(positions[i], values, i);
    }
    backend.copyIn(stored.array(), 0, buffer, 0, size);
    return new Placed(view, stored.pick(positions), stored, layout);
  }

  /** Row by row from the buffer's start. */
  static Placed of(Backend backend, Shape shape, Elements values) {
    Buffer buffer = backend.allocate(values.dtype(), values.size());
    backend.copyIn(values.array(), 0, buffer, 0, values.size());
    return new Placed(View.of(buffer, shape), values, values, "CONTIGUOUS");
  }

  /** A vector, from the buffer's start. */
  static Placed of(Backend backend, Elements values) {
    return of(backend, Shape.of(values.size()), values);
  }

  /** What the buffer should hold once the tensor's elements have been set to these: the rest is as it was. */
  Elements storedWith(Elements written) {
    Elements out = stored.pick(iota(stored.size()));
    int[] positions = Positions.of(view);
    for (int i = 0; i < positions.length; i++) {
      out.set(positions[i], written, i);
    }
    return out;
  }

  private static int[] iota(int size) {
    int[] out = new int[size];
    for (int i = 0; i < size; i++) {
      out[i] = i;
    }
    return out;
  }

  /** What is in a buffer now. */
  static Elements read(Backend backend, Buffer buffer) {
    Elements out = new Elements(buffer.dtype(), buffer.size());
    backend.copyOut(buffer, 0, out.array(), 0, buffer.size());
    return out;
  }
}
