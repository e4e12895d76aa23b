package dev.adjoint.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Schedule;
import dev.adjoint.optim.Scheduler;
import dev.adjoint.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that would come to nothing. */
class RefusedRunTest {
  private static final Tensor X = Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}});
  private static final DataLoader<Sample> LINE = DataLoader.of(Dataset.of(X, X.mul(2).add(1)), 5);

  private static Training line(BinaryOperator<Tensor> loss) {
    Linear net = new Linear(1, 1, Key.of(1));
    return new Training(net, new Sgd(net.parameters(), 0.1), loss);
  }

  @Test
  void aFrozenNetworkIsRefused() {
    Training training = line(Losses::mse);
    training.net.freeze();
    assertThatThrownBy(() -> training.run(LINE, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("No parameter of Linear", "requires a gradient", "unfreeze()");
  }

  @Test
  void aFrozenNetworkWhoseLossLearnsIsNot() {
    Linear net = new Linear(1, 1, Key.of(1));
    net.freeze();
    Tensor factor = Tensor.scalar(1f).requiresGrad(true);
    new Training(net, new Sgd(List.of(factor), 0.01), (output, target) -> Losses.mse(output.mul(factor), target)).run(LINE, 1);
    assertThat(factor.item()).isNotEqualTo(1);
  }

  private static void isNull(ThrowingCallable run, String... texts) {
    assertThatThrownBy(run).isInstanceOf(NullPointerException.class).hasMessageContainingAll(texts);
  }

  @Test
  @SuppressWarnings("DataFlowIssue")
  void whatReturnsNoNumberIsNamed() {
    isNull(() -> line((_, _) -> null).run(LINE, 1), "the loss", "returned null", "one element");
    isNull(() -> line(Losses::mse).metric("error", (_, _) -> null).run(LINE, 1), "the metric error", "returned null");
    assertThatThrownBy(() -> line(Losses::mse).metric("error", Tensor::sub).run(LINE, 1)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("the metric error", "[5, 1]", "one element", "mean()");
    assertThatThrownBy(() -> line(Tensor::sub).run(LINE, 1)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("the loss", "[5, 1]", "one element", "mean()");
  }

  @Test
  @SuppressWarnings("DataFlowIssue")
  void schedulesThatAreNullAreNamed() {
    Schedule none = null;
    isNull(() -> line(Losses::mse).schedule((Schedule[]) null), "schedule(null)", "expected");
    isNull(() -> line(Losses::mse).schedule(Schedule.exponential(0.9), none), "schedule(.., null", "expected");
    isNull(() -> line(Losses::mse).reduceOnPlateau(null), "reduceOnPlateau(null)", "PlateauOptions.DEFAULT");
    isNull(() -> line(Losses::mse).lossScaler(null), "lossScaler(null)", "new LossScaler()");
    Sgd optimizer = new Sgd(List.of(Tensor.scalar(1f).requiresGrad(true)), 0.1);
    assertThatThrownBy(() -> new Scheduler(optimizer, none)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Schedule 0", "given null");
  }

  @Test
  void aListenerKnowsTheFiguresBeforeTheRunAndMayRefuseIt() {
    List<Set<String>> figures = new ArrayList<>();
    Training training = line(Losses::mse).metric("error", (output, target) -> output.sub(target).abs().mean()).validation(LINE)
        .listen(new TrainingListener() {
          @Override
          public void started(Set<String> names) {
            figures.add(names);
            if (figures.size() == 2) {
              throw new IllegalStateException("no room");
            }
          }
        });
    History history = training.run(LINE, 1);
    assertThat(figures).containsExactly(history.last().figures().keySet());
    double before = training.net.parameters().getFirst().item();
    assertThatThrownBy(() -> training.run(LINE, 1)).hasMessage("no room");
    assertThat(training.net.parameters().getFirst().item()).isEqualTo(before);
  }

  @Test
  void aRefusedRunTellsNobodyAndChangesNothing(@TempDir Path folder) {
    line(Losses::mse).schedule(Schedule.linear(0.5, 1, 10)).checkpoints(folder).run(LINE, 2);
    List<String> told = new ArrayList<>();
    Training training = line(Losses::mse).schedule(Schedule.linear(0.5, 1, 10)).key(Key.of(7))
        .resume(folder.resolve("last.safetensors")).listen(new TrainingListener() {
          @Override
          public void started(Set<String> names) {
            told.add("started");
            throw new IllegalStateException("no room");
          }

          @Override
          public void ended(History history) {
            told.add("ended");
          }
        });
    training.optimizer.setLearningRate(0.3);
    double before = training.net.parameters().getFirst().item();
    assertThatThrownBy(() -> training.run(LINE, 3)).hasMessageContaining("key: there Key.of(0), given Key.of(7)");
    assertThat(told).isEmpty();
    assertThat(training.optimizer.learningRate(0)).isEqualTo(0.3);
    // Refused by the listener, when the checkpoint has been looked at.
    assertThatThrownBy(() -> training.key(Key.of(0)).run(LINE, 3)).hasMessage("no room");
    assertThat(told).containsExactly("started", "ended");
    assertThat(training.optimizer.learningRate(0)).isEqualTo(0.3);
    assertThat(training.net.parameters().getFirst().item()).isEqualTo(before);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void raise(Throwable e) throws E {
    throw (E) e;
  }

  @Test
  void aCheckedExceptionAsKotlinThrowsItEndsTheRunToo() {
    List<History> ended = new ArrayList<>();
    Training training = line(Losses::mse).accumulate(2).listen(new TrainingListener() {
      @Override
      public void batch(BatchReport report) {
        RefusedRunTest.<RuntimeException>raise(new IOException("full disk"));
      }

      @Override
      public void ended(History history) {
        ended.add(history);
      }
    });
    DataLoader<Sample> halves = DataLoader.of(Dataset.of(X, X.mul(2).add(1)), 3);
    assertThatThrownBy(() -> training.run(halves, 1)).isInstanceOf(IOException.class).hasMessage("full disk");
    assertThat(ended).hasSize(1);
    assertThat(training.net.parameters().getFirst().grad()).isNull();
  }

  @Test
  void aListenerThatCannotBeToldOfTheEndDoesNotHideIt() {
    Training training = line((_, _) -> {
      throw new IllegalStateException("power cut");
    }).listen(new TrainingListener() {
      @Override
      public void ended(History history) {
        throw new IllegalArgumentException("full disk");
      }
    });
    assertThatThrownBy(() -> training.run(LINE, 1)).hasMessage("power cut").hasSuppressedException(
        new IllegalArgumentException("full disk"));
  }
}
