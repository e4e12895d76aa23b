package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;

/**
 * What is launched to sort. Short lines at once, each element by its rank. Longer ones digit by digit, the last digit first,
 * with keys and order in two places by turns: a line is one thread's, or, where there are few, its parts count how often they
 * have each value of the digit, the counts are scanned, and each part puts its elements where they belong.
 */
final class Sorting {
  /** Up to how many elements a line is short. */
  private static final int SHORT = 32;
  /** The elements of a part, at least, and how many parts of all lines there are at most. */
  private static final int PART = 1024;
  private static final int MOST_PARTS = 1 << 13;

  private final TornadoBackend backend;
  private final View input;
  private final int axis;
  private final boolean descending;
  private final View values;
  private final View indices;
  private final int length;
  private final int lines;

  Sorting(TornadoBackend backend, View input, int axis, boolean descending, View values, View indices) {
    this.backend = backend;
    this.input = input;
    this.axis = axis;
    this.descending = descending;
    this.values = values;
    this.indices = indices;
    this.length = input.shape().size(axis);
    this.lines = input.shape().size() / length;
  }

  void run() {
    if (length <= SHORT) {
      backend.run(Task.SORT_BY_RANK, between().set(Program.CODE, flip()), input, values, indices);
    } else {
      byDigits();
    }
  }

  private int flip() {
    return descending ? -1 : 0;
  }

  private void byDigits() {
    int size = lines * length;
    boolean wide = ElementType.words(input.dtype()) == 2;
    DType keyType = wide ? DType.INT64 : DType.INT32;
    Buffer[] keys = {backend.allocate(keyType, size), backend.allocate(keyType, size)};
    Buffer[] order = {backend.allocate(DType.INT32, size), backend.allocate(DType.INT32, size)};
    Program first = between()
        .set(Program.CODE, flip())
        .set(Program.OUTPUT, DeviceBuffer.of(keys[0]).offset())
        .set(Program.SECOND, DeviceBuffer.of(order[0]).offset());
    backend.run(Task.SORT_KEYS, first, input, keys[0], order[0]);
    int most = Math.clamp(length / PART, 1, Math.max(1, MOST_PARTS / lines));
    int parts = Programs.parts(length, Programs.parts(length, most)); // none is empty, not even the last
    Shape shape = Shape.of(lines, Sorts.VALUES * parts);
    View counts = parts == 1 ? null : View.of(backend.allocate(DType.INT32, shape.size()), shape);
    int digits = input.dtype() == DType.BOOL ? 1 : wide ? Long.BYTES : Integer.BYTES;
    for (int digit = 0; digit < digits; digit++) {
      Program pass = new Program()
          .set(Program.COUNT, lines * parts)
          .set(Program.TYPE, ElementType.of(keyType))
          .set(Program.CODE, digit * Byte.SIZE)
          .set(Program.LENGTH, length)
          .set(Program.PARTS, parts)
          .set(Program.FIRST, DeviceBuffer.of(keys[digit % 2]).offset())
          .set(Program.SECOND, DeviceBuffer.of(order[digit % 2]).offset())
          .set(Program.OUTPUT, DeviceBuffer.of(keys[1 - digit % 2]).offset())
          .set(Program.STEPS, DeviceBuffer.of(order[1 - digit % 2]).offset());
      if (counts == null) {
        backend.run(Task.SORT_LINE, pass, keys[0], keys[1], order[0], order[1]);
      } else {
        pass.set(Program.RESULT, DeviceBuffer.offset(counts));
        backend.run(Task.SORT_COUNT, pass, keys[digit % 2], counts);
        backend.scan(Reduction.SUM, counts, 1, counts);
        backend.run(Task.SORT_PLACE, pass, counts, keys[0], keys[1], order[0], order[1]);
      }
    }
    Program last = between().set(Program.RESULT, DeviceBuffer.of(order[digits % 2]).offset());
    backend.run(Task.SORT_PICK, last, input, order[digits % 2], values, indices);
    for (Buffer used : new Buffer[] {keys[0], keys[1], order[0], order[1]}) {
      backend.recycle(used);
    }
    if (counts != null) {
      backend.recycle(counts.buffer());
    }
  }

  /** A program of an index an element, with the lines of what is sorted and of both results. */
  private Program between() {
    int[] shape = input.shape().toArray();
    shape[axis] = 1;
    Program program = new Program()
        .set(Program.COUNT, lines * length)
        .set(Program.LENGTH, length)
        .set(Program.FIRST_STRIDE, input.stride(axis))
        .set(Program.SECOND_STRIDE, indices.stride(axis))
        .set(Program.OUTPUT_STRIDE, values.stride(axis));
    program.set(Program.FIRST, program.addView(DeviceBuffer.offset(input), shape, input.strides()));
    program.set(Program.SECOND, program.addView(DeviceBuffer.offset(indices), shape, indices.strides()));
    Programs.result(program, values.dtype(), DeviceBuffer.offset(values), shape, values.strides());
    return program;
  }
}
