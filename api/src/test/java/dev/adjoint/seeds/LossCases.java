package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.CrossEntropyOptions;
import dev.adjoint.nn.LossReduction;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.PoolOptions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Losses. */
public abstract class LossCases extends NetworkNumbers {
  private static final CrossEntropyOptions PLAIN = CrossEntropyOptions.DEFAULT;

  @Test
  @DisplayName("NU14 cross entropy of one example")
  void nu14() {
    Tensor x = real(1, 2, 3);
    Tensor loss = Losses.crossEntropy(x, Tensor.ofLongs(2).reshape());
    assertExact(loss, .4076059644);
    assertGradient(loss, x, .0900305732, .2447284711, -.3347590442);
  }

  @Test
  @DisplayName("NU15 the mean goes over the targets that are kept")
  void nu15() {
    Tensor x = matrix(2, 2, 1, 5, 7);
    Tensor loss = Losses.crossEntropy(x, Tensor.ofLongs(1, -100));
    assertExact(loss, 1.3132616875);
    assertGradient(loss, x, .7310585786, -.7310585786, 0, 0);
    Tensor other = Losses.crossEntropy(x, Tensor.ofInts(1, 7), PLAIN.ignoreIndex(7));
    assertExact(other, 1.3132616875);
  }

  @Test
  @DisplayName("NU17 label smoothing, class weights and soft targets")
  void nu17() {
    Tensor x = matrix(1, 0, 0);
    Tensor smooth = Losses.crossEntropy(x, Tensor.ofLongs(0), PLAIN.labelSmoothing(.2));
    assertExact(smooth, Math.log(2));
    assertGradient(smooth, x, -.4, .4);
    Tensor two = matrix(2, 0, 0, 0, 0);
    assertGradient(
        Losses.crossEntropy(two, Tensor.ofLongs(0, 1), PLAIN.weight(Tensor.of(1.0, 3))), two, -.125, .125, .375, -.375);
    assertGradient(Losses.crossEntropy(x, Tensor.of(.3, .7).reshape(1, 2)), x, .2, -.2);
  }

  @Test
  @DisplayName("NU18 a target out of range is named")
  void nu18() {
    for (long target : new long[] {2, -1, -101}) {
      assertThatThrownBy(() -> Losses.crossEntropy(matrix(1, 0, 0), Tensor.ofLongs(target))).isInstanceOf(ShapeException.class)
          .hasMessageContaining("target " + target + " ");
    }
  }

