package dev.adjoint.bench;

import static dev.adjoint.bench.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Device;
import dev.adjoint.bench.adjoint.AdjointTrainer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fitting a line, step by step as libtorch does it: its losses are kept in a file beside api's tests. */
final class GoldenLineTest {
  static final Path GOLDEN = Path.of("..", "api", "src", "test", "resources", "golden", "line-fit.csv");

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void adjointLosesAsLibtorchDoes(String backend) throws IOException {
    Trajectory libtorch = Trajectory.read(GOLDEN);
    var trainer = new AdjointTrainer(libtorch.task(), Device.of(backend));
    Trajectory adjoint = Trajectory.follow("Adjoint", libtorch.task(), trainer, libtorch.losses().length);
    for (int epoch = 0; epoch < libtorch.losses().length; epoch++) {
      assertClose(adjoint.losses()[epoch], libtorch.losses()[epoch]);
    }
  }

  @Test
  void aTrajectoryIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
    Trajectory golden = Trajectory.read(GOLDEN);
    Path copy = folder.resolve("copy.csv");
    golden.write(copy);
    assertThat(copy).hasSameTextualContentAs(GOLDEN);
    assertThat(golden.losses()).hasSize(100);
    assertThat(golden.task().rows()).isEqualTo(100);
  }
}
