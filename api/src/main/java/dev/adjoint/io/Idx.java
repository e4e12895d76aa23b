package dev.adjoint.io;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Files of one array in the IDX format, that of the MNIST digits, plain or compressed by gzip. Bytes and shorts are read as
 * int32; images of bytes become numbers from 0 to 1 by {@code to(DType.FLOAT32).div(255)}.
 */
public final class Idx {
  /** No more comes out of a byte of deflated data. */
  private static final long MOST_INFLATED = 1032;

  private static final int BYTE = 0xFF;
  private static final int GZIP = 0x1F8B;

  private Idx() {}

  /**
   * Reads a file, to the current backend. Places in messages are those of the data after it was decompressed.
   *
   * @throws FormatException if it is damaged, or no such file
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Tensor read(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      raw.mark(2);
      boolean packed = (raw.read() << Byte.SIZE | raw.read()) == GZIP;
      raw.reset();
      try (InputStream from = packed ? new BufferedInputStream(new GZIPInputStream(raw)) : raw) {
        return read(file, from, packed);
      } catch (ZipException | EOFException e) {
        throw new FormatException(file, "gzip", "damaged data: " + fault(e), "what was compressed, with its checksum", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /** The JDK says nothing where the data ends within gzip's own numbers. */
  private static String fault(IOException e) {
    return e.getMessage() == null ? "the end of the file" : e.getMessage();
  }

  private static Tensor read(Path file, InputStream from, boolean packed) throws IOException {
    byte[] magic = from.readNBytes(Integer.BYTES);
    if (magic.length < Integer.BYTES || magic[0] != 0 || magic[1] != 0) {
      throw FormatException.at(file, 0, magic.length < Integer.BYTES ? "the end of the file" : "other bytes",
          "an IDX file, which begins with two zeros, a type and the number of axes");
    }
    Element type = type(file, magic[2] & BYTE);
    int rank = magic[3] & BYTE;
    byte[] header = from.readNBytes(rank * Integer.BYTES);
    if (header.length < rank * Integer.BYTES) {
      throw FormatException.at(file, magic.length + header.length, "the end of the file", "the sizes of " + rank + " axes");
    }
    long[] sizes = new long[rank];
    ByteBuffer numbers = ByteBuffer.wrap(header);
    for (int i = 0; i < rank; i++) {
      sizes[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    Shape shape = Sizes.shape(file, magic.length, sizes);
    long start = magic.length + header.length;
    long end = start + (long) shape.size() * type.bytes;
    long size = Files.size(file);
    // Before anything is allocated: a header may say what it likes.
    if (packed ? end > size * MOST_INFLATED : size != end) {
      throw FormatException.at(file, packed ? magic.length : Math.min(size, end),
          packed ? "a header that asks for " + (end - start) + " bytes"
              : size < end ? "the end of the file" : size - end + " bytes more",
          packed ? "no more than " + size + " compressed bytes can hold"
              : "the elements to end at byte " + end + ", as " + shape + " of " + type + " take it");
    }
    Tensor out = Elements.read(Npy.source(file, start, from), type, ByteOrder.BIG_ENDIAN, shape);
    if (from.read() >= 0) {
      throw FormatException.at(file, end, "more bytes", "the end of the elements");
    }
    return out;
  }

  private static Element type(Path file, int code) {
    return switch (code) {
      case 0x08 -> Element.U8;
      case 0x09 -> Element.I8;
      case 0x0B -> Element.I16;
      case 0x0C -> Element.I32;
      case 0x0D -> Element.F32;
      case 0x0E -> Element.F64;
      default -> throw FormatException.at(file, 2, "the type 0x%02x".formatted(code), "0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e");
    };
  }
}
