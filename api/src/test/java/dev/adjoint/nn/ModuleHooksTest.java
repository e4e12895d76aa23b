package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Key;
import dev.adjoint.Mode;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hooks of modules, forward and backward, and what a summary sees with them. */
class ModuleHooksTest {
  private static final Module DOUBLE = Sequential.step(x -> x.mul(2));

  @Test
  void aForwardHookSeesAndReplacesTheOutput() {
    Module layer = Sequential.step(x -> x.mul(2));
    Module net = new Sequential(layer, Layers.relu());
    List<String> seen = new ArrayList<>();
    Mode first = layer.onForward((module, in, out) -> {
      assertThat(module).isSameAs(layer);
      seen.add(in.item() + " " + out.item());
      return null;
    });
    Mode second = layer.onForward((module, in, out) -> out.add(1));
    assertThat(net.apply(Tensor.of(3f)).item()).isEqualTo(7);
    assertThat(seen).containsExactly("3.0 6.0");
    assertThat(layer.forward(Tensor.of(3f)).item()).isEqualTo(6);
    second.close();
    second.close();
    assertThat(net.apply(Tensor.of(3f)).item()).isEqualTo(6);
    first.close();
    net.apply(Tensor.of(3f));
    assertThat(seen).hasSize(2);
  }

  @Test
  void aBackwardHookSeesTheGradientsOfItsCallAlone() {
    Module layer = Sequential.step(x -> x.mul(2));
    List<String> seen = new ArrayList<>();
    Mode hook = layer.onBackward((module, gradInput, gradOutput) -> {
      seen.add(gradInput.item() + " " + gradOutput.item());
      return null;
    });
    Tensor x = Tensor.of(3f).requiresGrad(true);
    layer.apply(x).mul(5).add(x.mul(100)).backward();
    assertThat(seen).containsExactly("10.0 5.0");
    assertThat(x.grad().item()).isEqualTo(110);
    hook.close();
    layer.apply(x).backward();
    assertThat(seen).hasSize(1);
  }

  @Test
  void aBackwardHookReplacesTheGradientTowardsTheInput() {
    Module layer = Sequential.step(x -> x.mul(2));
    layer.onBackward((module, gradInput, gradOutput) -> gradInput.mul(-1));
    Tensor x = Tensor.of(3f).requiresGrad(true);
    layer.apply(layer.apply(x)).backward();
    assertThat(x.grad().item()).isEqualTo(4);
    x.clearGrad();
    Module same = Layers.identity();
    same.onBackward((module, gradInput, gradOutput) -> {
      assertThat(gradOutput.item()).isEqualTo(1);
      return gradInput.mul(7);
    });
    same.apply(x).backward();
    assertThat(x.grad().item()).isEqualTo(7);
  }

  @Test
  void aBackwardHookOfALayerWhoseInputNeedsNoGradient() {
    Linear layer = new Linear(2, 1, Key.of(1));
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> outputs = new ArrayList<>();
    layer.onBackward((module, gradInput, gradOutput) -> {
      inputs.add(gradInput);
      outputs.add(gradOutput);
      return gradOutput;
    });
    layer.apply(Tensor.ones(3, 2)).sum().backward();
    assertThat(inputs).hasSize(1).containsOnlyNulls();
    assertThat(outputs.getFirst().toFloatArray()).containsExactly(1, 1, 1);
    assertThat(layer.namedParameters().get("bias").grad().item()).isEqualTo(3);
    layer.freeze();
    layer.apply(Tensor.ones(3, 2));
    assertThat(outputs).hasSize(1);
  }

  @Test
  void aSummaryCountsWhatEachModuleDoes() {
    Dropout dropout = new Dropout(.5, Key.of(3));
    Sequential net = new Sequential(
        new Conv2d(3, 8, 3, ConvOptions.DEFAULT.stride(2).padding(1), Key.of(1)), new BatchNorm(8), dropout, Layers.flatten(),
        new Linear(128, 10, Key.of(2)));
    dropout.eval();
    net.children().getFirst().freeze();
    Summary summary = net.summary(2, 3, 8, 8);
    assertThat(summary.rows()).hasSize(6);
    Summary.Row conv = summary.rows().get(1);
    assertThat(conv.name()).isEqualTo("0");
    assertThat(conv.output().toArray()).containsExactly(2, 8, 4, 4);
    assertThat(conv.parameters()).isEqualTo(8 * 27 + 8);
    // Two operations for each of 27 products of each of 2 * 8 * 16 outputs.
    assertThat(conv.flops()).isEqualTo(2 * 27 * 256);
    assertThat(conv.outputBytes()).isEqualTo(256 * 4);
    assertThat(summary.parameters()).isEqualTo(224 + 16 + 1290);
    assertThat(summary.trainable()).isEqualTo(16 + 1290);
    assertThat(summary.flops()).isEqualTo(2 * 27 * 256 + 2 * 2 * 1280);
    assertThat(summary.stateBytes()).isEqualTo(4 * (224 + 16 + 1290 + 16) + 8);
    assertThat(summary.outputBytes()).isEqualTo(4 * (4 * 256 + 20));
    assertThat(summary.toString()).contains("Conv2d(3, 8, kernel [3, 3])", "[2, 8, 4, 4]", "13,824",
        "parameters 1,530 (1,306 trainable)", "Linear(128, 10)");
    assertThat(summary.toString().lines()).hasSize(8);
    // It left no trace.
    assertThat(net.isTraining()).isTrue();
    assertThat(dropout.isTraining()).isFalse();
    assertThat(net.namedBuffers().get("1.num_batches_tracked").item()).isZero();
    assertThat(net.parameters()).allMatch(p -> p.grad() == null);
  }

  @Test
  void aSummaryOfOtherInputsAndOfModulesThatAreNotCalled() {
    assertThat(new Embedding(5, 2, Key.of(1)).summary(Tensor.ofInts(1, 2, 3)).rows().getFirst().output().toArray())
        .containsExactly(3, 2);
    Module lazy = new Module() {
      private final Module unused = part("unused", DOUBLE);

      @Override
      public Tensor forward(Tensor x) {
        return unused.forward(x);
      }
    };
    Summary summary = lazy.summary(1);
    assertThat(summary.rows().get(1).output()).isNull();
    assertThat(summary.toString()).contains("Module", "-");
    Lstm lstm = new Lstm(3, 4, Key.of(1));
    assertThat(lstm.summary(5, 2, 3).flops()).isEqualTo(2 * 10 * (16 * 3 + 16 * 4));
    assertThat(new MultiheadAttention(4, 2, Key.of(1)).summary(5, 2, 4).flops())
        .isEqualTo(2 * 10 * (3 * 16 + 2 * 5 * 4) + 2 * 10 * 16);
    assertThat(new ConvTranspose2d(2, 3, 2, Key.of(1)).summary(1, 2, 3, 3).flops()).isEqualTo(2 * 18 * 12);
  }
}
