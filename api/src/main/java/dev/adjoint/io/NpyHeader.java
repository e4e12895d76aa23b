package dev.adjoint.io;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What stands before the elements in an npy file: a magic number, a version, and a Python dictionary.
 *
 * @param fortran whether the first index runs fastest
 * @param bytes how long it is itself
 */
record NpyHeader(Element type, ByteOrder order, boolean fortran, Shape shape, long bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int LONGEST = 1 << 20;
  private static final int LONGEST_SHORT = 0xFFFF;

  /** How many bytes the elements take. */
  long dataBytes() {
    return (long) shape.size() * type.bytes;
  }

  /**
   * Reads it.
   *
   * @param base where in the file the stream begins, for messages
   */
  static NpyHeader read(Path file, long base, InputStream from) throws IOException {
    byte[] start = bytes(file, base, from, MAGIC.length + 2, "an npy file, which begins with \\x93NUMPY and its version");
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw FormatException.at(file, base, "other bytes", "an npy file, which begins with \\x93NUMPY");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
      throw FormatException.at(file, base + MAGIC.length, "the version " + version + "." + start[MAGIC.length + 1],
          "1.0, 2.0 or 3.0");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    long lengthAt = base + start.length;
    ByteBuffer length = ByteBuffer.wrap(bytes(file, lengthAt, from, lengthBytes, "the length of the header"))
        .order(ByteOrder.LITTLE_ENDIAN);
    long n = version == 1 ? Short.toUnsignedLong(length.getShort()) : Integer.toUnsignedLong(length.getInt());
    if (n > LONGEST) {
      throw FormatException.at(file, lengthAt, "a header of " + n + " bytes", "at most " + LONGEST);
    }
    long textAt = lengthAt + lengthBytes;
    byte[] text = bytes(file, textAt, from, (int) n, "a header of " + n + " bytes");
    String header = version == 3 ? Utf8.decode(file, ByteBuffer.wrap(text), textAt)
        : new String(text, StandardCharsets.ISO_8859_1);
    return new NpyDictionary(file, textAt, header).read(textAt - base + n);
  }

  private static byte[] bytes(Path file, long at, InputStream from, int n, String expected) throws IOException {
    byte[] out = from.readNBytes(n);
    if (out.length < n) {
      throw FormatException.at(file, at + out.length, "the end of the file", expected);
    }
    return out;
  }

  /** The header of a tensor as it is written: version 1.0, or 2.0 for very many axes. */
  static byte[] of(DType dtype, Shape shape) {
    String axes = shape.toString();
    String tuple = "(" + axes.substring(1, axes.length() - 1) + (shape.rank() == 1 ? ",)" : ")");
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr(dtype), tuple);
    boolean isShort = text.length() < LONGEST_SHORT - ALIGNMENT;
    int lengthBytes = isShort ? Short.BYTES : Integer.BYTES;
    int before = MAGIC.length + 2 + lengthBytes;
    int total = (before + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) (isShort ? 1 : 2)).put((byte) 0);
    if (isShort) {
      out.putShort((short) (total - before));
    } else {
      out.putInt(total - before);
    }
    out.put(text.getBytes(StandardCharsets.US_ASCII));
    while (out.position() < total - 1) {
      out.put((byte) ' ');
    }
    return out.put((byte) '\n').array();
  }

  private static String descr(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "<f8";
      case FLOAT32 -> "<f4";
      case FLOAT16 -> "<f2";
      case INT64 -> "<i8";
      case INT32 -> "<i4";
      case BOOL -> "|b1";
      case BFLOAT16 -> throw new DTypeException("NumPy has no bfloat16. Write to(FLOAT32), or a safetensors file");
    };
  }
}
