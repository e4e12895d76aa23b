package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.io.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains, and is told to end. */
class InterruptedProcessTest {
  /** Ends the process as Ctrl-C does; but SIGINT is ignored where a shell started the build in the background. */
  private static final int SIGTERM = 15;

  @TempDir Path folder;

  /** Trains without end. */
  static final class Trains {
    public static void main(String[] args) {
      new SmallRun().training.checkpoints(Path.of(args[0])).checkpointEvery(1_000_000)
          .listen(TrainingListener.running(1, System.out::println)).run(SmallRun.batches(), 1_000_000);
    }
  }

  /** Ends the process itself, in a listener: nobody can finish the step. */
  static final class Exits {
    public static void main(String[] args) {
      new SmallRun().training.checkpoints(Path.of(args[0])).listen(new TrainingListener() {
        @Override
        public void batch(BatchReport report) {
          System.exit(3);
        }
      }).run(SmallRun.batches(), 1);
    }
  }

  private Process start(Class<?> program) throws IOException {
    return new ProcessBuilder(
        ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
        program.getName(), folder.toString()).redirectErrorStream(true).start();
  }

  @Test
  void aRunThatEndsTheProcessIsNotWaitedFor() throws Exception {
    Process process = start(Exits.class);
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("did not end");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void aSignalLeavesACheckpointAndSaysHowToGoOn() throws Exception {
    Process process = start(Trains.class);
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int line = 0; line < 20; line++) {
        assertThat(out.readLine()).contains("loss");
      }
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      String last = out.lines().reduce((_, line) -> line).orElse("");
      assertThat(last).contains("Training was interrupted in epoch ", "resume(Path.of(\"" + folder.resolve("last.safetensors"));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + SIGTERM);
    int epoch = Integer.parseInt(Checkpoint.read(folder.resolve("last.safetensors")).metadata().get("epoch"));
    assertThat(epoch).isGreaterThan(2);
    SmallRun again = new SmallRun();
    History history = again.training.resume(folder.resolve("last.safetensors")).run(SmallRun.batches(), epoch + 1);
    SmallRun whole = new SmallRun();
    History expected = whole.training.run(SmallRun.batches(), epoch + 1);
    assertThat(history.values("loss")).isEqualTo(expected.values("loss"));
    assertThat(again.net.state().get("0.weight").toFloatArray()).isEqualTo(whole.net.state().get("0.weight").toFloatArray());
  }
}
