package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle of the other implementations does what it has to, and how one is chosen. */
class TextbookLinearAlgebraTest extends LinearAlgebraContract {
  @Override
  protected LinearAlgebra algebra() {
    return new TextbookLinearAlgebra();
  }

  @Test
  void whatIsOnTheClasspathIsFound() {
    assertThat(LinearAlgebras.best().name()).isEqualTo("textbook");
  }

  /** Sees one file of services alone. */
  private static ClassLoader offering(Path folder, String services) throws IOException {
    Path file = folder.resolve("META-INF/services/" + LinearAlgebra.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, services);
    return new ClassLoader(LinearAlgebras.class.getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        try (var only = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
          return Collections.enumeration(Collections.list(only.findResources(name)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Test
  void withoutAnyOneIsToldWhatToAdd(@TempDir Path folder) throws IOException {
    ClassLoader empty = offering(folder, "");
    assertThatThrownBy(() -> LinearAlgebras.best(empty))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("adjoint-backend-cpu");
  }

  @Test
  void aBrokenOneDoesNotHideTheOthers(@TempDir Path folder) throws IOException {
    String broken = "dev.adjoint.spi.NoSuchAlgebra";
    ClassLoader both = offering(folder, broken + "\n" + TextbookLinearAlgebra.class.getName() + "\n");
    assertThat(LinearAlgebras.best(both).name()).isEqualTo("textbook");
    ClassLoader onlyBroken = offering(folder, broken);
    assertThatThrownBy(() -> LinearAlgebras.best(onlyBroken))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("adjoint-backend-cpu", "NoSuchAlgebra");
  }
}
