package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.BackendProvider;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jProviderTest {
  /** What the provider says where only these classes' jars are on the classpath. */
  private static Object availabilityWith(Class<?>... owners) throws IOException, ReflectiveOperationException {
    URL[] classpath =
        Stream.of(owners).map(owner -> owner.getProtectionDomain().getCodeSource().getLocation()).toArray(URL[]::new);
    return availabilityOn(classpath);
  }

  private static Object availabilityOn(URL[] classpath) throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = new URLClassLoader(classpath, ClassLoader.getPlatformClassLoader())) {
      Class<?> provider = loader.loadClass(Nd4jProvider.class.getName());
      Object availability = provider.getMethod("availability").invoke(provider.getConstructor().newInstance());
      return availability.getClass().getMethod("reason").invoke(availability);
    }
  }

  @Test
  void withoutNd4jItLoadsAndSaysWhatToAdd() throws IOException, ReflectiveOperationException {
    assertThat(availabilityWith(Nd4jProvider.class, BackendProvider.class, Loader.class))
        .isEqualTo("ND4J is not on the classpath: add org.nd4j:nd4j-native");
  }

  @Test
  void withoutNd4jsNativeLibraryItSaysWhichClassifierToAdd() throws IOException, ReflectiveOperationException {
    assertThat(availabilityWith(Nd4jProvider.class, BackendProvider.class, Loader.class, Nd4j.class, CpuBackend.class))
        .asString()
        .contains("native library")
        .endsWith("org.nd4j:nd4j-native with the classifier " + Loader.getPlatform());
  }

  @Test
  void aBuildForCertainProcessorsWillDo(@TempDir Path folder) throws IOException, ReflectiveOperationException {
    assertThat(availabilityBeside(folder, "-avx2")).isNull();
  }

  @Test
  void aBuildThatNd4jDoesNotLookForWillNot(@TempDir Path folder) throws IOException, ReflectiveOperationException {
    assertThat(availabilityBeside(folder, "-abacus")).asString().contains("native library");
  }

  /** What the provider says beside ND4J's jars without native libraries, and a folder with a library of some build. */
  private static Object availabilityBeside(Path folder, String build) throws IOException, ReflectiveOperationException {
    Path bindings = folder.resolve("org/nd4j/linalg/cpu/nativecpu/bindings/" + Loader.getPlatform() + build);
    Files.createDirectories(bindings);
    Files.createFile(bindings.resolve(System.mapLibraryName("jnind4jcpu")));
    List<URL> classpath = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!jar.contains(Loader.getPlatform())) {
        classpath.add(Path.of(jar).toUri().toURL());
      }
    }
    return availabilityOn(classpath.toArray(URL[]::new));
  }

  @Test
  void withNd4jItIsAvailableAndNamesTheVersion() {
    Availability availability = new Nd4jProvider().availability();
    assertThat(availability.reason()).isNull();
    assertThat(availability.details()).startsWith("ND4J 1.");
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .filteredOn(provider -> provider.name().equals("nd4j"))
        .singleElement()
        .isInstanceOf(Nd4jProvider.class);
  }
}
