package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  /** A provider whose every answer is an exception. */
  public static final class Broken implements BackendProvider {
    @Override
    public String name() {
      throw new IllegalStateException("no name");
    }

    @Override
    public int priority() {
      return 1000;
    }

    @Override
    public Availability availability() {
      return Availability.available("");
    }

    @Override
    public Backend create(BackendConfig config) {
      throw new IllegalStateException("no backend");
    }
  }

  @Test
  void aBrokenPluginIsListedAndHidesNoOther(@TempDir Path directory) throws Exception {
    try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve("plugin.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
      String providers = Broken.class.getName() + "\n" + "nobody.Provides\n";
      jar.write(providers.getBytes(StandardCharsets.UTF_8));
    }
    Backends.addPlugins(directory);
    assertThat(Backends.all()).extracting(Backends.Found::name).contains("reference", Broken.class.getName());
    assertThat(Backends.all()).filteredOn(found -> found.provider() == null).hasSize(2)
        .noneMatch(f -> f.availability().isAvailable()).extracting(f -> f.availability().reason())
        .anyMatch(reason -> reason.contains("no name")).anyMatch(reason -> reason.contains("nobody.Provides"));
    assertThat(Backends.choice().name()).isEqualTo("reference");
  }
}
