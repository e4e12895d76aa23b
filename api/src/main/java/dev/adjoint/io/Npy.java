package dev.adjoint.io;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of one array, as {@code numpy.save} and {@code numpy.load} have them: versions 1.0 to 3.0 of the format. Read are the
 * types f2, f4, f8, i4, i8 and b1 as they are, i1, i2, u1 and u2 as int32, and u4 as int64, in either byte order, row by row or
 * column by column. Never a pickled object.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads a file, to the current backend.
   *
   * @throws FormatException if it is damaged, or no such file
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Tensor read(Path file) {
    try (InputStream from = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(file, 0, from);
      long size = Files.size(file);
      long end = header.bytes() + header.dataBytes();
      if (size != end) {
        throw FormatException.at(file, Math.min(size, end), size < end ? "the end of the file" : size - end + " bytes more",
            "the elements to end at byte " + end + ", as " + header.shape() + " of " + header.type() + " take it");
      }
      return elements(file, 0, header, from);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /**
   * Writes a tensor, little-endian and row by row. A file that is there already is replaced once the new one is complete.
   *
   * @throws dev.adjoint.DTypeException for bfloat16, which NumPy does not have
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Tensor tensor) {
    byte[] header = NpyHeader.of(tensor.dtype(), tensor.shape());
    WholeFile.write(file, channel -> write(header, tensor, channel));
  }

  static void write(byte[] header, Tensor tensor, WritableByteChannel to) throws IOException {
    Elements.writeAll(ByteBuffer.wrap(header), to);
    Elements.write(tensor, to);
  }

  /** The elements after a header, of which there must be enough. */
  static Tensor elements(Path file, long base, NpyHeader header, InputStream from) throws IOException {
    int[] sizes = header.shape().toArray();
    int rank = sizes.length;
    int[] reversed = new int[rank];
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = rank - 1 - i;
      reversed[i] = sizes[rank - 1 - i];
    }
    Shape inFile = header.fortran() ? Shape.of(reversed) : header.shape();
    Tensor rows = Elements.read(source(file, base + header.bytes(), from), header.type(), header.order(), inFile);
    return header.fortran() && rank > 1 ? rows.permute(axes).contiguous() : rows;
  }

  /** The bytes of a stream; a fault where it ends too early. */
  static Elements.Source source(Path file, long start, InputStream from) {
    return new Elements.Source() {
      private long at = start;
      private byte[] piece = new byte[0];

      @Override
      public MemorySegment next(int bytes) throws IOException {
        piece = piece.length < bytes ? new byte[bytes] : piece;
        int n = from.readNBytes(piece, 0, bytes);
        at += n;
        if (n < bytes) {
          throw FormatException.at(file, at, "the end of the data", "more elements: the header's sizes say so");
        }
        return MemorySegment.ofArray(piece);
      }
    };
  }
}
