package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.nn.Summary;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The summary in docs/training.md is the one that ResNet18 has. */
class TrainingPageTest {
  @Test
  void theSummaryIsResNet18s() throws IOException {
    Adjoint.useBackend("cpu");
    Summary summary = new ResNet(ResNetOptions.RESNET18, Key.of(1)).summary(1, 3, 224, 224);
    // As torchvision's documentation has it: 11,689,512 parameters, and 1.81 GFLOPS, where a multiplication with its addition is one.
    assertThat(summary.parameters()).isEqualTo(11_689_512);
    assertThat(summary.flops() / 2).isBetween(1_810_000_000L, 1_820_000_000L);
    String page = Files.readString(Path.of("../docs/training.md")).replace("\r\n", "\n");
    assertThat(page).contains("```text\n" + summary + "\n```\n");
  }
}
