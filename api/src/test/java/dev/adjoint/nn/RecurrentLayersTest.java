package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** LSTM and GRU layers, against their cells step by step. */
class RecurrentLayersTest {
  private static final RecurrentOptions OPTIONS = RecurrentOptions.DEFAULT;

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-6));
  }

  private static Tensor get(Module layer, String name) {
    return layer.state().get(name);
  }

  private static Functional.LstmState lstm(Lstm layer, String suffix, Tensor x, Functional.LstmState state) {
    return Functional.lstmCell(x, state, get(layer, "weight_ih" + suffix), get(layer, "weight_hh" + suffix),
        get(layer, "bias_ih" + suffix), get(layer, "bias_hh" + suffix));
  }

  @Test
  void anLstmComputedByHand() {
    Lstm layer = new Lstm(1, 1, Key.of(1));
    layer.load(Map.of("weight_ih_l0", Tensor.of(new float[][] {{1}, {2}, {3}, {4}}), "weight_hh_l0",
        Tensor.of(new float[][] {{.1f}, {.2f}, {.3f}, {.4f}}), "bias_ih_l0", Tensor.of(.1f, .1f, .1f, .1f), "bias_hh_l0",
        Tensor.zeros(4)));
    double h = 0;
    double c = 0;
    float[] xs = {.5f, -1};
    double[] expected = new double[2];
    for (int i = 0; i < 2; i++) {
      double x = xs[i];
      c = sigmoid(2 * x + .2 * h + .1) * c + sigmoid(x + .1 * h + .1) * Math.tanh(3 * x + .3 * h + .1);
      h = sigmoid(4 * x + .4 * h + .1) * Math.tanh(c);
      expected[i] = h;
    }
    var out = layer.forwardWithState(Tensor.of(xs).reshape(2, 1));
    assertThat(out.output().toDoubleArray()).containsExactly(expected, within(1e-6));
    assertThat(out.h().toDoubleArray()).containsExactly(new double[] {h}, within(1e-6));
    assertThat(out.c().toDoubleArray()).containsExactly(new double[] {c}, within(1e-6));
    assertThat(out.c().shape().toArray()).containsExactly(1, 1);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void aStackInBothDirections() {
    Lstm layer = new Lstm(3, 4, OPTIONS.layers(2).bothDirections(), Key.of(1));
    assertThat(layer.state().keySet()).startsWith("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0",
        "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1").hasSize(16);
    assertThat(get(layer, "weight_ih_l1").shape().toArray()).containsExactly(16, 8);
    Tensor x = Tensor.randn(Key.of(2), 5, 2, 3);
    Tensor h = Tensor.randn(Key.of(3), 4, 2, 4);
    Tensor c = Tensor.randn(Key.of(4), 4, 2, 4);
    List<Tensor> input = x.unbind(0);
    for (int l = 0; l < 2; l++) {
      Functional.LstmState forward = new Functional.LstmState(h.select(0, 2 * l), c.select(0, 2 * l));
      Functional.LstmState backward = new Functional.LstmState(h.select(0, 2 * l + 1), c.select(0, 2 * l + 1));
      List<Tensor> there = new ArrayList<>();
      List<Tensor> back = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        forward = lstm(layer, "_l" + l, input.get(t), forward);
        backward = lstm(layer, "_l" + l + "_reverse", input.get(4 - t), backward);
        there.add(forward.h());
        back.add(backward.h());
      }
      Collections.reverse(back);
      List<Tensor> next = new ArrayList<>();
      for (int t = 0; t < 5; t++) {
        next.add(Tensor.concat(-1, there.get(t), back.get(t)));
      }
      input = next;
      var out = layer.forward(x, h, c);
      assertClose(out.h().select(0, 2 * l), forward.h());
      assertClose(out.c().select(0, 2 * l + 1), backward.c());
    }
    assertClose(layer.forward(x, h, c).output(), Tensor.stack(0, input.toArray(Tensor[]::new)));
  }

  @Test
  void aGruAgainstItsCell() {
    Gru layer = new Gru(3, 4, OPTIONS, Key.of(1));
    Tensor x = Tensor.randn(Key.of(2), 5, 2, 3);
    Tensor h = Tensor.randn(Key.of(3), 2, 4);
    var out = layer.forward(x, h.unsqueeze(0));
    for (int t = 0; t < 5; t++) {
      h = Functional.gruCell(x.select(0, t), h, get(layer, "weight_ih_l0"), get(layer, "weight_hh_l0"),
          get(layer, "bias_ih_l0"),
          get(layer, "bias_hh_l0"));
      assertClose(out.output().select(0, t), h);
    }
    assertClose(out.h(), h.unsqueeze(0));
    assertThat(new Gru(3, 4, OPTIONS.withoutBias(), Key.of(1)).state().keySet()).containsExactly("weight_ih_l0",
        "weight_hh_l0");
    assertThat(new Gru(3, 4, OPTIONS.withoutBias(), Key.of(1)).apply(x).shape().toArray()).containsExactly(5, 2, 4);
    assertThat(new Lstm(3, 4, OPTIONS.withoutBias(), Key.of(1)).apply(x).shape().toArray()).containsExactly(5, 2, 4);
  }

  @Test
  void theBatchFirstAndNoBatch() {
    Tensor x = Tensor.randn(Key.of(2), 5, 2, 3);
    Gru steps = new Gru(3, 4, OPTIONS.bothDirections(), Key.of(1));
    Gru batch = new Gru(3, 4, OPTIONS.bothDirections().batchFirstMode(), Key.of(1));
    var out = batch.forwardWithState(x.transpose(0, 1));
    assertClose(out.output(), steps.apply(x).transpose(0, 1));
    assertClose(out.h(), steps.forwardWithState(x).h());
    assertClose(batch.apply(x.select(1, 1)), steps.apply(x).select(1, 1));
    assertClose(batch.forwardWithState(x.select(1, 1)).h(), steps.forwardWithState(x).h().select(1, 1));
  }

  @Test
  void dropoutBetweenLayersInTraining() {
    Tensor x = Tensor.randn(Key.of(2), 5, 2, 3);
    Lstm layer = new Lstm(3, 4, OPTIONS.layers(2).dropout(.5), Key.of(1));
    Tensor first = layer.apply(x);
    assertThat(layer.apply(x).toFloatArray()).isNotEqualTo(first.toFloatArray());
    layer.eval();
    assertClose(layer.apply(x), new Lstm(3, 4, OPTIONS.layers(2), Key.of(1)).apply(x));
    assertThatThrownBy(() -> OPTIONS.dropout(2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OPTIONS.layers(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gradients() {
    Tensor x = Tensor.randn(Key.of(2), DType.FLOAT64, 3, 1, 2);
    Lstm lstm = new Lstm(2, 2, OPTIONS.layers(2).bothDirections(), Key.of(1));
    GradCheck.check(lstm.to(DType.FLOAT64), x);
    Gru gru = new Gru(2, 2, OPTIONS.layers(2).bothDirections(), Key.of(1));
    GradCheck.check(gru.to(DType.FLOAT64), x);
    gru.apply(x).sum().backward();
    assertThat(gru.parameters()).allMatch(p -> p.grad() != null && p.grad().abs().sum().item() > 0);
  }

  @Test
  void whatDoesNotFit() {
    Lstm layer = new Lstm(3, 4, Key.of(1));
    assertThatThrownBy(() -> layer.apply(Tensor.ones(5, 2, 4))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[steps, n, 3]").hasMessageContaining("[5, 2, 4]");
    assertThatThrownBy(() -> layer.apply(Tensor.ones(0, 2, 3))).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> layer.forward(Tensor.ones(5, 2, 3), Tensor.ones(1, 3, 4), Tensor.ones(1, 2, 4)))
        .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 2, 4]").hasMessageContaining("[1, 3, 4]");
    assertThatThrownBy(() -> new Gru(0, 4, Key.of(1))).isInstanceOf(ShapeException.class);
  }
}
