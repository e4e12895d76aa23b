package dev.adjoint.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoveragePageTest {
  private static final Path PAGE = Path.of("../docs/operations.md");

  @Test
  void thePageIsUpToDate() throws IOException {
    Backends.use("reference");
    String expected = CoveragePage.text();
    if (Boolean.getBoolean("adjoint.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).as("docs/operations.md; -Dadjoint.write=true writes it").isEqualTo(expected);
  }

  @Test
  void thereAreEnoughGoldenRows() {
    assertThat(Families.ALL.stream().mapToInt(f -> Golden.of(f).size()).sum()).isGreaterThanOrEqualTo(3000);
  }
}
