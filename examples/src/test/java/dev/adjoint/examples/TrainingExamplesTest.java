package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small runs of the programs and scripts that train: {@link TrainingLoop}, {@link Digits} and {@link Finetune}. */
class TrainingExamplesTest {
  @TempDir private Path folder;

  private static double number(Run run, String pattern) {
    assertThat(run.code()).as(run.err()).isZero();
    Matcher found = Pattern.compile(pattern).matcher(run.out().replace(',', '.'));
    assertThat(found.find()).as(run.out()).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private static void assertTellsRings(Run run) {
    assertThat(number(run, "right: (\\S+) %")).isGreaterThan(97);
    assertThat(number(run, "epoch 1. batch  25: loss (\\S+)")).isGreaterThan(number(run, "epoch 5. batch 100: loss (\\S+)"));
    assertThat(run.out().lines()).hasSize(21);
  }

  @Test
  void theLoopWrittenOutLearns() {
    assertTellsRings(Run.program(TrainingLoop::run));
    assertTellsRings(Run.script("cpu", "trainingloop"));
  }

  @Test
  void digitsAreReadAndTheRunIsGoneOnWith() {
    Path run = folder.resolve("run");
    String[] few = {"--drawn", "3000", "--epochs", "1", "--run", run.toString()};
    double early = number(Run.program(Digits::run, few), "reads (\\S+) %");
    Run on = Run.program(
        Digits::run, "--drawn", "3000", "--epochs", "3", "--resume", run.resolve("last.safetensors").toString());
    assertThat(number(on, "reads (\\S+) % of 750 digits")).isGreaterThan(Math.max(85, early));
    assertThat(on.out()).contains("epoch 2/3", "epoch 3/3").doesNotContain("epoch 1/3");
  }

  @Test
  void theScriptReadsDigitsAndDrawsTheLoss() {
    Path picture = folder.resolve("loss.svg");
    Run run = Run.script("cpu", "digits", "--drawn", "3000", "--epochs", "3", "--plot", picture.toString());
    assertThat(number(run, "reads (\\S+) % of 750 digits")).isGreaterThan(85);
    assertThat(run.err()).contains("training", "141/141", "/s");
    assertThat(picture).content().endsWith("</svg>\n");
  }

  private void idx(String name, byte[] elements, int... sizes) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(8 << 8 | sizes.length);
    for (int size : sizes) {
      header.putInt(size);
    }
    OutputStream file = Files.newOutputStream(folder.resolve(name));
    try (OutputStream to = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      to.write(header.array());
      to.write(elements);
    }
  }

  @Test
  void filesOfMnistAreRead() throws IOException {
    idx("train-images-idx3-ubyte.gz", new byte[20 * 28 * 28], 20, 28, 28);
    idx("train-labels-idx1-ubyte.gz", new byte[20], 20);
    idx("t10k-images.idx3-ubyte", new byte[10 * 28 * 28], 10, 28, 28);
    String[] args = {"--data", folder.toString(), "--epochs", "2"};
    String lacks = "there is no t10k-labels-idx1-ubyte in " + folder;
    assertThat(Run.program(Digits::run, args).err()).contains(lacks);
    assertThat(Run.script("cpu", "digits", args).err()).contains(lacks);
    idx("t10k-labels-idx1-ubyte", new byte[10], 10);
    assertThat(number(Run.program(Digits::run, args), "reads (\\S+) % of 10 digits")).isEqualTo(100);
    assertThat(number(Run.script("cpu", "digits", args), "reads (\\S+) % of 10 digits")).isEqualTo(100);
  }

  private void assertHeadLearns(Run run) {
    assertThat(number(run, "changed: \\[1.bias. 1.weight]; reads (\\S+) %")).isGreaterThan(55);
    assertThat(number(run, "saves (\\S+) KB with the last layer") * 100)
        .isLessThan(number(run, "saves (\\d+)[^ ]* KB with all layers") * 1000);
    assertThat(run.out()).contains("all but [1.weight, 1.bias]");
  }

  @Test
  void theHeadAloneIsTuned() {
    String[] args = {"--drawn", "1000", "--epochs", "3", "--file", folder.resolve("base.safetensors").toString()};
    assertHeadLearns(Run.program(Finetune::run, args));
    assertHeadLearns(Run.script("cpu", "finetune", args));
  }

  @Test
  void otherArgumentsAreRefused() {
    assertThat(Run.program(Digits::run, "--date", "x").err()).contains("Usage: Digits [--data DIR]", "given --date x");
    assertThat(Run.program(Digits::run, "--epochs").err()).contains("Usage: Digits", "given --epochs");
    assertThat(Run.program(Digits::run, "--epochs", "0").err()).contains("--epochs: expected a whole number above 0; given 0");
    assertThat(Run.program(Digits::run, "--drawn", "100", "--resume", "none").err()).contains("no such checkpoint");
    assertThat(Run.script("cpu", "digits", "--date", "x").err()).contains("Usage: digits [--data DIR]", "given --date x");
    assertThat(Run.script("cpu", "digits", "--epochs", "0").err())
        .contains("--epochs: expected a whole number above 0; given 0");
    assertThat(Run.script("cpu", "finetune", "--file").err()).contains("Usage: finetune", "given --file");
    assertThat(Run.program(TrainingLoop::run, "1").err()).contains("Usage: TrainingLoop; given 1 arguments");
  }
}
