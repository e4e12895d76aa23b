package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  @TempDir Path folder;

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("t.csv"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void columnsByName() {
    Csv table = Csv.read(file("\uFEFFwidth,name,height\r\n1.5,\"a, \"\"b\"\"\nc\",-2\r\n\r\n3e2, d ,4"));
    assertThat(table.columns()).containsExactly("width", "name", "height");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.texts("name")).containsExactly("a, \"b\"\nc", " d ");
    SameTensor.check(table.floats("height", "width"), Tensor.of(new float[][] {{-2, 1.5f}, {4, 300}}));
    SameTensor.check(table.doubles("width"), Tensor.of(new double[][] {{1.5}, {300}}));
    SameTensor.check(table.longs("height"), Tensor.ofLongs(-2, 4));
    assertThatThrownBy(() -> table.texts("depth")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("t.csv", "depth", "height");
  }

  @Test
  void withoutHeaderAndWithOtherSeparators() {
    Csv table = Csv.read(file("1;2\n3;4\n"), ';', false);
    assertThat(table.columns()).containsExactly("0", "1");
    SameTensor.check(table.floats(), Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    assertThat(Csv.read(file(""), ',', false).floats().shape().toArray()).containsExactly(0, 0);
    assertThatThrownBy(() -> Csv.read(file("1"), '"', false)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void specialNumbersAreNumbers() {
    Csv table = Csv.read(file("x\nNaN\n-Infinity\nnan\ninf\n-inf\n+Inf\n-nan\n"));
    assertThat(table.floats().toFloatArray()).containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(table.doubles().toDoubleArray()).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, Double.NaN,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);
  }

  @Test
  void linesMayEndWithCarriageReturns() {
    Csv table = Csv.read(file("a,b\r1,2\r\r3,4\r"));
    assertThat(table.columns()).containsExactly("a", "b");
    SameTensor.check(table.floats(), Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    checkFault("a,b\r\"1\r\",2\r3\r", "line 4", "1 cells");
    checkFault("a,b\r\n\"1\r\n\",2\r\n3\r\n", "line 4", "1 cells");
  }

  @Test
  void numbersThatAreTooLargeOrHaveControlCharacters() {
    checkFault("a\n1e400\n", "line 2, column 1 (a)", "1e400", "float32");
    checkFault("a\n-1e39\n", "-1e39", "float32", "doubles");
    SameTensor.check(Csv.read(file("a\n1e39\n")).doubles(), Tensor.of(new double[][] {{1e39}}));
    Csv large = Csv.read(file("a\n1e400\n"));
    assertThatThrownBy(large::doubles).isInstanceOf(FormatException.class).hasMessageContainingAll("1e400", "float64");
    checkFault("a\n1\0\n", "line 2, column 1 (a)", "a number");
    Csv control = Csv.read(file("a\n\u00001\n"));
    assertThatThrownBy(control::doubles).isInstanceOf(FormatException.class).hasMessageContaining("a number");
  }

  private void checkFault(String text, String... told) {
    Path file = file(text);
    assertThatThrownBy(() -> {
      Csv table = Csv.read(file);
      table.floats();
      table.longs(table.columns().getFirst());
    }).isInstanceOf(FormatException.class).hasMessageContaining("t.csv").hasMessageContainingAll(told);
  }

  @Test
  void faultsAreNamedByLineAndColumn() {
    checkFault("a,b\n\"x\ny\",1\n2,z\n", "line 2, column 1 (a)", "number");
    checkFault("a,b\n1,1\n\n2,z\n", "line 4, column 2 (b)", "\"z\"", "a number");
    checkFault("a,b\n1,\n", "line 2, column 2 (b)", "an empty cell");
    checkFault("a,b\n1,2f\n", "2f");
    checkFault("a\n0x1p3\n", "0x1p3");
    checkFault("a\n1.5\n", "line 2, column 1 (a)", "a whole number");
    checkFault("a,b\n1,2\n3\n", "line 3", "1 cells", "2, as in line 1");
    checkFault("a,b\n1,\"2\n", "line 2, column 2", "quotes");
    checkFault("a,b\n\"1\"2,3\n", "line 2, column 1", "'2' after the quotes");
    checkFault("a,a\n1,2\n", "line 1, column 2", "again");
    checkFault("", "line 1", "names the columns");
  }

  @Test
  void textThatIsNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("t.csv"), "a\n\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Csv.read(file)).isInstanceOf(FormatException.class).hasMessageContainingAll("byte 2", "0xe4");
  }
}
