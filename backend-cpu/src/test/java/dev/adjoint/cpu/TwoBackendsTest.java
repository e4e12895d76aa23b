package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.BackendException;
import dev.adjoint.Backends;
import dev.adjoint.Device;
import dev.adjoint.Index;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.optim.Adam;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    assertThatThrownBy(() -> Adjoint.jvp(x -> x.pow(2), here, there)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("tangent", "different devices", "cpu", "nd4j", "to(Device.of(\"cpu\"))");
    assertThatThrownBy(() -> Adjoint.vjp(x -> x.pow(2), here).pullback().apply(there)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("cotangent", "different devices", "cpu", "nd4j");
    assertThatThrownBy(() -> here.to((Device) null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("to: the device is null");
  }

  private static void refused(ThrowingCallable operation) {
    assertThatThrownBy(operation).isInstanceOf(BackendException.class).hasMessageContainingAll("different devices", "cpu",
        "nd4j",
        "to(Device.of(");
  }

  @Test
  void everyKindOfOperationIsRefused() {
    Tensor here = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    Tensor there = here.to(ND4J);
    refused(() -> here.mul(there));
    refused(() -> here.matmul(there));
    refused(() -> Tensor.concat(0, here, there));
    refused(() -> Tensor.where(here.gt(0), here, there));
    refused(() -> Tensor.where(there.gt(0), here, here));
    refused(() -> here.indexSelect(0, Tensor.ofInts(0).to(ND4J)));
    refused(() -> here.get(Index.of(Tensor.ofInts(0).to(ND4J))));
    refused(() -> here.copy().addi(there));
    refused(() -> here.copy().maskedFilli(there.gt(0), 1));
    refused(() -> here.copy().assign(there));
    refused(() -> Losses.mse(here, there));
    refused(() -> Losses.crossEntropy(here, Tensor.ofInts(0, 1).to(ND4J)));
    refused(() -> Functional.linear(here, there, null));
    refused(() -> Tensor.einsum("ij,jk->ik", here, there));
    refused(() -> Adjoint.elementwise((a, b) -> a.mul(b)).apply(here, there));
    refused(() -> Adjoint.custom(in -> in[0].mul(in[1]), (in, out, g) -> new Tensor[] {g, g}).apply(here, there));
  }

  @Test
  void gradientsFromElsewhereAreRefused() {
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    assertThatThrownBy(() -> x.grad(Tensor.of(1, 2).to(ND4J))).isInstanceOf(AutogradException.class).hasMessageContainingAll(
        "cpu", "nd4j", "to(device)");
    Tensor y = x.mul(2);
    y.registerHook(g -> g.to(ND4J));
    assertThatThrownBy(() -> y.sum().backward()).isInstanceOf(AutogradException.class).hasMessageContainingAll("hook", "cpu",
        "nd4j", "to(device)");
    SimpleFunction wrong = Adjoint.custom(in -> in[0].mul(2), (in, out, g) -> new Tensor[] {g.to(ND4J)});
    assertThatThrownBy(() -> wrong.apply(x).sum().backward()).isInstanceOf(AutogradException.class).hasMessageContainingAll(
        "cpu", "nd4j", "to(device)");
    assertThat(x.grad()).isNull();
  }

  @Test
  void aCustomFunctionMayGoFromOneToTheOther() {
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    SimpleFunction there = Adjoint.custom(in -> in[0].to(ND4J).mul(3), (in, out, g) -> new Tensor[] {g.to(CPU).mul(3)});
    Tensor y = there.apply(x);
    assertThat(y.device()).isEqualTo(ND4J);
    y.sum().backward();
    assertThat(x.grad().device()).isEqualTo(CPU);
    assertThat(x.grad().toFloatArray()).containsExactly(3, 3);
  }

  @Test
  void parametersOnBothAreTrainedInOneModel() {
    Tensor a = Tensor.of(0.5, -0.5).requiresGrad(true);
    Tensor b = Tensor.of(0.25).to(ND4J).detach().requiresGrad(true);
    Adam adam = new Adam(List.of(a, b), 0.1);
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      adam.zeroGrad();
      Tensor error = a.to(ND4J).mul(b).sub(1).pow(2).sum();
      assertThat(error.item()).isLessThan(before);
      before = error.item();
      error.backward();
      assertThat(a.grad().device()).isEqualTo(CPU);
      assertThat(b.grad().device()).isEqualTo(ND4J);
      adam.step();
    }
  }

  @Test
  void everyTypeTravels() {
    assertThat(Tensor.ofLongs(1L << 40, -3).to(ND4J).to(CPU).toLongArray()).containsExactly(1L << 40, -3);
    assertThat(Tensor.ofBooleans(true, false).to(ND4J).to(CPU).toBooleanArray()).containsExactly(true, false);
    assertThat(Tensor.ofInts(7).to(ND4J).toIntArray()).containsExactly(7);
    assertThat(Tensor.of(0.1, 1e300).to(ND4J).toDoubleArray()).containsExactly(0.1, 1e300);
  }
}
