package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.BackendException;
import dev.adjoint.Backends;
import dev.adjoint.Device;
import dev.adjoint.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two backends in one process. */
class TwoBackendsTest {
  private static final Device CPU = Device.of("cpu");
  private static final Device ND4J = Device.of("nd4j");

  @BeforeEach
  void useCpu() {
    Adjoint.useBackend("cpu");
  }

  @Test
  void bothAreFoundAndTheCpuComesFirst() {
    assertThat(Backends.all()).extracting(Backends.Found::name).containsSubsequence("cpu", "nd4j");
    assertThat(Backends.all()).filteredOn(found -> found.name().equals("cpu"))
        .allMatch(found -> found.availability().isAvailable());
    assertThat(Backends.choice().name()).isEqualTo("cpu");
  }

  @Test
  void aGradientComesBackToItsLeafsDevice() {
    Tensor x = Tensor.of(1, 2, 3).requiresGrad(true);
    Tensor y = x.to(ND4J).pow(2);
    assertThat(y.device()).isEqualTo(ND4J);
    y.sum().backward();
    assertThat(x.grad().device()).isEqualTo(CPU);
    assertThat(x.grad().toFloatArray()).containsExactly(2, 4, 6);
    assertThat(Adjoint.jvp(t -> t.to(ND4J).mul(t.to(ND4J)), Tensor.of(3.0), Tensor.of(1.0)).tangent().item()).isEqualTo(6);
  }

  @Test
  void anOperationOnTwoDevicesIsRefusedWithTheRemedy() {
    Tensor here = Tensor.of(1, 2);
    Tensor there = here.to(ND4J);
    assertThatThrownBy(() -> here.add(there)).isInstanceOf(BackendException.class).hasMessageContainingAll("add", "cpu", "nd4j",
        "to(device)");
    Tensor leaf = Tensor.of(1, 2).requiresGrad(true);
    assertThatThrownBy(() -> leaf.mul(2).backward(there)).isInstanceOf(AutogradException.class).hasMessageContainingAll("nd4j",
        "cpu");
  }

  @Test
  void everyTypeTravels() {
    assertThat(Tensor.ofLongs(1L << 40, -3).to(ND4J).to(CPU).toLongArray()).containsExactly(1L << 40, -3);
    assertThat(Tensor.ofBooleans(true, false).to(ND4J).to(CPU).toBooleanArray()).containsExactly(true, false);
    assertThat(Tensor.ofInts(7).to(ND4J).toIntArray()).containsExactly(7);
    assertThat(Tensor.of(0.1, 1e300).to(ND4J).toDoubleArray()).containsExactly(0.1, 1e300);
  }
}
