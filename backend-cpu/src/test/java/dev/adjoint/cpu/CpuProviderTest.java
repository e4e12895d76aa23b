package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Availability;
import dev.adjoint.spi.BackendProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CpuProviderTest {
  @Test
  void isFoundAndAvailable() {
    BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
        .filter(p -> p.type() == CpuProvider.class).findFirst().orElseThrow().get();
    assertThat(provider.name()).isEqualTo("cpu");
    assertThat(provider.priority()).isEqualTo(100);
    Availability availability = provider.availability();
    assertThat(availability.isAvailable()).isTrue();
    assertThat(availability.details()).contains("thread").containsAnyOf("Vector API", "interpreted");
  }

  @Test
  void namesTheLibraryOnceItIsLoaded() {
    BlasChoice choice = new BlasChoice(false);
    assertThat(choice.description()).contains("OpenBLAS");
    choice.blas();
    assertThat(choice.description()).matches("OpenBLAS 0\\.3\\.31 \\(\\w+\\)");
  }

  @Test
  void javaIsChosenOnRequest() {
    BlasChoice choice = new BlasChoice(true);
    assertThat(choice.blas()).isInstanceOf(JavaBlas.class);
    assertThat(choice.description()).contains("adjoint.blas=java");
  }
}
