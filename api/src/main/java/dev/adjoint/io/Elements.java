package dev.adjoint.io;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Map;

/** The elements of tensors as bytes, row by row, a piece at a time: nothing of a tensor's size beside the tensor. */
final class Elements {
  private static final int PIECE = 1 << 16;

  private Elements() {}

  /** Gives a file's bytes, one piece after the other. */
  @FunctionalInterface
  interface Source {
    /** The next bytes, exactly so many. */
    MemorySegment next(int bytes) throws IOException;
  }

  /** The bytes of a segment. */
  static Source of(MemorySegment all) {
    return new Source() {
      private long at;

      @Override
      public MemorySegment next(int bytes) {
        at += bytes;
        return all.asSlice(at - bytes, bytes);
      }
    };
  }

  /** A tensor on the current backend. */
  static Tensor read(Source from, Element type, ByteOrder order, Shape shape) throws IOException {
    Tensor out = Tensor.empty(shape, type.dtype);
    int n = out.size();
    Object piece = type.array(Math.min(n, PIECE));
    for (int at = 0; at < n; at += Math.min(n - at, PIECE)) {
      int count = Math.min(n - at, PIECE);
      type.read(from.next(count * type.bytes), order, piece, count);
      out.backend().copyIn(piece, 0, out.view().buffer(), at, count);
    }
    return out;
  }

  /** The bytes of a tensor, little-endian. */
  static void write(Tensor x, WritableByteChannel to) throws IOException {
    Tensor rows = x.detach().contiguous();
    Element type = Element.of(x.dtype());
    int n = x.size();
    Object piece = type.array(Math.min(n, PIECE));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate((long) Math.min(n, PIECE) * type.bytes);
      for (int at = 0; at < n; at += Math.min(n - at, PIECE)) {
        int count = Math.min(n - at, PIECE);
        rows.backend().copyOut(rows.view().buffer(), rows.view().offset() + at, piece, 0, count);
        type.write(piece, bytes, count);
        writeAll(bytes.asSlice(0, (long) count * type.bytes).asByteBuffer(), to);
      }
    }
  }

  /** Named tensors that are to be written, all of them there. */
  static Map<String, Tensor> present(Map<String, Tensor> tensors) {
    tensors.forEach((name, x) -> {
      if (name == null || x == null) {
        throw new IllegalArgumentException(
            "The tensor " + name + " is " + (x == null ? "null" : "without a name") + "; leave it out, or give it one");
      }
    });
    return tensors;
  }

  /** All of a buffer, however often it takes. */
  static void writeAll(ByteBuffer bytes, WritableByteChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
