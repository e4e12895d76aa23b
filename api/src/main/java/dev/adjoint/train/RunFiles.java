package dev.adjoint.train;

import dev.adjoint.Tensor;
import dev.adjoint.io.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The checkpoints of a run. */
final class RunFiles {
  private final Path folder;
  private final Interruption interruption;

  RunFiles(Path folder, Interruption interruption) {
    this.folder = folder;
    this.interruption = interruption;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of the checkpoints, " + folder + ", cannot be made", e);
    }
  }

  Path last() {
    return folder.resolve("last.safetensors");
  }

  Path best() {
    return folder.resolve("best.safetensors");
  }

  void write(Path file, Map<String, Map<String, Tensor>> sections, Map<String, String> texts) {
    try {
      Checkpoint.write(file, sections, texts);
    } catch (UncheckedIOException e) {
      // An interrupt closes the file that is written: once more, now that it is noted.
      if (!(e.getCause() instanceof ClosedByInterruptException) || !interruption.isWanted()) {
        throw e;
      }
      Checkpoint.write(file, sections, texts);
    }
  }
}
