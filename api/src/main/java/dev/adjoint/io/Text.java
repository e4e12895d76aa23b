package dev.adjoint.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of text. */
public final class Text {
  private static final String MARK = "\uFEFF";

  private Text() {}

  /**
   * The text of a file in UTF-8, without the byte order mark that some editors put in front.
   *
   * @throws FormatException if it is not UTF-8
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static String read(Path file) {
    try {
      String text = Utf8.decode(file, ByteBuffer.wrap(Files.readAllBytes(file)), 0);
      return text.startsWith(MARK) ? text.substring(1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }
}
