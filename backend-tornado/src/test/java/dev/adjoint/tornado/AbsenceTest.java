package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Availability;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import dev.adjoint.spi.Buffer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the provider says in JVMs in which TornadoVM is missing, has not been started, or finds no device. */
class AbsenceTest {
  /** The provider as ServiceLoader finds it, in a JVM of its own. */
  static final class Ask {
    private Ask() {}

    public static void main(String[] arguments) {
      BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(p -> p.name().equals("tornado"))
          .findFirst()
          .orElseThrow();
      Availability availability = provider.availability();
      System.out.println(availability.isAvailable() + ": " + availability.reason());
      try {
        provider.create(BackendConfig.fromSystem());
      } catch (RuntimeException e) {
        System.out.println(e);
      }
    }
  }

  private static String ask(boolean withApi, @Nullable String home, String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(flags));
    String classpath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> withApi || !entry.matches(".*tornado-(api|runtime)-[^/]*jar"))
        .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", classpath, Ask.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("TORNADOVM_HOME");
    if (home != null) {
      builder.environment().put("TORNADOVM_HOME", home);
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status after %s", output).isZero();
    return output;
  }

  @Test
  void withoutAnyClassOfTornadoVm() throws IOException, InterruptedException {
    assertThat(ask(false, null))
        .startsWith("false: TornadoVM is not in this JVM, and TORNADOVM_HOME is not set")
        .contains("./adjoint")
        .contains("BackendException: The backend tornado is not available: TornadoVM is not in this JVM");
  }

  @Test
  void installedButNotStarted() throws IOException, InterruptedException {
    assertThat(ask(true, "somewhere"))
        .startsWith("false: TornadoVM is installed (TORNADOVM_HOME is somewhere) but not in this JVM")
        .contains("somewhere/tornado-argfile");
  }

  @Test
  void startedWhereItsNativeLibraryIsNotFound() throws IOException, InterruptedException {
    String home = System.getenv("TORNADOVM_HOME");
    String output = ask(true, home, "@" + home + "/tornado-argfile", "-Djava.library.path=nowhere");
    assertThat(output).contains("false: TornadoVM's native library does not load");
  }

  @Test
  void causesAreNamedWithTheirRemedies() {
    Throwable noPlatform = new RuntimeException("\u001b[31mNo OpenCL platforms found.\u001b[0m");
    assertThat(Diagnosis.of(new ExceptionInInitializerError(noPlatform)))
        .contains("finds no device")
        .contains("clinfo");
    assertThat(Diagnosis.of(new UnsatisfiedLinkError("no tornado-opencl"))).contains("native library").contains("libOpenCL");
    Throwable noFloat64 = new IllegalStateException("Error during code compilation with the OpenCL driver");
    assertThat(Diagnosis.of(noFloat64)).contains("float64").contains("cl_khr_fp64");
    assertThat(Diagnosis.of(new IllegalStateException("\u001b[31msomething else\u001b[0m")))
        .endsWith("IllegalStateException: something else");
  }

  @Test
  void aBufferOfAnotherBackendIsRefused() {
    assertThatThrownBy(() -> DeviceBuffer.of(new ForeignBuffer()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("ForeignBuffer")
        .hasMessageContaining("to(device)");
  }

  private record ForeignBuffer() implements Buffer {
    @Override
    public DType dtype() {
      return DType.FLOAT32;
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
