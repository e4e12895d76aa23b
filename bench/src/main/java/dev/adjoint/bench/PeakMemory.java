package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The most memory that a process ever held while it trained a network. */
final class PeakMemory {
  static final List<Work> WORKS = List.of(
      new Work(Operation.VGG11, 224, Work.Type.FLOAT32, Work.Pass.STEP),
      new Work(Operation.RESNET18, 64, Work.Type.FLOAT32, Work.Pass.STEP));

  static final double GOAL = 1.1;

  private static final int STEPS = 5;

  private PeakMemory() {}

  static String name(Work work) {
    return work + ": peak memory (MiB)";
  }

  /** The work whose peak has this name, if one has. */
  static Optional<Work> find(String name) {
    return WORKS.stream().filter(work -> name(work).equals(name)).findFirst();
  }

  /** Trains in this process, and asks Linux. */
  static Result measure(Contender contender, Work work) throws IOException {
    try (Library.Task task = contender.library().prepare(work)) {
      for (int step = 0; step < STEPS; step++) {
        task.run();
      }
    }
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("/proc/self/status has no line VmHWM"));
    return new Result(name(work), contender, Double.parseDouble(peak.replaceAll("\\D", "")) / 1024, 0, 0);
  }
}