  @Test
  @DisplayName("NU18 targets of the wrong type or shape are named")
  void wrongTargets() {
    Tensor x = matrix(2, 1, 2, 3, 4);
    assertThatThrownBy(() -> Losses.crossEntropy(x, Tensor.ofBooleans(true, false))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("bool");
    assertThatThrownBy(() -> Losses.crossEntropy(x, Tensor.ofInts(1, 0, 1))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 2]").hasMessageContaining("[3]");
    assertThatThrownBy(() -> Losses.crossEntropy(x, Tensor.of(1.0, 0))).isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("numbers of classes as int32 or int64", "float64 [2]", "[2, 2]", "to(INT64)");
    assertThatThrownBy(() -> Losses.crossEntropy(x, Tensor.of(1.0, 0).reshape(2, 1))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("probabilities", "[2, 2]", "int64", "given float64 [2, 1]");
    assertThatThrownBy(() -> Losses.huber(x, Tensor.of(1.0, 2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("huber").hasMessageContaining("[2]");
    assertThat(Losses.crossEntropy(x, Tensor.ofInts(-100, -100)).item()).isNaN();
    assertThatThrownBy(() -> Losses.multiMargin(x, Tensor.ofInts(0, -1), 1, 1, null, LossReduction.MEAN))
        .isInstanceOf(ShapeException.class).hasMessageContaining("target -1 ");
  }

  @Test
  @DisplayName("NU19 float32 binary cross entropy of logits neither over- nor underflows")
  void nu19() {
    Tensor x = leaf(-1000, 1000, 0);
    Tensor loss = Losses.bceWithLogits(x, Tensor.of(1f, 0, 1), null, null, LossReduction.NONE);
    assertValues(loss, 1000, 1000, .6931472);
    loss.sum().backward();
    assertValues(x.grad(), -1, 1, -.5);
    assertValues(Losses.bceWithLogits(leaf(0, -120), Tensor.of(0f, 1), null, null, LossReduction.NONE), .6931472, 120);
    Tensor zero = leaf(0, 0);
    Losses.bceWithLogits(zero, Tensor.of(0f, 0), null, null, LossReduction.SUM).backward();
    assertValues(zero.grad(), .5, .5);
    Tensor one = leaf(0);
    Losses.bceWithLogits(one, Tensor.of(1f), null, Tensor.of(3f), LossReduction.SUM).backward();
    assertValues(one.grad(), -1.5);
    // Smooth at 0: the second derivative there is s (1 - s).
    GradCheck.DEFAULT.runSecondOrder(
        in -> Losses.bceWithLogits(in.get(0), Tensor.of(.5, 1), null, null, LossReduction.NONE), List.of(Tensor.of(.3, -.2)));
  }

  @Test
  @DisplayName("NU20 binary cross entropy of impossible probabilities is huge, and finite")
  void nu20() {
    Tensor x = leaf(0, 1);
    Tensor loss = Losses.bce(x, Tensor.of(1f, 0), null, LossReduction.NONE);
    assertValues(loss, 100, 100);
    loss.sum().backward();
    assertValues(x.grad(), -1.000000004e12, 1.000000004e12);
  }

  @Test
  @DisplayName("NU21 mse, nll and the divergence")
  void nu21() {
    Tensor x = real(1, 2, 4);
    Tensor mse = Losses.mse(x, Tensor.of(0.0, 0, 0));
    assertExact(mse, 7);
    assertGradient(mse, x, 2 / 3.0, 4 / 3.0, 8 / 3.0);
    Tensor logs = matrix(1, -1, -2);
    Tensor nll = Losses.nll(logs, Tensor.ofLongs(1));
    assertExact(nll, 2);
    assertGradient(nll, logs, 0, -1);
    Tensor q = real(-1, -2);
    Tensor divergence = Losses.klDiv(q, Tensor.of(0.0, .5), false, LossReduction.SUM);
    assertExact(divergence, .6534264097);
    assertGradient(divergence, q, 0, -.5);
  }

  @Test
  @DisplayName("NU30 the gradient of ctc is the true partial derivative")
  void nu30() {
    Tensor logs = Tensor.of(new double[] {Math.log(.4), Math.log(.6), Math.log(.3), Math.log(.7)}, Shape.of(2, 1, 2))
        .requiresGrad(true);
    Tensor loss = Losses.ctc(logs, new int[] {1});
    assertExact(loss, .1278333715);
    // Alignments: 1 1 (.42), 1 blank (.18), blank 1 (.28), of .88 together.
    assertGradient(loss, logs, -.28 / .88, -.6 / .88, -.18 / .88, -.7 / .88);
    GradCheck.DEFAULT.runSecondOrder(in -> Losses.ctc(in.get(0), new int[] {1}), List.of(logs.detach()));
    Tensor raw = Tensor.of(new double[] {Math.log(.4), Math.log(.6), Math.log(.3), Math.log(.7)}, Shape.of(2, 1, 2))
        .requiresGrad(true);
    assertGradient(Losses.ctc(raw.logSoftmax(2), new int[] {1}), raw, .0818182, -.0818182, .0954545, -.0954545);
    Tensor never = Losses.ctc(logs, new int[] {1, 1});
    assertThat(never.item()).isEqualTo(Double.POSITIVE_INFINITY);
    Tensor none = Losses.ctc(logs, new int[][] {{1, 1}}, new int[] {2}, 0, true, LossReduction.SUM);
    assertExact(none, 0);
    assertGradient(none, logs, 0, 0, 0, 0);
  }

  @Test
  @DisplayName("P72 smooth l1, huber and l1 at their kinks")
  void p72() {
    Tensor zero = Tensor.of(0.0, 0, 0);
    Tensor x = real(0, 1, 2);
    assertGradient(Losses.smoothL1(x, zero, 1, LossReduction.SUM), x, 0, 1, 1);
    assertGradient(Losses.huber(x, zero, 1, LossReduction.SUM), x, 0, 1, 1);
    assertGradient(Losses.smoothL1(x, zero, 0, LossReduction.SUM), x, 0, 1, 1);
    assertGradient(Losses.l1(x, zero, LossReduction.SUM), x, 0, 1, 1);
    Tensor low = real(-1, 0, 0);
    assertGradient(Losses.huber(low, zero, 1, LossReduction.SUM), low, -1, 0, 0);
    assertGradient(Losses.smoothL1(low, zero, 1, LossReduction.SUM), low, -1, 0, 0);
  }

  @Test
  @DisplayName("P73 on the margin the active side's gradient counts")
  void p73() {
    Tensor x = real(-1, 1);
    assertGradient(Losses.hingeEmbedding(x, Tensor.of(1.0, -1), 1, LossReduction.SUM), x, 1, -1);
    Tensor a = real(1);
    assertGradient(Losses.marginRanking(a, Tensor.of(0.0), Tensor.of(1.0), 1, LossReduction.SUM), a, -1);
    Tensor anchor = matrix(1, 0);
    Tensor negative = matrix(1, 1);
    assertGradient(
        Losses.tripletMargin(anchor, matrix(1, 0), negative, 1, 1, 0, false, LossReduction.SUM), negative, -1);
  }

  @Test
  @DisplayName("EM06 nll of an empty batch")
  void em06() {
    Tensor x = Tensor.zeros(Shape.of(0, 3), DType.FLOAT64).requiresGrad(true);
    Tensor target = Tensor.ofLongs();
    assertThat(Losses.nll(x, target, PLAIN.reduction(LossReduction.NONE)).shape()).isEqualTo(Shape.of(0));
    assertThat(Losses.nll(x, target, PLAIN.reduction(LossReduction.SUM)).item()).isEqualTo(0);
    Tensor mean = Losses.nll(x, target);
    assertThat(mean.item()).isNaN();
    mean.backward();
    assertThat(x.grad().shape()).isEqualTo(x.shape());
    assertThat(Losses.crossEntropy(x, target).item()).isNaN();
  }

  @Test
  @DisplayName("embedding losses of targets other than 1 and -1, as PyTorch")
  void targetsThatAreNeither() {
    Tensor x = real(.25, .25, .25);
    Tensor target = Tensor.of(1.0, -1, 0);
    assertExact(Losses.hingeEmbedding(x, target, 1, LossReduction.NONE), .25, .75, 1);
    assertGradient(Losses.hingeEmbedding(x, target, 1, LossReduction.NONE), x, 1, -1, 0);
    Tensor a = matrix(3, 1, 0, 1, 0, 1, 0);
    Tensor b = matrix(3, 3, 4, 3, 4, 3, 4);
    assertExact(Losses.cosineEmbedding(a, b, target, .1, LossReduction.NONE), .4, .5, 0);
    assertExact(Losses.marginRanking(x, Tensor.of(0.0, 0, 0), Tensor.of(1.0, -1, 0), 1, LossReduction.NONE), .75, 1.25, 1);
  }

  @Test
  @DisplayName("losses and functions refuse numbers that they have no value for")
  void numbersOutOfRange() {
    for (double wrong : new double[] {1.5, -.5, Double.NaN}) {
      assertThatThrownBy(() -> Losses.bce(real(.5, wrong), Tensor.of(1.0, 0)))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("bce", "from 0 to 1", "given " + wrong);
    }
    assertExact(Losses.bce(real(0, 1), Tensor.of(0.0, 1)), 0);
    Tensor x = real(1, 2);
    assertThatThrownBy(() -> Losses.gaussianNll(x, x, Tensor.of(1.0, -2), false, 1e-6, LossReduction.MEAN))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("gaussianNll", "-2");
    assertThatThrownBy(() -> Losses.huber(x, x, 0, LossReduction.MEAN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("delta", "0.0");
    assertThatThrownBy(() -> Losses.smoothL1(x, x, -1, LossReduction.MEAN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("beta", "-1.0");
    assertThatThrownBy(
        () -> Losses.crossEntropy(x, Tensor.ofInts(0).select(0, 0), CrossEntropyOptions.DEFAULT.labelSmoothing(2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("smoothing", "2.0");
    assertThatThrownBy(() -> Losses.multiMargin(x.reshape(1, 2), Tensor.ofInts(0), 3, 1, null, LossReduction.MEAN))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3");
    assertThatThrownBy(() -> Losses.multilabelMargin(x, Tensor.ofInts(2, -1), LossReduction.MEAN))
        .isInstanceOf(ShapeException.class).hasMessageContaining("target 2 ");
    assertThatThrownBy(() -> PoolOptions.kernel(2).divisor(0)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("avgPool", "divisor");
    assertThatThrownBy(() -> x.softplus(0, 20)).isInstanceOf(AdjointException.class).hasMessageContaining("beta");
    assertThatThrownBy(() -> x.logit(.6)).isInstanceOf(AdjointException.class).hasMessageContainingAll("logit", "0.6");
  }
}
