package dev.adjoint.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are there whole or not at all: a write that fails, or whose process dies, leaves what was there before. */
final class WholeFile {
  private WholeFile() {}

  /** Writes a file's contents. */
  @FunctionalInterface
  interface Writer {
    /** To a channel at its beginning; left open. */
    void write(FileChannel to) throws IOException;
  }

  /** Writes beside the file, forces it to the disk and puts it in the file's place. */
  static void write(Path file, Writer writer) {
    Path absolute = target(file);
    Path name = absolute.getFileName();
    Path folder = absolute.getParent();
    // Not a device either, which a file would be put in the place of.
    if (name == null || folder == null || Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      throw new IllegalArgumentException(file + " is no regular file; expected the path of one, or of none yet");
    }
    // Not createTempFile: what that makes, others than the owner cannot read.
    Path beside = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
    try {
      try {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          writer.write(channel);
          channel.force(true);
        }
        Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be written; what was there before is unchanged", e);
    }
    forceFolder(folder);
  }

  /** What a link leads to, so that it stays a link. */
  private static Path target(Path file) {
    try {
      return Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("The link " + file + " could not be followed", e);
    }
  }

  /** So that the new name survives a power cut; not every system can. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; the file itself is written, only its name may be the old one after a power cut.
      return;
    }
  }
}
