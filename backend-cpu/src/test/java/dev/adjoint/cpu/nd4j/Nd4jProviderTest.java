package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.BackendProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jProviderTest {
  /** What the provider says where only these classes' jars are on the classpath. */
  private static Object availabilityWith(Class<?>... owners) throws IOException, ReflectiveOperationException {
    URL[] classpath =
        Stream.of(owners).map(owner -> owner.getProtectionDomain().getCodeSource().getLocation()).toArray(URL[]::new);
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
