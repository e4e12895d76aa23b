package dev.adjoint.cpu.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images of one channel for a network of three: its error names the layer, and what it says to do works. */
class GrayImagesTest {
  @BeforeEach
  void useCpu() {
    Adjoint.useBackend("cpu");
  }

  @Test
  void aResNetSaysWhatToDo() {
    Module net = new ResNet(ResNetOptions.RESNET18.classes(2), Key.of(1)).eval();
    Tensor x = Tensor.rand(Key.of(2), 1, 1, 32, 32);
    assertThatThrownBy(() -> net.apply(x)).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("conv1, Conv2d(3, 64, kernel [7, 7]), takes [n, 3, h, w] or [3, h, w]")
        .hasMessageContainingAll("Tensor.concat(-3, x, x, x)", "given float32[1, 1, 32, 32]");
    assertThat(net.apply(Tensor.concat(-3, x, x, x)).shape().toArray()).containsExactly(1, 2);
    assertThatThrownBy(() -> net.namedModules().get("layer1").apply(Tensor.ones(1, 3, 8, 8))).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("0.conv1, Conv2d(64, 64, kernel [3, 3]), takes [n, 64, h, w]");
  }
}
