package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Normalisations, attention, cells, dropout and lookups. */
public abstract class NetworkCases extends NetworkNumbers {
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
    assertThatThrownBy(() -> Functional.dropout(x, 1.5, true, Key.of(1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
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
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("momentum", "1.5");
    assertThatThrownBy(() -> Functional.batchNorm(x, good, good, null, null, true, .1, -1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("eps", "-1.0");
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
}
