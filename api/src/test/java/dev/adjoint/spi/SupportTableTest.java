package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportTableTest {
  private static final List<String> PAGE =
      List.of("# Backends", "", "|  | cpu | own |", "| --- | --- | --- |", "| int32 | yes | no |", "| old | yes | no |", "",
          "End");

  @TempDir private Path directory;

  private SupportTable table(List<String> lines) throws IOException {
    return SupportTable.read(Files.write(directory.resolve("page.md"), lines));
  }

  @Test
  void aColumnIsRead() throws IOException {
    assertThat(table(PAGE).column("own")).isEqualTo(Map.of("int32", "no", "old", "no"));
    assertThat(table(PAGE).column("none")).isEmpty();
  }

  @Test
  void aColumnIsReplacedAndTheRestStays() throws IOException {
    assertThat(table(PAGE).with("own", Map.of("int32", "yes")).lines()).containsExactly(
        "# Backends", "", "|  | cpu | own |", "| --- | --- | --- |", "| int32 | yes | yes |", "", "End");
  }

  @Test
  void aNewColumnIsPutInOrder() throws IOException {
    assertThat(table(PAGE).with("fast", Map.of("int32", "yes")).lines())
        .contains("|  | cpu | fast | own |", "| int32 | yes | yes | no |");
    assertThat(SupportTable.empty().with("fast", Map.of("int32", "yes")).lines())
        .containsExactly("|  | fast |", "| --- | --- |", "| int32 | yes |");
  }

  @Test
  void whatABackendDeclaresItselfIsItsOwn() {
    assertThat(Support.of(new ReferenceBackend())).containsEntry("bfloat16", "yes")
        .containsEntry("`recycle(buffer)`", "own").containsEntry("`linearAlgebra()`", "own")
        .containsEntry("`sort(input, axis, descending, values, indices)`", "default")
        .containsEntry("`matmul(a, b, base, output)`", "default").doesNotContainKey("`matmul(a, b, output)`");
  }
}
