package dev.adjoint.nn.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Summary;
import dev.adjoint.optim.AdamW;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small networks, and what the options of all refuse. The large ones are tested where they are fast. */
class ModelsTest {
  private static final GptOptions TINY = GptOptions.of(7, 5).width(8, 2);
  private static final Tensor TEXT = Tensor.ofLongs(1, 2, 3, 4, 6, 5, 0, 1).reshape(2, 4);

  private static long size(List<Tensor> parameters) {
    return parameters.stream().mapToLong(Tensor::size).sum();
  }

  @Test
  void anMlpIsProductsWithActivationsBetween() {
    Mlp net = new Mlp(Key.of(1), Tensor::tanh, 3, 4, 2);
    assertThat(net.namedParameters().keySet()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    Map<String, Tensor> p = net.state();
    Tensor x = Tensor.randn(Key.of(2), 5, 3);
    Tensor expected = x.matmul(p.get("0.weight").t()).add(p.get("0.bias")).tanh()
        .matmul(p.get("2.weight").t()).add(p.get("2.bias"));
    assertThat(net.apply(x).sub(expected).abs().max().item()).isLessThan(1e-6);
    assertThat(new Mlp(Key.of(1), 3, 4, 2).apply(x).toFloatArray()).isNotEqualTo(net.apply(x).toFloatArray());
    assertThat(net).hasToString("Mlp[3, 4, 2]");
  }

  @Test
  void aGptSeesNoSymbolThatComesLater() {
    Gpt net = new Gpt(TINY, Key.of(1));
    Tensor logits = net.apply(TEXT);
    assertThat(logits.shape().toArray()).containsExactly(2, 4, 7);
    Tensor other = TEXT.copy();
    other.select(1, 3).filli(0);
    Tensor changed = net.apply(other);
    assertThat(changed.narrow(1, 0, 3).toFloatArray()).containsExactly(logits.narrow(1, 0, 3).toFloatArray());
    assertThat(changed.select(1, 3).toFloatArray()).isNotEqualTo(logits.select(1, 3).toFloatArray());
    // Places count: the same symbol twice has not the same logits.
    Tensor same = net.apply(Tensor.ofLongs(2, 2).unsqueeze(0));
    assertThat(same.select(1, 0).toFloatArray()).isNotEqualTo(same.select(1, 1).toFloatArray());
  }

  @Test
  void aGptHasOneTableOrTwo() {
    Gpt tied = new Gpt(TINY, Key.of(1));
    Gpt untied = new Gpt(TINY.untied(), Key.of(1));
    long block = 4 * (8 * 8 + 8) + 2 * (4 * 8 * 8) + 4 * 8 + 8 + 4 * 8;
    assertThat(size(tied.parameters())).isEqualTo(7 * 8 + 5 * 8 + 2 * block + 2 * 8);
    assertThat(size(untied.parameters())).isEqualTo(size(tied.parameters()) + 7 * 8);
    assertThat(tied.state().keySet()).startsWith("token.weight", "position.weight", "layers.0.self_attn.in_proj_weight")
        .endsWith("norm.weight", "norm.bias");
    assertThat(untied.state()).containsKey("head.weight");
    Summary summary = tied.summary(TEXT);
    assertThat(summary.rows().getFirst().flops()).isEqualTo(2L * TEXT.size() * 7 * 8);
    untied.state().forEach((name, value) -> {
      if (name.endsWith("bias")) {
        assertThat(value.toFloatArray()).as(name).containsOnly(0);
      }
    });
    assertThat(untied.state().get("token.weight").abs().max().item()).isBetween(0.02, 0.1);
  }

  @Test
  void aGptLearnsAText() {
    for (GptOptions options : List.of(TINY, TINY.untied().dropout(0.1).layers(1))) {
      Gpt net = new Gpt(options, Key.of(1));
      AdamW optimizer = new AdamW(net.parameters(), 1e-2);
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 25; step++) {
        optimizer.zeroGrad();
        Tensor logits = net.apply(TEXT.narrow(1, 0, 3));
        Tensor loss = Losses.crossEntropy(logits.reshape(-1, 7), TEXT.narrow(1, 1, 3).reshape(-1));
        loss.backward();
        net.namedParameters().forEach((name, value) -> assertThat(value.grad()).as(name).isNotNull());
        optimizer.step();
        losses.add(loss.item());
      }
      assertThat(losses.getFirst()).isBetween(Math.log(7) - 0.1, Math.log(7) + 0.1);
      assertThat(losses.getLast()).isLessThan(1);
    }
  }

  @Test
  void theSameKeyMakesTheSameNetwork() {
    Adjoint.seed(1);
    Gpt one = new Gpt(TINY, Key.of(1));
    Adjoint.seed(2);
    Gpt two = new Gpt(TINY, Key.of(1));
    two.state()
        .forEach((name, value) -> assertThat(value.toFloatArray()).containsExactly(one.state().get(name).toFloatArray()));
    assertThat(new Gpt(TINY, Key.of(3)).state().get("token.weight").toFloatArray())
        .isNotEqualTo(one.state().get("token.weight").toFloatArray());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Gpt net = new Gpt(TINY, Key.of(1));
    assertThatThrownBy(() -> net.apply(Tensor.ofLongs(1, 2))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[n, length]", "[2]", "unsqueeze");
    assertThatThrownBy(() -> net.apply(Tensor.ofLongs(1, 2, 3, 4, 5, 6).unsqueeze(0))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("5 or fewer", "[1, 6]");
    assertThatThrownBy(() -> GptOptions.of(7, 5).width(8, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("3 heads", "8");
    assertThatThrownBy(() -> TINY.dropout(2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2.0");
    assertThatThrownBy(() -> GptOptions.of(0, 5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("given 0");
    assertThatThrownBy(() -> new Mlp(Key.of(1), 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("two or more", "[3]");
    assertThatThrownBy(() -> VggOptions.VGG11.classes(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("classes", "0");
    assertThatThrownBy(() -> VggOptions.VGG11.dropout(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new VggOptions(List.of(0, 8), false, 10, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("convolution", Arrays.asList(0, 8).toString());
    assertThatThrownBy(() -> new ResNetOptions(List.of(1, 2), false, 10)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("four groups", "[1, 2]");
    assertThatThrownBy(() -> ResNetOptions.RESNET18.classes(-3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3");
    assertThatThrownBy(() -> new ResNet(null, Key.of(1))).hasMessageContaining("ResNetOptions.RESNET18");
  }
}
