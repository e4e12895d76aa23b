package dev.adjoint.io;

import dev.adjoint.AdjointException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file whose contents are damaged, or are not of the format that was asked for. Says where, what was found and expected. */
public final class FormatException extends AdjointException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String place;
  private final String fault;

  /**
   * A fault.
   *
   * @param place where in the file, for instance {@code byte 8}, or {@code line 3, column 2}
   * @param found what is there
   * @param expected what should be there, or what to do
   */
  public FormatException(Path file, String place, String found, String expected, @Nullable Throwable cause) {
    this(file.toString(), place, "found " + found + "; expected " + expected, cause);
  }

  private FormatException(String file, String place, String fault, @Nullable Throwable cause) {
    super(file + ", " + place + ": " + fault, cause);
    this.file = file;
    this.place = place;
    this.fault = fault;
  }

  /** A fault at a byte, counted from 0. */
  public static FormatException at(Path file, long offset, String found, String expected) {
    return new FormatException(file, "byte " + offset, found, expected, null);
  }

  /** The same fault, of a file that holds others: its place is in one of those. */
  FormatException within(String entry) {
    return new FormatException(file, "entry " + entry + ", " + place, fault, getCause());
  }

  /** The path of the file. */
  public String file() {
    return file;
  }

  /** Where in the file, for instance {@code byte 8}, or {@code line 3, column 2}. */
  public String place() {
    return place;
  }
}
