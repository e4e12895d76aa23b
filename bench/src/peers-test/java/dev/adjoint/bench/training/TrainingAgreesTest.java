package dev.adjoint.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.bench.libtorch.Libtorch;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks learn as they do in libtorch, from the same weights on the same batches. */
final class TrainingAgreesTest {
  @BeforeAll
  static void start() {
    Adjoint.useBackend("cpu");
    new Libtorch("all");
  }

  static List<Course> courses() {
    return Course.ALL;
  }

  /** The mathematics are the same: what is left is rounding. */
  @ParameterizedTest
  @MethodSource("courses")
  void theSameLossesInFloat64(Course course) {
    Trained trained = Trained.of(course.inFloat64(), LossTable.STEPS);
    assertThat(Trained.difference(trained.ours(), trained.libtorchs(), LossTable.STEPS)).isLessThan(1e-11);
    assertThat(trained.ours()[LossTable.STEPS - 1]).as("it learned").isLessThan(trained.ours()[0]);
  }

  /**
   * Batch norms over few numbers enlarge rounding from step to step, in libtorch as here: it is off from its own float64 by as
   * much. So ResNet18 is held to 1e-4 for five steps, and to a twentieth for all.
   */
  @ParameterizedTest
  @MethodSource("courses")
  void theSameLossesInFloat32(Course course) {
    Trained trained = Trained.of(course, LossTable.STEPS);
    boolean norms = course.name().startsWith("ResNet18");
    assertThat(Trained.difference(trained.ours(), trained.libtorchs(), norms ? 5 : LossTable.STEPS)).isLessThan(1e-4);
    assertThat(Trained.difference(trained.ours(), trained.libtorchs(), LossTable.STEPS)).isLessThan(norms ? 0.05 : 1e-4);
  }
}
