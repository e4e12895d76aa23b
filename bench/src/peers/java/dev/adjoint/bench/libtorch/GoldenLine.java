package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Trajectory;
import dev.adjoint.bench.TrainingTask;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** What libtorch's losses are when it fits a line; the ordinary tests compare Adjoint's with a copy of them in a file. */
public final class GoldenLine {
  private static final int EPOCHS = 100;

  private GoldenLine() {}

  /**
   * Writes the file anew.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws IOException {
    compute().write(Path.of(arguments[0]));
  }

  /** Trains for 100 epochs. */
  public static Trajectory compute() {
    TrainingTask task = TrainingTask.line();
    try (var trainer = new LibtorchTrainer(task)) {
      String version = Tensor.class.getPackage().getImplementationVersion();
      return Trajectory.follow("libtorch, org.bytedeco:pytorch:" + version, task, trainer, EPOCHS);
    }
  }
}
