package dev.adjoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.bench.Timing.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Work SMALL = new Work("Add.plain", 16);
  private static final Work LARGE = new Work("Add.plain", 1024);

  @Test
  void aLineHasEveryContenderAndBothRatios() {
    var table =
        new Table(
            List.of(
                new Timing(LARGE, Contender.ADJOINT_CPU, 0.5),
                new Timing(LARGE, Contender.ADJOINT_ND4J, 12.34),
                new Timing(LARGE, Contender.LIBTORCH, 2),
                new Timing(LARGE, Contender.SAMEDIFF, 1250.4)));
    assertThat(table.markdown().lines().skip(2))
        .containsExactly("| Add.plain, 1,024 | 0.500 | 12.3 | 2.00 | 1,250 | 0.250 | 0.000400 |");
  }

  @Test
  void theBestOfSeveralWaysCounts() {
    var table = new Table(List.of(new Timing(SMALL, Contender.LIBTORCH, 3), new Timing(SMALL, Contender.LIBTORCH, 2)));
    assertThat(table.markdown()).contains("| Add.plain, 16 | – | – | 2.00 | – | – | – |");
  }

  @Test
  void linesAreOrderedBySizeAsANumber() {
    var table = new Table(List.of(new Timing(LARGE, Contender.LIBTORCH, 1), new Timing(SMALL, Contender.LIBTORCH, 1)));
    assertThat(table.markdown().lines().skip(2)).first().asString().contains("16");
  }

  @Test
  void theHeadIsMarkdown() {
    assertThat(new Table(List.of()).markdown().lines())
        .containsExactly(
            "| work (µs a call) | Adjoint cpu | Adjoint nd4j | libtorch, best | ND4J (SameDiff), best"
                + " | Adjoint / libtorch | Adjoint / ND4J |",
            "|---|---:|---:|---:|---:|---:|---:|");
  }

  @Test
  void anUnknownContenderIsRefusedByName() {
    assertThatIllegalArgumentException().isThrownBy(() -> Contender.of("jax", "")).withMessageContaining("\"jax\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contender.of("adjoint", "opencl"))
        .withMessageContaining("\"opencl\"");
  }
}
