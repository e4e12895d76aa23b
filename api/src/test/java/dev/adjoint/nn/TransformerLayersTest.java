package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Attention in heads, and the layers of transformers, against the functions they are made of. */
class TransformerLayersTest {
  private static final TransformerOptions SMALL = TransformerOptions.DEFAULT.hidden(5).dropout(0);

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-5));
  }

  /** Attention of one sequence each, a head at a time. */
  private static Tensor attention(Map<String, Tensor> state, String prefix, int heads, Tensor q, Tensor kv, boolean causal) {
    int width = q.shape().size(-1);
    Tensor weight = state.get(prefix + "in_proj_weight");
    Tensor bias = state.get(prefix + "in_proj_bias");
    Tensor[] each = new Tensor[heads];
    for (int head = 0; head < heads; head++) {
      Tensor[] qkv = new Tensor[3];
      for (int i = 0; i < 3; i++) {
        int from = i * width + head * (width / heads);
        qkv[i] = Functional.linear(i == 0 ? q : kv, weight.narrow(0, from, width / heads), bias.narrow(0, from, width / heads));
      }
      each[head] = Functional.scaledDotProductAttention(qkv[0], qkv[1], qkv[2], null, causal, 0);
    }
    return Functional.linear(Tensor.concat(-1, each), state.get(prefix + "out_proj.weight"),
        state.get(prefix + "out_proj.bias"));
  }

  private static MultiheadAttention randomised(MultiheadAttention layer) {
    layer.parameters().forEach(p -> Init.normal(p, 0, .5, Key.of(p.size())));
    return layer;
  }

  @Test
  void attentionIsThatOfItsHeads() {
    MultiheadAttention layer = randomised(new MultiheadAttention(6, 2, Key.of(1)));
    assertThat(layer.state().keySet())
        .containsExactly("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias");
    Tensor x = Tensor.randn(Key.of(2), 5, 3, 6);
    Tensor memory = Tensor.randn(Key.of(3), 4, 3, 6);
    for (int n = 0; n < 3; n++) {
      Tensor one = x.select(1, n);
      Tensor other = memory.select(1, n);
      assertClose(layer.apply(x).select(1, n), attention(layer.state(), "", 2, one, one, false));
      assertClose(layer.apply(one), attention(layer.state(), "", 2, one, one, false));
      assertClose(layer.apply(x, x, x, null, true).select(1, n), attention(layer.state(), "", 2, one, one, true));
      assertClose(layer.apply(x, memory, memory).select(1, n), attention(layer.state(), "", 2, one, other, false));
    }
    MultiheadAttention batchFirst = new MultiheadAttention(6, 2, AttentionOptions.DEFAULT.batchFirstMode(), Key.of(4));
    batchFirst.load(layer.state());
    assertClose(batchFirst.apply(x.transpose(0, 1)), layer.apply(x).transpose(0, 1));
  }

  @Test
  void aMaskOfIntegersIsRefused() {
    Tensor x = Tensor.randn(Key.of(2), 3, 4);
    for (DType type : new DType[] {DType.INT32, DType.INT64}) {
      Tensor mask = Tensor.ones(3, 3).to(type);
      for (ThrowingCallable attend : List.<ThrowingCallable>of(
          () -> Functional.scaledDotProductAttention(x, x, x, mask, false, 0),
          () -> Functional.scaledDotProductAttention(x.to(DType.FLOAT16), x.to(DType.FLOAT16), x.to(DType.FLOAT16), mask, false,
              0),
          () -> new MultiheadAttention(4, 2, Key.of(1)).apply(x, x, x, mask, false),
          () -> new TransformerEncoder(4, 2, 1, SMALL, Key.of(1)).apply(x, mask, false),
          () -> new TransformerDecoder(4, 2, 1, SMALL, Key.of(1)).apply(x, x, null, false, mask))) {
        assertThatThrownBy(attend).isInstanceOf(DTypeException.class)
            .hasMessageContainingAll("given " + type, "make it bool with to(BOOL), or floating-point to add");
      }
    }
    Tensor hidden = Tensor.ofLongs(1, 0, 1).to(DType.BOOL);
    Tensor added = Tensor.of(0, Float.NEGATIVE_INFINITY, 0);
    assertClose(Functional.scaledDotProductAttention(x, x, x, hidden, false, 0),
        Functional.scaledDotProductAttention(x, x, x, added, false, 0));
  }

  @Test
  void aDecoderSaysThatItHasNoSummary() {
    for (Module decoder : List.of(
        new TransformerDecoder(8, 2, 1, SMALL, Key.of(1)), new TransformerDecoderLayer(8, 2, SMALL, Key.of(1)))) {
      assertThatThrownBy(() -> decoder.summary(5, 2, 8)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no summary(..) of a decoder");
    }
  }

  @Test
  void whatAMaskHidesDoesNotCount() {
    MultiheadAttention layer = randomised(new MultiheadAttention(4, 2, Key.of(1)));
    Tensor x = Tensor.randn(Key.of(2), 3, 2, 4);
    // The last key of the second sequence is padding.
    Tensor mask = Tensor.ofBooleans(true, true, true, true, true, false).reshape(2, 1, 1, 3);
    Tensor y = layer.apply(x, x, x, mask, false);
    assertClose(y.select(1, 0), layer.apply(x).select(1, 0));
    Tensor shorter = x.narrow(0, 0, 2);
    assertClose(y.narrow(0, 0, 2).select(1, 1), layer.apply(shorter).select(1, 1));
    assertThat(y.select(1, 1).toFloatArray()).isNotEqualTo(layer.apply(x).select(1, 1).toFloatArray());
  }

  @Test
  void firstValuesAsPyTorchs() {
    MultiheadAttention layer = new MultiheadAttention(32, 4, Key.of(1));
    Map<String, Tensor> state = layer.state();
    double bound = Math.sqrt(6.0 / (4 * 32));
    assertThat(state.get("in_proj_weight").abs().max().item()).isBetween(bound * .95, bound);
    assertThat(state.get("out_proj.weight").abs().max().item()).isBetween(.9 / Math.sqrt(32), 1 / Math.sqrt(32));
    assertThat(state.get("in_proj_bias").toFloatArray()).containsOnly(0);
    assertThat(state.get("out_proj.bias").toFloatArray()).containsOnly(0);
    MultiheadAttention without = new MultiheadAttention(4, 4, AttentionOptions.DEFAULT.withoutBias(), Key.of(1));
    assertThat(without.state().keySet()).containsExactly("in_proj_weight", "out_proj.weight");
    assertThat(without.apply(Tensor.ones(2, 1, 4), Tensor.ones(3, 1, 4), Tensor.ones(3, 1, 4)).shape().toArray())
        .containsExactly(2, 1, 4);
  }

  @Test
  void weightsOfAttentionAreDroppedInTraining() {
    MultiheadAttention layer = new MultiheadAttention(4, 2, AttentionOptions.DEFAULT.dropout(.5), Key.of(1));
    Tensor x = Tensor.randn(Key.of(2), 6, 2, 4);
    assertThat(layer.apply(x).toFloatArray()).isNotEqualTo(layer.apply(x).toFloatArray());
    layer.eval();
    assertClose(layer.apply(x), new MultiheadAttention(4, 2, Key.of(1)).apply(x));
    assertThatThrownBy(() -> new MultiheadAttention(4, 2, AttentionOptions.DEFAULT.dropout(2), Key.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Tensor norm(Map<String, Tensor> state, String name, Tensor x) {
    return Functional.layerNorm(
        x, new int[] {x.shape().size(-1)}, state.get(name + ".weight"), state.get(name + ".bias"), 1e-5);
  }

  private static Tensor products(Map<String, Tensor> state, Tensor x) {
    return Functional.linear(Functional.linear(x, state.get("linear1.weight"), state.get("linear1.bias")).relu(),
        state.get("linear2.weight"), state.get("linear2.bias"));
  }

  @Test
  void anEncoderLayerIsItsParts() {
    TransformerEncoderLayer layer = new TransformerEncoderLayer(4, 2, SMALL, Key.of(1));
    Map<String, Tensor> state = layer.state();
    assertThat(state.keySet()).containsExactly("self_attn.in_proj_weight", "self_attn.in_proj_bias",
        "self_attn.out_proj.weight", "self_attn.out_proj.bias", "linear1.weight", "linear1.bias", "linear2.weight",
        "linear2.bias", "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias");
    Tensor x = Tensor.randn(Key.of(2), 3, 4);
    Tensor y = norm(state, "norm1", x.add(attention(state, "self_attn.", 2, x, x, false)));
    assertClose(layer.apply(x), norm(state, "norm2", y.add(products(state, y))));
    TransformerEncoderLayer first = new TransformerEncoderLayer(4, 2, SMALL.normFirst().batchFirstMode(), Key.of(1));
    Tensor n = norm(state, "norm1", x);
    Tensor z = x.add(attention(state, "self_attn.", 2, n, n, true));
    assertClose(first.apply(x, null, true), z.add(products(state, norm(state, "norm2", z))));
    assertThat(new TransformerEncoderLayer(4, 2, Key.of(1)).state().get("linear1.weight").shape().toArray())
        .containsExactly(2048, 4);
  }

  @Test
  void aDecoderLayerIsItsParts() {
    TransformerDecoderLayer layer = new TransformerDecoderLayer(4, 2, SMALL, Key.of(1));
    Map<String, Tensor> state = layer.state();
    assertThat(state.keySet()).contains("multihead_attn.in_proj_weight", "norm3.bias").hasSize(18);
    Tensor x = Tensor.randn(Key.of(2), 3, 4);
    Tensor memory = Tensor.randn(Key.of(3), 5, 4);
    Tensor y = norm(state, "norm1", x.add(attention(state, "self_attn.", 2, x, x, true)));
    Tensor z = norm(state, "norm2", y.add(attention(state, "multihead_attn.", 2, y, memory, false)));
    assertClose(layer.apply(x, memory, null, true, null), norm(state, "norm3", z.add(products(state, z))));
    TransformerDecoderLayer before = new TransformerDecoderLayer(4, 2, SMALL.normFirst(), Key.of(1));
    Tensor n = norm(state, "norm1", x);
    Tensor a = x.add(attention(state, "self_attn.", 2, n, n, false));
    Tensor b = a.add(attention(state, "multihead_attn.", 2, norm(state, "norm2", a), memory, false));
    assertClose(before.apply(x, memory), b.add(products(state, norm(state, "norm3", b))));
    assertThatThrownBy(() -> layer.apply(x)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apply(target, memory)");
  }

  @Test
  void stacksHaveTheNamesOfPyTorch() {
    TransformerEncoder encoder = new TransformerEncoder(4, 2, 2, SMALL.finalNorm(), Key.of(1));
    assertThat(encoder.state().keySet()).hasSize(26).startsWith("layers.0.self_attn.in_proj_weight")
        .contains("layers.1.linear2.bias").endsWith("norm.weight", "norm.bias");
    assertThat(new TransformerEncoder(4, 2, 1, SMALL, Key.of(1)).state().keySet()).hasSize(12);
    TransformerDecoder decoder = new TransformerDecoder(4, 2, 2, SMALL, Key.of(1));
    assertThat(decoder.state().keySet()).hasSize(36).contains("layers.1.multihead_attn.out_proj.bias");
    for (Module stack : List.of(encoder, decoder)) {
      Map<String, Tensor> state = stack.state();
      assertThat(state.get("layers.0.linear1.weight").toFloatArray())
          .isNotEqualTo(state.get("layers.1.linear1.weight").toFloatArray());
    }
    assertThatThrownBy(() -> new TransformerEncoder(4, 2, 0, Key.of(1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 or more layers; given 0");
    assertThatThrownBy(() -> new TransformerDecoder(4, 2, -1, Key.of(1))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> decoder.apply(Tensor.ones(3, 4))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apply(target, memory)");
  }

  @Test
  void gradients() {
    Tensor x = Tensor.randn(Key.of(2), DType.FLOAT64, 3, 2, 4);
    Tensor memory = Tensor.randn(Key.of(3), DType.FLOAT64, 2, 2, 4);
    MultiheadAttention attention = randomised(new MultiheadAttention(4, 2, Key.of(1)));
    attention.to(DType.FLOAT64);
    GradCheck.check(attention, x);
    GradCheck.DEFAULT.run(in -> attention.apply(in.get(0), in.get(1), in.get(1)), List.of(x, memory));
    TransformerOptions options = SMALL.activation(Tensor::gelu);
    GradCheck.check(new TransformerEncoderLayer(4, 2, options, Key.of(1)).to(DType.FLOAT64), x);
    TransformerDecoderLayer decoder = new TransformerDecoderLayer(4, 2, options, Key.of(1));
    decoder.to(DType.FLOAT64);
    GradCheck.DEFAULT.run(in -> decoder.apply(in.get(0), in.get(1)), List.of(x, memory));
    decoder.apply(x, memory).pow(3).sum().backward();
    assertThat(decoder.parameters()).allMatch(p -> p.grad() != null);
  }

  @Test
  void whatDoesNotFit() {
    assertThatThrownBy(() -> new MultiheadAttention(6, 4, Key.of(1))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("4 heads and a width of 6");
    MultiheadAttention layer = new MultiheadAttention(6, 2, Key.of(1));
    assertThatThrownBy(() -> layer.apply(Tensor.ones(3, 2, 4))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[length, n, 6]").hasMessageContaining("[3, 2, 4]");
    assertThatThrownBy(() -> layer.apply(Tensor.ones(3, 2, 6), Tensor.ones(3, 1, 6), Tensor.ones(3, 1, 6)))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> layer.apply(Tensor.ones(3, 2, 6), Tensor.ones(3, 2, 6), Tensor.ones(4, 2, 6)))
        .isInstanceOf(ShapeException.class);
  }
}
