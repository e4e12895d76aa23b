package dev.adjoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunTest {
  private static final Result FIRST = new Result("add 16", Contender.ADJOINT, 0.25, 1e-9, 80);
  private static final Result SECOND = new Result("add 16", Contender.LIBTORCH, 2.5, 0, 0);

  @Test
  void whatIsWrittenIsReadAgain() {
    var run = new Run(Map.of("processor", "a \"quoted\" \\ name"), List.of(FIRST, SECOND));
    assertThat(Run.read(run.json())).isEqualTo(run);
  }

  @Test
  void theBetterMeasurementOfTheSameCounts() {
    var worse = new Result("add 16", Contender.ADJOINT, 0.5, 0, 80);
    var better = new Result("add 16", Contender.LIBTORCH, 2, 0, 0);
    assertThat(new Run(Map.of(), List.of(FIRST, SECOND)).and(new Run(Map.of(), List.of(worse, better))).results())
        .containsExactlyInAnyOrder(FIRST, better);
    assertThat(new Run(Map.of(), List.of(FIRST)).and(new Run(Map.of(), List.of(FIRST))).results()).containsExactly(FIRST);
  }

  @Test
  void everyLineHasANameOfItsOwn() {
    assertThat(Suite.LINES).extracting(line -> line.work().toString()).doesNotHaveDuplicates();
  }
}
