package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.io.Checkpoint;
import dev.adjoint.io.Safetensors;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Strictness;
import dev.adjoint.nn.Summary;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import dev.adjoint.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of docs/training.md, which is this class's own, and the summary there, which is the one that ResNet18 has. */
class TrainingPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @BeforeEach
  void cpu() {
    Adjoint.useBackend("cpu");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/training.md")).replace("\r\n", "\n");
  }

  private Path file() {
    Path file = folder.resolve("resnet18.safetensors");
    Safetensors.write(file, new ResNet(ResNetOptions.RESNET18, Key.of(7)).state());
    return file;
  }

  @Test
  void aFileOfTorchvisionsNames() {
    Path file = file();
    ResNet net = new ResNet(ResNetOptions.RESNET18, Key.of(1));
    net.load(Safetensors.open(file).all());
    assertThat(net.state().get("fc.bias").toFloatArray())
        .containsExactly(Safetensors.open(file).all().get("fc.bias").toFloatArray());
  }

  @Test
  void anotherLastLayer() {
    Path file = file();
    ResNet net = new ResNet(ResNetOptions.RESNET18.classes(100), Key.of(1));
    Map<String, Tensor> state = new LinkedHashMap<>(Safetensors.open(file).all());
    state.keySet().removeIf(name -> name.startsWith("fc."));
    net.load(state, Strictness.PARTIAL);
    net.freeze().eval(); // eval: batch norms stay as they are, too
    net.fc().unfreeze();
    Sgd optimizer = new Sgd(net.fc().parameters(), 1e-2, 0.9);
    Tensor kept = net.state().get("conv1.weight").copy();
    net.forward(Tensor.randn(Key.of(2), 1, 3, 32, 32)).sum().backward();
    optimizer.step();
    assertThat(net.parameters()).filteredOn(Tensor::requiresGrad).hasSize(2).allMatch(parameter -> parameter.grad() != null);
    assertThat(net.state().get("conv1.weight").toFloatArray()).containsExactly(kept.toFloatArray());
  }

  @Test
  void anotherLastLayerOfANetworkOfOnesOwn() {
    Sequential net = new Sequential(new Linear(4, 512, Key.of(1)), new Linear(512, 3, Key.of(3)));
    List<Module> steps = net.children();
    steps.set(steps.size() - 1, new Linear(512, 10, Key.of(2)));
    Sequential other = new Sequential(steps);
    assertThat(other.apply(Tensor.ones(2, 4)).shape().toArray()).containsExactly(2, 10);
    assertThat(other.children().getFirst()).isSameAs(net.children().getFirst());
    assertThat(net.apply(Tensor.ones(2, 4)).shape().toArray()).containsExactly(2, 3);
  }

  @Test
  void whatAnotherRunHasLearned() {
    Checkpoint.write(folder.resolve("best.safetensors"),
        Map.of("model", new Linear(2, 3, Key.of(7)).state(), "optimizer", Map.of()), Map.of());
    Linear net = new Linear(2, 3, Key.of(1));
    net.load(Checkpoint.read(folder.resolve("best.safetensors")).section("model"));
    Linear learned = new Linear(2, 3, Key.of(7));
    assertThat(net.state().get("weight").toFloatArray()).containsExactly(learned.state().get("weight").toFloatArray());
  }

  @Test
  void thePageShowsThisCode() throws IOException {
    Path here = Path.of("src/test/java/dev/adjoint/cpu/models/TrainingPageTest.java");
    String mine = Files.readString(here).replaceAll("\\s+", " ");
    assertThat(BLOCK.matcher(page()).results()).hasSize(4)
        .allSatisfy(block -> assertThat(mine).contains(block.group(1).replaceAll("\\s+", " ").strip()));
  }

  @Test
  void theSummaryIsResNet18s() throws IOException {
    Summary summary = new ResNet(ResNetOptions.RESNET18, Key.of(1)).summary(1, 3, 224, 224);
    // As torchvision's documentation has it: 11,689,512 parameters, and 1.81 GFLOPS, where a multiplication with its addition is one.
    assertThat(summary.parameters()).isEqualTo(11_689_512);
    assertThat(summary.flops() / 2).isBetween(1_810_000_000L, 1_820_000_000L);
    assertThat(page()).contains("```text\n" + summary + "\n```\n");
  }
}
