package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.seeds.AllCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All that a backend has to pass, in one class:
 *
 * <pre>{@code
 * class MyBackendTest extends BackendKit {
 *   protected String backend() {
 *     return "mine";
 *   }
 * }
 * }</pre>
 *
 * The backend is found as users find it, by its name, in {@code META-INF/services}. Each of its methods is tested over types,
 * layouts and sizes ({@link BackendContract}); then everything that Adjoint promises is tested on it: the samples of every
 * operation with their gradients, random numbers, the tape, threads, training, and that nothing leaks ({@link AllCases}).
 * What the backend has and what it leaves to Adjoint is written to {@code target/backend-NAME.md}.
 */
public abstract class BackendKit extends AllCases {
  /** The relative error that one floating-point operation may have; {@link BackendContract}'s unless a backend has another. */
  protected double tolerance(DType dtype) {
    return BackendContract.usualTolerance(dtype);
  }

  /** Whether the backend has tensors of a type; to be overridden where it lacks float16 or bfloat16. */
  protected boolean has(DType dtype) {
    return true;
  }

  /**
   * A page in Markdown whose first table has a column for this backend, which must say what the backend has; it is written
   * with {@code -Dadjoint.write=true}. Null for none.
   */
  protected @Nullable Path page() {
    return null;
  }

  @Nested
  @Tag("methods")
  class EveryMethod extends BackendContract {
    @Override
    public Backend backend() {
      return Backends.get(BackendKit.this.backend());
    }

    @Override
    public double tolerance(DType dtype) {
      return BackendKit.this.tolerance(dtype);
    }

    @Override
    public boolean has(DType dtype) {
      return BackendKit.this.has(dtype);
    }
  }

  /** The backend's own, or the best that is found. */
  @Nested
  @Tag("methods")
  class Factorisations extends LinearAlgebraContract {
    @Override
    protected LinearAlgebra algebra() {
      return Backends.get(BackendKit.this.backend()).linearAlgebra();
    }
  }

  @Nested
  class Provided {
    private Backends.Found found() {
      return Backends.all().stream().filter(f -> f.name().equals(backend())).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("the provider says that it can run here, and with what")
    void available() {
      assertThat(found().availability().reason()).as("reason why it is not available").isNull();
      assertThat(found().availability().details()).as("details of its availability").isNotBlank();
      assertThat(found().name()).as("the name that users type").matches("[a-z][a-z0-9-]*");
    }

    @Test
    @DisplayName("backend, provider and the devices of tensors have one name")
    void oneName() {
      assertThat(Backends.get(backend()).name()).isEqualTo(backend());
      Backends.use(backend());
      assertThat(Tensor.of(1, 2).device().backend()).isEqualTo(backend());
    }

    @Test
    @DisplayName("what it supports is reported, and the page about it is right")
    void supports() throws IOException {
      Map<String, String> support = Support.of(Backends.get(backend()));
      assertThat(support).as("types that every tensor program needs")
          .containsEntry("bool", "yes").containsEntry("int32", "yes").containsEntry("int64", "yes")
          .containsEntry("float32", "yes").containsEntry("float64", "yes");
      Path report = Files.createDirectories(Path.of("target")).resolve("backend-" + backend() + ".md");
      Files.write(report, SupportTable.empty().with(backend(), support).lines());
      @Nullable Path page = page();
      if (page != null) {
        if (Boolean.getBoolean("adjoint.write")) {
          Files.write(page, SupportTable.read(page).with(backend(), support).lines());
        }
        assertThat(SupportTable.read(page).column(backend()))
            .as("the column %s of %s; -Dadjoint.write=true writes it", backend(), page).isEqualTo(support);
      }
    }
  }
}
