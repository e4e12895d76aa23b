package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.cpu.OtherJvm;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.models.Vgg;
import dev.adjoint.nn.models.VggOptions;
import dev.adjoint.optim.Adam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** VGG11 as it is, with Adam: 2.1 GB of parameters, gradients and moments, so in a JVM with a heap of its own. */
@Timeout(240)
class Vgg11Test {
  private static final int STEPS = 4;

  /** For the other JVM: fails, or trains. */
  public static void main(String[] arguments) throws IOException {
    Adjoint.useBackend("cpu");
    NamesTest.assertNames(new Vgg(VggOptions.VGG11.withBatchNorm(), Key.of(1)), "vgg11_bn", 132_868_840);
    Vgg net = new Vgg(VggOptions.VGG11, Key.of(1));
    NamesTest.assertNames(net, "vgg11", 132_863_336);
    firstValues(net.state());
    train(net);
    System.out.println("trained");
  }

  private static void firstValues(Map<String, Tensor> state) {
    NamesTest.assertNormal(state.get("features.0.weight"), Math.sqrt(2.0 / (64 * 9)));
    NamesTest.assertNormal(state.get("features.18.weight"), Math.sqrt(2.0 / (512 * 9)));
    NamesTest.assertNormal(state.get("classifier.6.weight"), 0.01);
    state.forEach((name, value) -> {
      if (name.endsWith("bias")) {
        assertThat(value.toFloatArray()).as(name).containsOnly(0);
      }
    });
  }

  private static void train(Vgg net) {
    Tensor image = Tensor.randn(Key.of(2), 1, 3, 224, 224);
    Tensor label = Tensor.ofLongs(281);
    Adam optimizer = new Adam(net.parameters(), 1e-3);
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      optimizer.zeroGrad();
      Tensor loss = Losses.crossEntropy(net.apply(image), label);
      loss.backward();
      net.namedParameters().forEach((name, value) -> assertThat(value.grad().isFinite().all().item()).as(name).isEqualTo(1));
      optimizer.step();
      losses.add(loss.item());
    }
    assertThat(losses.getFirst()).as("of 1000 classes that look alike").isBetween(5.0, 9.0);
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    net.namedParameters().forEach((name, value) -> assertThat(value.isFinite().all().item()).as(name).isEqualTo(1));
  }

  @Test
  @DisplayName("P8 VGG11 on an image of 224 by 224: finite gradients for every parameter, and a loss that falls")
  void trains() throws IOException, InterruptedException {
    assertThat(OtherJvm.lastLineOf(Vgg11Test.class, "-Xmx4500m")).isEqualTo("trained");
  }
}
