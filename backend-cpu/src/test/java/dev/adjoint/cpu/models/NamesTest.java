package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.io.Safetensors;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Residual networks have torchvision's names and shapes, so that its files fit, and its first values. */
class NamesTest {
  @BeforeEach
  void useCpu() {
    Adjoint.useBackend("cpu");
  }

  /** The names and shapes of torchvision's state, one a line. */
  static Map<String, Shape> expected(String network) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (InputStream in = NamesTest.class.getResourceAsStream("/torchvision/" + network + ".txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
        String[] words = line.split(" ");
        shapes.put(words[0], Shape.of(Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray()));
      });
    }
    return shapes;
  }

  static void assertNames(Module net, String network, long parameters) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    net.state().forEach((name, value) -> shapes.put(name, value.shape()));
    assertThat(shapes).containsExactlyInAnyOrderEntriesOf(expected(network));
    assertThat(net.parameters().stream().mapToLong(Tensor::size).sum()).isEqualTo(parameters);
  }

  /** Mean 0 and a deviation, both within what so many numbers make likely. */
  static void assertNormal(Tensor values, double deviation) {
    double margin = 6 * deviation / Math.sqrt(values.size());
    Tensor wide = values.detach().to(DType.FLOAT64);
    assertThat(wide.mean().item()).isCloseTo(0, within(margin));
    assertThat(wide.std().item()).isCloseTo(deviation, within(margin));
  }

  @Test
  void resNets() throws IOException {
    ResNet net = new ResNet(ResNetOptions.RESNET18, Key.of(1));
    assertNames(net, "resnet18", 11_689_512);
    assertThat(net.state()).hasSize(122);
    assertThat(net.parameters()).hasSize(62);
    assertNames(new ResNet(ResNetOptions.RESNET34, Key.of(1)), "resnet34", 21_797_672);
    assertNames(new ResNet(ResNetOptions.RESNET50, Key.of(1)), "resnet50", 25_557_032);
  }

  @Test
  void firstValues() {
    Map<String, Tensor> state = new ResNet(ResNetOptions.RESNET18, Key.of(1)).state();
    assertNormal(state.get("conv1.weight"), Math.sqrt(2.0 / (64 * 49)));
    assertNormal(state.get("layer3.0.conv1.weight"), Math.sqrt(2.0 / (256 * 9)));
    assertNormal(state.get("layer3.0.downsample.0.weight"), Math.sqrt(2.0 / 256));
    assertThat(state.get("layer1.0.conv1.weight").toFloatArray()).as("another key for each")
        .isNotEqualTo(state.get("layer1.1.conv1.weight").toFloatArray());
    assertThat(state.get("bn1.weight").toFloatArray()).containsOnly(1);
    assertThat(state.get("fc.weight").abs().max().item()).isBetween(0.999 / Math.sqrt(512), 1 / Math.sqrt(512));
  }

  @Test
  void aFileOfTorchvisionsFits(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("resnet18.safetensors");
    Map<String, Tensor> values = new LinkedHashMap<>();
    expected("resnet18").forEach((name, shape) -> values.put(name, value(name, shape)));
    Safetensors.write(file, values);
    ResNet net = new ResNet(ResNetOptions.RESNET18, Key.of(1));
    net.load(Safetensors.open(file).all());
    net.state().forEach((name, value) -> assertThat(
        Arrays.equals(value.toDoubleArray(), values.get(name).toDoubleArray())).as(name).isTrue());
  }

  private static Tensor value(String name, Shape shape) {
    if (name.endsWith("num_batches_tracked")) {
      return Tensor.full(shape, 7, DType.INT64);
    }
    return Tensor.rand(Key.of(name.hashCode()), shape.toArray());
  }
}
