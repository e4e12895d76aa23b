package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.GradGraph;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.SavedTensor;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import dev.adjoint.optim.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ResNet18 with all its parameters frozen but those of a new last layer, on images of 224 by 224. */
class FrozenTest {
  private static final int BATCH = 2;
  private static final int CLASSES = 100;
  private static final int FEATURES = 512;

  private final Tensor labels = Tensor.ofLongs(3, 71);
  private Tensor images;
  private ResNet net;

  @BeforeEach
  void frozen() {
    Adjoint.useBackend("cpu");
    images = Tensor.randn(Key.of(2), BATCH, 3, 224, 224);
    net = new ResNet(ResNetOptions.RESNET18.classes(CLASSES), Key.of(1));
    net.freeze();
    net.fc().unfreeze();
  }

  private Tensor loss() {
    return Losses.crossEntropy(net.apply(images), labels);
  }

  private static Map<String, float[]> numbers(Map<String, Tensor> tensors) {
    Map<String, float[]> all = new LinkedHashMap<>();
    tensors.forEach((name, value) -> all.put(name, value.toFloatArray()));
    return all;
  }

  private List<String> changed(Map<String, float[]> before) {
    List<String> names = new ArrayList<>();
    numbers(net.namedParameters()).forEach((name, values) -> {
      if (!Arrays.equals(values, before.get(name))) {
        names.add(name);
      }
    });
    return names;
  }

  private List<Double> train(int steps) {
    Sgd optimizer = new Sgd(net.fc().parameters(), 1e-2, 0.9);
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      Tensor loss = loss();
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      losses.add(loss.item());
    }
    return losses;
  }

  @Test
  @DisplayName("N3 only the last layer changes, and the loss falls")
  void onlyTheLastLayerChanges() {
    Map<String, float[]> before = numbers(net.namedParameters());
    List<Double> losses = train(5);
    assertThat(changed(before)).containsExactly("fc.weight", "fc.bias");
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
    net.namedParameters().forEach((name, value) -> assertThat(value.grad() != null).as("gradient of %s", name)
        .isEqualTo(name.startsWith("fc.")));
  }

  @Test
  @DisplayName("N3 in eval mode the running values of a frozen network stay as well")
  void frozenNormsInEvalMode() {
    net.eval();
    Map<String, float[]> before = numbers(net.state());
    train(1);
    Map<String, float[]> after = numbers(net.state());
    before.keySet().removeIf(name -> name.startsWith("fc."));
    assertThat(before).hasSize(120);
    before.forEach((name, values) -> assertThat(Arrays.equals(after.get(name), values)).as(name).isTrue());
  }

  @Test
  @DisplayName("N3, N2 nothing is recorded or saved below the last layer, whether the batch norms train or not")
  void nothingIsSavedBelow() {
    for (boolean training : new boolean[] {false, true}) {
      if (training) {
        net.train();
      } else {
        net.eval();
      }
      GradGraph graph = GradGraph.of(loss());
      assertThat(graph.nodes()).filteredOn(Node::isLeaf).as("the weight and the bias").hasSize(2);
      for (Node node : graph.nodes()) {
        for (SavedTensor saved : node.saved()) {
          assertThat(saved.like().shape().size()).as("%s saves", node).isLessThanOrEqualTo(BATCH * FEATURES);
        }
      }
      // The features, and the logarithms of the classes' shares with the labels.
      assertThat(graph.savedBytes()).isBetween(4L * BATCH * FEATURES, 4L * BATCH * (FEATURES + CLASSES) + 1000);
    }
    net.unfreeze();
    GradGraph full = GradGraph.of(loss());
    assertThat(full.nodes()).filteredOn(Node::isLeaf).hasSize(62);
    assertThat(full.savedBytes()).as("of the whole network").isGreaterThan(10_000_000);
  }

  @Test
  @DisplayName("N3 in training mode a frozen network tracks its batches, and its parameters stay")
  void frozenNormsTrack() {
    net.train();
    Map<String, float[]> before = numbers(net.namedParameters());
    float[] mean = net.namedBuffers().get("layer4.1.bn2.running_mean").toFloatArray();
    loss().backward();
    assertThat(changed(before)).isEmpty();
    assertThat(net.namedBuffers().get("layer4.1.bn2.running_mean").toFloatArray()).isNotEqualTo(mean);
    assertThat(net.namedBuffers().get("bn1.num_batches_tracked").item()).isEqualTo(1);
  }
}
