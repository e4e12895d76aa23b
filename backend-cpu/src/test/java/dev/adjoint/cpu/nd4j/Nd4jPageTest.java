package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of the page on ND4J runs, and prints what its comments say. */
class Nd4jPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PRINTED = Pattern.compile("println\\(.*\\); +// (.*)");

  @Test
  void itsCodeRuns(@TempDir Path folder) throws IOException, ReflectiveOperationException {
    String page = Files.readString(Path.of("..", "docs", "nd4j.md"));
    String code = BLOCK.matcher(page).results().map(found -> found.group(1)).collect(Collectors.joining());
    List<String> expected = PRINTED.matcher(code).results().map(found -> found.group(1)).toList();
    assertThat(expected).hasSizeGreaterThan(2);
    Path source = folder.resolve("Page.java");
    Files.writeString(source, """
        import static org.nd4j.linalg.indexing.NDArrayIndex.all;
        import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
        import dev.adjoint.*;
        import dev.adjoint.cpu.nd4j.Nd4jTensors;
        import org.nd4j.linalg.api.buffer.DataType;
        import org.nd4j.linalg.api.ndarray.INDArray;
        import org.nd4j.linalg.factory.Nd4j;
        public class Page {
          public static void main(String[] args) {
        %s
          }
        }
        """.formatted(code));
    int compiled = ToolProvider.getSystemJavaCompiler().run(
        null, null, null, "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"),
        source.toString());
    assertThat(compiled).isZero();
    assertThat(printedBy(folder)).containsExactlyElementsOf(expected);
  }

  private static List<String> printedBy(Path folder) throws IOException, ReflectiveOperationException {
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    URL[] classes = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, Nd4jPageTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("Page").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
