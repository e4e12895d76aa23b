package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Backends;
import dev.adjoint.Device;
import dev.adjoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend of {@code examples/plugin}, in a jar of its own that is found when the program runs. */
class PluginTest {
  @TempDir private static Path plugins;

  @BeforeAll
  static void packItsClasses() throws IOException {
    Path classes = Path.of(System.getProperty("example.plugin.classes"));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("scalar-backend.jar")));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
  }

  @AfterEach
  void useCpu() {
    Backends.use("cpu");
  }

  private static Run run(String backend, String script) {
    Run run = Run.script(backend, script, "--plugins", plugins.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "tapetour"})
  void scriptsPrintWhatTheyPrintOnTheCpu(String script) {
    String printed = run("scalar", script).out();
    assertThat(Backends.choice().name()).isEqualTo("scalar");
    assertThat(printed).isNotBlank().isEqualTo(run("cpu", script).out());
  }

  @Test
  void theCommandLineListsIt() {
    Run run = Run.command("backends", "--plugins", plugins.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("scalar .*10.* available")
        .contains("plain loops, one thread", "org.example.scalar.ScalarProvider");
  }

  @Test
  void itLivesInAClassLoaderOfItsOwnBesideTheOthers() {
    assertThatThrownBy(() -> Class.forName("org.example.scalar.ScalarProvider")).isInstanceOf(ClassNotFoundException.class);
    Backends.addPlugins(plugins);
    assertThat(Backends.get("scalar").getClass().getClassLoader()).isNotSameAs(Backends.class.getClassLoader());
    Tensor x = Tensor.of(1, 2, 3).to(Device.of("cpu")).requiresGrad(true);
    Tensor y = x.to(Device.of("scalar")).pow(2);
    assertThat(y.device()).isEqualTo(Device.of("scalar"));
    y.sum().backward();
    assertThat(x.grad().device()).isEqualTo(Device.of("cpu"));
    assertThat(x.grad().toFloatArray()).containsExactly(2, 4, 6);
  }
}
