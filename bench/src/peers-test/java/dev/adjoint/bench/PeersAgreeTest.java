package dev.adjoint.bench;

import static dev.adjoint.bench.Closeness.assertClose;

import dev.adjoint.Device;
import dev.adjoint.bench.adjoint.AdjointTrainer;
import dev.adjoint.bench.libtorch.LibtorchTrainer;
import dev.adjoint.bench.samediff.SameDiffTrainer;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contenders do the same work: same results, same gradients, libtorch's being what the others are held against. */
final class PeersAgreeTest {
  private static final int STEPS = 5;

  static Stream<Named<Function<TrainingTask, Trainer>>> trainers() {
    return Stream.of(
        Named.of("Adjoint cpu", task -> new AdjointTrainer(task, Device.of("cpu"))),
        Named.of("Adjoint nd4j", task -> new AdjointTrainer(task, Device.of("nd4j"))),
        Named.of("SameDiff", SameDiffTrainer::new));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void trainingClassifiesAlike(Function<TrainingTask, Trainer> contender) {
    assertTrainsAlike(contender, TrainingTask.digits());
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void trainingFitsALineAlike(Function<TrainingTask, Trainer> contender) {
    assertTrainsAlike(contender, TrainingTask.line());
  }

  static Stream<Named<IntFunction<ScalarGradient>>> scalarGradients() {
    return Stream.of(
        Named.of("Adjoint cpu", size -> adjoint("cpu", size)),
        Named.of("Adjoint nd4j", size -> adjoint("nd4j", size)),
        Named.of("SameDiff", PeersAgreeTest::sameDiff));
  }

  @ParameterizedTest
  @MethodSource("scalarGradients")
  void tanhSumsAlike(IntFunction<ScalarGradient> contender) {
    for (int size : new int[] {1, 16, 65536}) {
      ScalarGradient actual = contender.apply(size);
      ScalarGradient expected = libtorch(size);
      assertClose(actual.forwardBackward(), expected.forwardBackward());
      assertClose(actual.gradient(), expected.gradient());
    }
  }

  @Test
  void theGoldenFileHoldsWhatLibtorchComputes() throws IOException {
    Trajectory golden = Trajectory.read(GoldenLineTest.GOLDEN);
    try (var trainer = new LibtorchTrainer(golden.task())) {
      assertClose(Trajectory.follow("libtorch", golden.task(), trainer, golden.losses().length).losses(), golden.losses());
    }
  }

  private static void assertTrainsAlike(Function<TrainingTask, Trainer> contender, TrainingTask task) {
    try (Trainer actual = contender.apply(task); Trainer expected = new LibtorchTrainer(task)) {
      for (int step = 0; step < STEPS; step++) {
        assertClose(actual.step(), expected.step());
        for (int parameter = 0; parameter < task.parameters().size(); parameter++) {
          assertClose(actual.gradient(parameter), expected.gradient(parameter));
        }
      }
    }
  }

  private static ScalarGradient adjoint(String backend, int size) {
    var work = new dev.adjoint.bench.adjoint.TanhSum();
    work.backend = backend;
    work.size = size;
    work.setUp();
    return work;
  }

  private static ScalarGradient sameDiff(int size) {
    var work = new dev.adjoint.bench.samediff.TanhSum();
    work.threads = Threads.ONE;
    work.size = size;
    work.setUp();
    return work;
  }

  private static ScalarGradient libtorch(int size) {
    var work = new dev.adjoint.bench.libtorch.TanhSum();
    work.threads = Threads.ONE;
    work.size = size;
    work.setUp();
    return work;
  }
}
