package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.CrossEntropyOptions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.LossReduction;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.PoolOptions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Losses, normalisations, cells and lookups. */
public abstract class LossCases extends OnBackend {
  private static final CrossEntropyOptions PLAIN = CrossEntropyOptions.DEFAULT;

  private static Tensor real(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  private static Tensor matrix(int rows, double... values) {
    return Tensor.of(values, Shape.of(rows, values.length / rows)).requiresGrad(true);
  }

  private static void assertGradient(Tensor out, Tensor x, double... expected) {
    x.clearGrad();
    out.sum().backward();
    assertExact(x.grad(), expected);
  }

  /** To the digits that are given: ten, or seven. */
  private static void assertExact(Tensor actual, double... expected) {
    double[] values = actual.toDoubleArray();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("element %d of %s", i, actual).isCloseTo(expected[i],
          within(1e-7 * Math.max(1, Math.abs(expected[i]))));
    }
  }

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
    assertThatThrownBy(() -> Losses.huber(x, Tensor.of(1.0, 2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("huber").hasMessageContaining("[2]");
    assertThat(Losses.crossEntropy(x, Tensor.ofInts(-100, -100)).item()).isNaN();
    assertThatThrownBy(() -> Losses.multiMargin(x, Tensor.ofInts(0, -1), 1, 1, null, LossReduction.MEAN))
        .isInstanceOf(ShapeException.class).hasMessageContaining("target -1 ");
  }

  @Test
  @DisplayName("CP29 a query that may attend to nothing gets 0")
  void nothingToAttendTo() {
    Tensor query = matrix(2, 1, 2, 3, 4);
    Tensor mask = Tensor.ofBooleans(false, false, true, true).reshape(2, 2);
    Tensor out = Functional.scaledDotProductAttention(query, query, query, mask, false, 0);
    assertExact(out.select(0, 0), 0, 0);
    out.sum().backward();
    assertThat(query.grad().toDoubleArray()).doesNotContain(Double.NaN);
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
  @DisplayName("NU23 layer and batch normalisation")
  void nu23() {
    Tensor weights = Tensor.of(1.0, 10, 100);
    Tensor x = real(1, 2, 4);
    assertGradient(Functional.layerNorm(x, new int[] {3}, null, null, 1e-5).mul(weights), x, 8.2466532, -12.3703974, 4.1237441);
    Tensor column = matrix(3, 1, 2, 4);
    assertGradient(Functional.batchNorm(column, null, null, null, null, true, .1, 1e-5).mul(weights.reshape(3, 1)), column,
        8.2466532, -12.3703974, 4.1237441);
    Tensor constant = real(2, 2);
    assertGradient(Functional.layerNorm(constant, new int[] {2}, null, null, 1e-5).mul(Tensor.of(1.0, 0)), constant,
        158.113883, -158.113883);
  }

  @Test
  @DisplayName("NU23 batch normalisation keeps running values, in place and outside of the graph")
  void runningValues() {
    Tensor mean = Tensor.of(0.0);
    Tensor variance = Tensor.of(1.0);
    Tensor x = matrix(3, 1, 2, 6);
    Functional.batchNorm(x, mean, variance, null, null, true, .5, 0).sum().backward();
    assertExact(mean, 1.5);
    assertExact(variance, .5 + 3.5);
    assertThat(mean.requiresGrad()).isFalse();
    assertExact(Functional.batchNorm(x, mean, variance, null, null, false, .5, 0), -.25, .25, 2.25);
    assertExact(mean, 1.5);
  }

  @Test
  @DisplayName("NU24 one value for each channel, instance or group cannot be normalised")
  void nu24() {
    assertThatThrownBy(() -> Functional.batchNorm(Tensor.ones(1, 3), null, null, null, null, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 3]");
    assertThatThrownBy(() -> Functional.instanceNorm(Tensor.ones(2, 3, 1), null, null, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[2, 3, 1]");
    assertThatThrownBy(() -> Functional.groupNorm(Tensor.ones(1, 4), 4, null, null, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 4]");
  }

  @Test
  @DisplayName("NU25 rms norm")
  void nu25() {
    Tensor x = real(3, 4);
    assertGradient(Functional.rmsNorm(x, new int[] {2}, null, 0).mul(Tensor.of(1.0, 0)), x, .181019336, -.135764502);
  }

  @Test
  @DisplayName("NU26 dropout of all, of none, and outside of training")
  void nu26() {
    Tensor x = real(1, 2, 3);
    Tensor all = Functional.dropout(x, 1, true, Key.of(1));
    assertExact(all, 0, 0, 0);
    assertGradient(all, x, 0, 0, 0);
    assertExact(Functional.dropout(x, 0, true, Key.of(1)), 1, 2, 3);
    assertExact(Functional.dropout(x, .5, false, Key.of(1)), 1, 2, 3);
    Tensor many = Tensor.ones(Shape.of(50, 40), DType.FLOAT64).requiresGrad(true);
    Tensor half = Functional.dropout(many, .5, true, Key.of(1));
    assertThat(half.mean().item()).isCloseTo(1, within(.1));
    half.sum().backward();
    assertThat(many.grad().toDoubleArray()).containsExactly(half.toDoubleArray());
    Tensor again = Functional.alphaDropout(Tensor.randn(Key.of(3), 100, 40), .2, true, Key.of(1));
    assertThat(again.mean().item()).isCloseTo(0, within(.1));
    assertThat(again.mul(again).mean().item()).isCloseTo(1, within(.1));
    Tensor channels = Functional.featureDropout(Tensor.ones(20, 30, 2), .5, true, Key.of(4));
    assertThat(channels.select(2, 0).toDoubleArray()).containsExactly(channels.select(2, 1).toDoubleArray());
    assertThatThrownBy(() -> Functional.dropout(x, 1.5, true, Key.of(1))).hasMessageContaining("1.5");
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
  @DisplayName("NU31 a network of two layers")
  void nu31() {
    Tensor w1 = matrix(2, 1, -1, .5, 2);
    Tensor b1 = real(0, 1);
    Tensor w2 = matrix(1, 1, 1);
    Tensor hidden = Functional.linear(Tensor.of(1.0, 2).reshape(1, 2), w1, b1).relu();
    Tensor out = Functional.linear(hidden, w2, null);
    assertExact(out, 5.5);
    assertGradient(out, w1, 0, 0, 1, 2);
    assertExact(b1.grad(), 0, 1);
    assertExact(w2.grad(), 0, 5.5);
  }

  @Test
  @DisplayName("NU32 logistic regression")
  void nu32() {
    Tensor w = real(0, 0);
    Tensor logits = Tensor.of(new double[][] {{1, 2}, {3, 4}, {-1, 0}}).matmul(w);
    Tensor loss = Losses.bceWithLogits(logits, Tensor.of(1.0, 0, 1));
    assertExact(loss, Math.log(2));
    assertGradient(loss, w, .5, 1 / 3.0);
  }

  @Test
  @DisplayName("NU33 an LSTM cell")
  void nu33() {
    Tensor x = matrix(1, 1);
    Tensor h = matrix(1, 0);
    Tensor c = matrix(1, 0);
    Tensor input = matrix(4, .5, .5, .5, .5);
    Tensor state = matrix(4, .5, .5, .5, .5);
    Tensor bias = real(.5, .5, .5, .5);
    var next = Functional.lstmCell(x, new Functional.LstmState(h, c), input, state, bias, bias);
    assertExact(next.h(), .5143859225);
    assertExact(next.c(), .7400261094);
    assertGradient(next.h(), x, .1167474694);
    assertExact(h.grad(), .1167474694);
    assertExact(c.grad(), .4038351468);
    assertExact(input.grad(), .0666821254, 0, .0729756921, .0938371214);
  }

  @Test
  @DisplayName("P42 normalising the zero vector")
  void p42() {
    Tensor x = real(0, 0);
    Tensor out = Functional.normalize(x, 0);
    assertExact(out, 0, 0);
    assertGradient(out.mul(Tensor.of(1.0, 2)), x, 1e12, 2e12);
  }

  @Test
  @DisplayName("P43 cosine similarity with a zero vector")
  void p43() {
    Tensor a = real(0, 0);
    Tensor b = real(1, 0);
    Tensor out = Functional.cosineSimilarity(a, b, 0);
    assertExact(out, 0);
    assertGradient(out, a, 1e8, 0);
    assertExact(b.grad(), 0, 0);
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
  @DisplayName("IX13 no gradient goes to the padding row of an embedding")
  void ix13() {
    Tensor table = matrix(3, 1, 2, 3, 4, 5, 6);
    Tensor rows = Functional.embedding(table, Tensor.ofLongs(0, 2, 2, 1), 1);
    assertExact(rows, 1, 2, 5, 6, 5, 6, 3, 4);
    assertGradient(rows, table, 1, 1, 0, 0, 2, 2);
    assertThatThrownBy(() -> Functional.embedding(table, Tensor.ofLongs(3))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("index 3").hasMessageContaining("3 rows");
  }

  @Test
  @DisplayName("IX14 bags of embeddings")
  void ix14() {
    Tensor table = matrix(3, 1, 2, 3);
    Tensor index = Tensor.ofLongs(0, 2, 2);
    Tensor offsets = Tensor.ofLongs(0, 1);
    Tensor weights = Tensor.of(1.0, 10).reshape(2, 1);
    assertGradient(Functional.embeddingBag(table, index, offsets, Functional.Bag.MEAN).mul(weights), table, 1, 0, 10);
    assertGradient(Functional.embeddingBag(table, index, offsets, Functional.Bag.SUM).mul(weights), table, 1, 0, 20);
    Tensor largest = Functional.embeddingBag(table, index, Tensor.ofLongs(0, 1, 3), Functional.Bag.MAX);
    assertExact(largest, 1, 3, 0);
    assertGradient(largest.mul(Tensor.of(1.0, 10, 100).reshape(3, 1)), table, 1, 0, 10);
  }

  @Test
  @DisplayName("batch normalisation checks everything before a running value changes")
  void batchNormThatDoesNotFit() {
    Tensor x = matrix(2, 1, 2, 3, 4);
    Tensor good = Tensor.of(1.0, 1);
    Tensor bad = Tensor.of(1.0, 1, 1);
    assertThatThrownBy(() -> Functional.batchNorm(x, good, bad, null, null, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("running variance", "[3]", "[2]");
    assertThatThrownBy(() -> Functional.batchNorm(x, bad, good, null, null, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("running mean");
    assertThatThrownBy(() -> Functional.batchNorm(x, good, good, bad, null, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("weight");
    assertThatThrownBy(() -> Functional.batchNorm(x, good, good, null, bad, true, .1, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContaining("bias");
    assertThatThrownBy(() -> Functional.batchNorm(x, good, good, null, null, true, 1.5, 1e-5))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("momentum", "1.5");
    assertThatThrownBy(() -> Functional.batchNorm(x, good, good, null, null, true, .1, -1))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("eps", "-1.0");
    assertExact(good, 1, 1);
  }

  @Test
  @DisplayName("batch normalisation in float16 with running values in float32")
  void batchNormInHalf() {
    Tensor x = Tensor.of(new double[] {1000, -1000, 1000, -1000}, Shape.of(4, 1)).to(DType.FLOAT16);
    Tensor mean = Tensor.of(0.0).to(DType.FLOAT32);
    Tensor variance = Tensor.of(1.0).to(DType.FLOAT32);
    Tensor out = Functional.batchNorm(x, mean, variance, null, null, true, 1, 1e-5);
    assertThat(out.dtype()).isEqualTo(DType.FLOAT16);
    assertExact(out, 1, -1, 1, -1);
    assertExact(mean, 0);
    assertThat(variance.item()).isCloseTo(4e6 / 3, within(1.0));
    Tensor evaluated = Functional.batchNorm(x, mean, variance, null, null, false, 1, 1e-5);
    assertThat(evaluated.dtype()).isEqualTo(DType.FLOAT16);
    assertThat(evaluated.toDoubleArray()[0]).isCloseTo(Math.sqrt(.75), within(1e-3));
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
          .isInstanceOf(ShapeException.class).hasMessageContainingAll("bce", "from 0 to 1", "given " + wrong);
    }
    assertExact(Losses.bce(real(0, 1), Tensor.of(0.0, 1)), 0);
    Tensor x = real(1, 2);
    assertThatThrownBy(() -> Losses.gaussianNll(x, x, Tensor.of(1.0, -2), false, 1e-6, LossReduction.MEAN))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("gaussianNll", "-2");
    assertThatThrownBy(() -> PoolOptions.kernel(2).divisor(0)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("avgPool", "divisor");
    assertThatThrownBy(() -> x.softplus(0, 20)).isInstanceOf(AdjointException.class).hasMessageContaining("beta");
    assertThatThrownBy(() -> x.logit(.6)).isInstanceOf(AdjointException.class).hasMessageContainingAll("logit", "0.6");
  }
}
