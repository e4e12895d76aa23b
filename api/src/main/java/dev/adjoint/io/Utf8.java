package dev.adjoint.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text from bytes that must be UTF-8. */
final class Utf8 {
  private Utf8() {}

  /**
   * The text of some of a file's bytes.
   *
   * @param bytes from position to limit
   * @param base where in the file the array begins
   */
  static String decode(Path file, ByteBuffer bytes, long base) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.remaining());
    if (decoder.decode(bytes, out, true).isError()) {
      int at = bytes.position();
      throw FormatException.at(file, base + at, "the byte 0x%02x".formatted(bytes.get(at)), "text in UTF-8");
    }
    return out.flip().toString();
  }
}
