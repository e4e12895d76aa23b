package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.BackendException;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Map<String, Map<String, Tensor>> BEFORE = Map.of("model", Map.of("w", Tensor.of(1, 2)));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("run.safetensors");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void checkBefore() {
    SameTensor.check(Checkpoint.read(file()).section("model"), BEFORE.get("model"));
  }

  @Test
  void sectionsAndTextsComeBackInOrder() {
    Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>();
    sections.put("training", SameTensor.ofEveryType());
    sections.put("scheduler", Map.of());
    sections.put("model", Map.of("layers/0.weight", Tensor.of(1, 2)));
    Checkpoint.write(file(), sections, Map.of("step", "12"));
    Checkpoint read = Checkpoint.read(file());
    assertThat(read.sections().keySet()).containsExactly("training", "scheduler", "model");
    sections.forEach((name, tensors) -> SameTensor.check(read.section(name), tensors));
    assertThat(read.metadata()).containsExactly(Map.entry("step", "12"));
    assertThat(Safetensors.open(file()).names()).contains("model/layers/0.weight");
    assertThatThrownBy(() -> read.section("optimizer")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("optimizer", "scheduler");
  }

  @Test
  void nothingIsACheckpointToo() {
    Checkpoint.write(file(), Map.of(), Map.of());
    assertThat(Checkpoint.read(file())).isEqualTo(new Checkpoint(Map.of(), Map.of()));
  }

  @Test
  void aWriteThatFailsHalfWayLeavesWhatWasThere() throws IOException {
    Checkpoint.write(file(), BEFORE, Map.of());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("first", Tensor.of(3, 4));
    try (var _ = Adjoint.scope()) {
      tensors.put("second", Tensor.of(5, 6));
    }
    // Its scope is over, which is found when its turn comes.
    assertThatThrownBy(() -> Checkpoint.write(file(), Map.of("model", tensors), Map.of()))
        .isInstanceOf(BackendException.class);
    checkBefore();
    assertThat(files()).containsExactly(file());
    assertThatThrownBy(() -> WholeFile.write(file(), channel -> {
      channel.write(ByteBuffer.allocate(9));
      throw new IOException("disk full");
    })).isInstanceOf(UncheckedIOException.class).hasMessageContainingAll("run.safetensors", "unchanged");
    checkBefore();
    assertThat(files()).containsExactly(file());
  }

  /** A process of its own that ends in the middle of a write. */
  static final class Dies {
    private Dies() {}

    public static void main(String[] arguments) {
      WholeFile.write(Path.of(arguments[0]), channel -> {
        channel.write(ByteBuffer.allocate(1000));
        Runtime.getRuntime().halt(7);
      });
    }
  }

  @Test
  void aProcessThatDiesHalfWayLeavesWhatWasThere() throws Exception {
    Checkpoint.write(file(), BEFORE, Map.of());
    Process process = new ProcessBuilder(
        ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
        Dies.class.getName(), file().toString()).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(7);
    assertThat(files()).hasSize(2);
    checkBefore();
    Checkpoint.write(file(), Map.of("model", Map.of("w", Tensor.of(8))), Map.of());
    SameTensor.check(Checkpoint.read(file()).section("model").get("w"), Tensor.of(8));
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Safetensors.write(file(), Map.of("w", Tensor.of(1)));
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("run.safetensors", "Safetensors.open");
    Safetensors.write(file(), Map.of(), Map.of("adjoint.checkpoint", "2", "adjoint.sections", ""));
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(FormatException.class)
        .hasMessageContainingAll("format 2", "newer", "at most 1");
    Safetensors.write(file(), Map.of(), Map.of("adjoint.checkpoint", "one"));
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(FormatException.class).hasMessageContaining("\"one\"");
    Safetensors.write(file(), Map.of("a/w", Tensor.of(1)), Map.of("adjoint.checkpoint", "1", "adjoint.sections", "b"));
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(FormatException.class).hasMessageContaining("a/w");
    Checkpoint.write(file(), BEFORE, Map.of());
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(FormatException.class).hasMessageContaining("cut off");
  }

  @Test
  void namesThatTheFormatCannotHold() {
    assertThatThrownBy(() -> Checkpoint.write(file(), Map.of("a/b", Map.of()), Map.of()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a/b");
    assertThatThrownBy(() -> Checkpoint.write(file(), Map.of(), Map.of("adjoint.checkpoint", "1")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("adjoint.checkpoint");
  }
}
