package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process ever held while it trained VGG11. */
final class PeakMemory {
  static final Work WORK = new Work(Operation.VGG11, 224, Work.Type.FLOAT32, Work.Pass.STEP);
  private static final int STEPS = 5;

  static final double GOAL = 1.1;

  static final String NAME = WORK + ": peak memory (MiB)";

  private PeakMemory() {}

  /** Trains in this process, and asks Linux. */
  static Result measure(Contender contender) throws IOException {
    try (Library.Task task = contender.library().prepare(WORK)) {
      for (int step = 0; step < STEPS; step++) {
        task.run();
      }
    }
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("/proc/self/status has no line VmHWM"));
    return new Result(NAME, contender, Double.parseDouble(peak.replaceAll("\\D", "")) / 1024, 0, 0);
  }
}
