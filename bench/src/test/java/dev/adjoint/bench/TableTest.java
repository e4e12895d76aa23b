package dev.adjoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final String SMALL = "add 16";
  private static final String LARGE = "matmul 2,048";

  @Test
  void aLineHasEveryContenderTheRatioTheGoalAndTheLimit() {
    var table =
        new Table(
            List.of(
                new Result(LARGE, Contender.ADJOINT, 50_000, 1, 16_777_300),
                new Result(LARGE, Contender.MACHINE, 40_000, 1, 0),
                new Result(LARGE, Contender.LIBTORCH, 60_000, 1, 0),
                new Result(LARGE, Contender.ADJOINT_ND4J, 1250.4, 1, 0),
                new Result(LARGE, Contender.ND4J, 0.5, 1, 0)));
    assertThat(table.markdown().lines().skip(2))
        .containsExactly("| matmul 2,048 | 50,000 | 60,000 | 1,250 | 0.500 | 0.833 | 1.03 | 40,000 | 16,777,300 |");
  }

  @Test
  void theBestOfSeveralWaysCounts() {
    var table =
        new Table(
            List.of(
                new Result(SMALL, Contender.LIBTORCH, 3, 0, 0),
                new Result(SMALL, Contender.LIBTORCH_ONE, 2, 0, 0),
                new Result(SMALL, Contender.LIBTORCH_PASSIVE, 4, 0, 0)));
    assertThat(table.markdown()).contains("| add 16 | 2.00 | 0.0500 |");
  }

  @Test
  void linesAreInTheOrderOfTheSuite() {
    var table =
        new Table(List.of(new Result(LARGE, Contender.LIBTORCH, 1, 0, 0), new Result(SMALL, Contender.LIBTORCH, 1, 0, 0)));
    assertThat(table.markdown().lines().skip(2)).first().asString().contains(SMALL);
  }

  @Test
  void theLimitOfMemoryIsThatOfTheBytesMoved() {
    var results =
        List.of(
            new Result("triad 16,777,216", Contender.MACHINE, 3000, 0, 0),
            new Result("add 16,777,216", Contender.ADJOINT, 6000, 0, 0));
    assertThat(new Limits(results).microseconds("add 16,777,216")).isEqualTo(3000);
    assertThat(new Table(results).markdown().lines().skip(2)).hasSize(1);
  }
}
