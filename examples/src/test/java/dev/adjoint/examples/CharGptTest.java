package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharGptTest {
  private static final Pattern HELD_OUT = Pattern.compile("held out: (\\S+) nats a character; .* alone (\\S+)");

  @TempDir private Path folder;

  private static void assertLearned(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    Matcher found = HELD_OUT.matcher(run.out().replace(',', '.'));
    assertThat(found.find()).as(run.out()).isTrue();
    assertThat(Double.parseDouble(found.group(1))).isLessThan(Double.parseDouble(found.group(2)) / 2);
  }

  private String[] args() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "The quick brown fox jumps over the lazy dog. ".repeat(30));
    return new String[] {"--text", text.toString(), "--epochs", "5", "--sample", "60"};
  }

  @Test
  void theProgramForetellsAText() throws IOException {
    assertLearned(Run.program(CharGpt::run, args()));
  }

  @Test
  void theScriptForetellsAText() throws IOException {
    assertLearned(Run.script("cpu", "chargpt", args()));
  }

  @Test
  void textsThatAreTooShortAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("short.txt"), "short");
    String message = text + ": expected a text of 490 characters or more; it has 5";
    assertThat(Run.program(CharGpt::run, "--text", text.toString()).err()).contains(message);
    assertThat(Run.script("cpu", "chargpt", "--text", text.toString()).err()).contains(message);
  }

  @Test
  void countsThatAreNoneAreRefusedBeforeTheRun() throws IOException {
    for (String name : List.of("--sample", "--epochs")) {
      String[] args = args();
      args[List.of(args).indexOf(name) + 1] = "-5";
      for (Run run : List.of(Run.program(CharGpt::run, args), Run.script("cpu", "chargpt", args))) {
        assertThat(run.err()).contains(name + ": expected a whole number above 0; given -5").doesNotContain("epoch ");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
      }
    }
  }

  @Test
  void thePoemsAreLongEnough() {
    assertThat(Path.of("data/poems.txt")).content().hasSizeGreaterThan(5000);
  }
}
