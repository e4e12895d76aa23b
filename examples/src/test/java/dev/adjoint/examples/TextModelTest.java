package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelTest {
  private static final Pattern LOSS = Pattern.compile("loss (\\d+)[.,](\\d+) -> (\\d+)[.,](\\d+), drawn in ");

  @TempDir private Path directory;
  private Path text;
  private Path picture;

  @BeforeEach
  void text() throws IOException {
    text = Files.writeString(directory.resolve("text.txt"), "The quick brown fox jumps over the lazy dog. ".repeat(20));
    picture = directory.resolve("loss.svg");
  }

  private void assertLearned(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("training", "300/300").doesNotContain("\r", "\u001b");
    Matcher loss = LOSS.matcher(run.out());
    assertThat(loss.find()).as(run.out()).isTrue();
    assertThat(Double.parseDouble(loss.group(1) + "." + loss.group(2))).isGreaterThan(2);
    assertThat(Double.parseDouble(loss.group(3) + "." + loss.group(4))).isLessThan(0.5);
    assertThat(run.out()).containsAnyOf("quick", "brown", "jumps");
    assertThat(picture).isNotEmptyFile().content().startsWith("<?xml").endsWith("</svg>\n");
  }

  @Test
  void programLearnsAndRepeatsItself() {
    Run first = Run.program(TextModel::run, text.toString(), "300", picture.toString());
    assertLearned(first);
    assertThat(Run.program(TextModel::run, text.toString(), "300", picture.toString()).out()).isEqualTo(first.out());
  }

  @Test
  void scriptLearns() {
    assertLearned(Run.script("cpu", "textmodel", text.toString(), "300", picture.toString()));
  }

  private void assertRefused(String message, String... args) {
    Run program = Run.program(TextModel::run, args);
    assertThat(program.code()).isOne();
    assertThat(program.err()).isEqualToIgnoringNewLines(message);
    Run script = Run.script("cpu", "textmodel", args);
    assertThat(script.code()).isOne();
    assertThat(script.err()).contains(message);
    assertThat(picture).doesNotExist();
  }

  @Test
  void textsThatAreTooShortAreRefused() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.txt"));
    assertRefused(empty + ": expected a text of at least 11 characters; it has 0", empty.toString());
    Path tiny = Files.writeString(directory.resolve("tiny.txt"), "ten chars.");
    assertRefused(tiny + ": expected a text of at least 11 characters; it has 10", tiny.toString());
  }

  @Test
  void theShortestTextWillDo() throws IOException {
    Path shortest = Files.writeString(directory.resolve("shortest.txt"), "eleven char");
    assertThat(Run.program(TextModel::run, shortest.toString(), "1", picture.toString()).code()).isZero();
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path latin = Files.write(directory.resolve("latin.txt"), "Ein schöner Gruß".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(latin + ": expected text in UTF-8; found other bytes", latin.toString());
    assertRefused(directory + ": there is no such file, or it cannot be read", directory.toString());
    assertRefused("none.txt: there is no such file, or it cannot be read", "none.txt");
  }

  @Test
  void otherArgumentsAreRefused() {
    assertRefused("STEPS: expected a whole number above 0; given many", text.toString(), "many");
    assertRefused("STEPS: expected a whole number above 0; given 0", text.toString(), "0");
    assertRefused("PICTURE: expected a name that ends in .svg; given loss.txt", text.toString(), "1", "loss.txt");
    Path missing = directory.resolve("missing");
    assertRefused(
        "PICTURE: there is no directory " + missing, text.toString(), "1", missing.resolve("loss.svg").toString());
    assertThat(missing).doesNotExist();
    assertThat(Run.program(TextModel::run).err()).contains("Usage: TextModel TEXT [STEPS] [PICTURE.svg]; given 0 arguments");
    assertThat(Run.script("cpu", "textmodel").err()).contains("Usage: textmodel TEXT [STEPS] [PICTURE.svg]; given 0 arguments");
  }
}
