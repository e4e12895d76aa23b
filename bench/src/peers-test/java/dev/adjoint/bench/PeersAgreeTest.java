package dev.adjoint.bench;

import static dev.adjoint.bench.Closeness.assertClose;

import dev.adjoint.Device;
import dev.adjoint.bench.adjoint.AdjointTrainer;
import dev.adjoint.bench.libtorch.LibtorchTrainer;
import dev.adjoint.bench.samediff.SameDiffTrainer;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contenders do the same work: same results, same gradients, libtorch's being what the others are held against. */
final class PeersAgreeTest {
  private static final int STEPS = 5;
  private static final Library LIBTORCH = Contender.LIBTORCH.library();

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

  static Stream<Arguments> works() {
    return Stream.of(Contender.ADJOINT, Contender.ADJOINT_SCOPE, Contender.ADJOINT_ND4J, Contender.ND4J)
        .flatMap(
            contender -> {
              Library library = contender.library();
              return Stream.concat(Suite.LINES.stream().map(Suite.Line::work), PeakMemory.WORKS.stream())
                  .map(PeersAgreeTest::smaller)
                  .distinct()
                  .filter(library::can)
                  .map(work -> Arguments.of(contender, library, work));
            });
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("works")
  void worksAlike(Contender contender, Library library, Work work) {
    try (Library.Task actual = library.prepare(work); Library.Task expected = LIBTORCH.prepare(work)) {
      actual.run();
      expected.run();
      assertClose(actual.output(), expected.output());
      for (int input = 0; work.isBackward() && input < work.inputs().size(); input++) {
        if (work.inputs().get(input).learned()) {
          assertClose(actual.gradient(input), expected.gradient(input));
        }
      }
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

  /** The same on less, where it is a question of size alone. */
  private static Work smaller(Work work) {
    int size =
        switch (work.operation()) {
          case SUM, MAX, MEAN, VAR, SOFTMAX, LOG_SOFTMAX, LAYER_NORM -> 24 * Operation.ROWS;
          case MATMUL, MATMUL_TN, MATMUL_NT, MATMUL_TT -> 64;
          case CHAIN -> 1000;
          case CONVOLUTION, DEPTHWISE, TRANSFORMER_BLOCK -> 2;
          case LSTM -> 5;
          case VGG11 -> 32;
          case RESNET18 -> 64;
          default -> Math.min(work.size(), 1 << 16);
        };
    // Batch norms enlarge float32's rounding so much that gradients of 20 layers differ by more than this in any two libraries.
    Work.Type type = work.operation() == Operation.RESNET18 ? Work.Type.FLOAT64 : work.type();
    return new Work(work.operation(), size, type, work.pass());
  }
}
