package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaunchTest {
  private static final int SIZE = 1000;

  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  private static Expr tenOperations() {
    Expr x = Expr.arg(0, DType.FLOAT32);
    Expr e = x.mul(x).add(x).tanh().mul(0.5).add(1).exp().sub(x).mul(2).relu().add(3);
    assertThat(Kernel.of(e).steps().stream().filter(s -> s.a() >= 0)).hasSize(10);
    return e;
  }

  private static double expected(float x) {
    return Math.max(2 * (Math.exp(0.5 * Math.tanh(x * x + x) + 1) - x), 0) + 3;
  }

  private static void tenOperationsAreOneLaunch(TornadoBackend backend) {
    float[] numbers = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = 0.004f * i - 2;
    }
    Buffer in = backend.allocate(DType.FLOAT32, SIZE);
    Buffer out = backend.allocate(DType.FLOAT32, SIZE);
    backend.copyIn(numbers, 0, in, 0, SIZE);
    Shape shape = Shape.of(SIZE);
    for (int i = 0; i < 3; i++) {
      long before = backend.launches();
      backend.map(Kernel.of(tenOperations()), new double[0], new View[] {View.of(in, shape)}, View.of(out, shape));
      assertThat(backend.launches() - before).isOne();
    }
    float[] values = new float[SIZE];
    backend.copyOut(out, 0, values, 0, SIZE);
    for (int i = 0; i < SIZE; i++) {
      assertThat((double) values[i]).as("at %s", numbers[i]).isCloseTo(expected(numbers[i]), within(1e-5));
    }
  }

  @Test
  void anExpressionOfTenOperationsIsOneLaunchInterpreted() {
    tenOperationsAreOneLaunch(OnDevice.interpreted());
    assertThat(OnDevice.interpreted().compiled()).isZero();
  }

  @Test
  void anExpressionOfTenOperationsIsOneLaunchGenerated() {
    int before = OnDevice.generated().compiled();
    tenOperationsAreOneLaunch(OnDevice.generated());
    assertThat(OnDevice.generated().compiled()).isEqualTo(before + 1);
  }

  @Test
  void aSumOfAnExpressionIsOneLaunchWhereItIsShort() {
    TornadoBackend backend = OnDevice.generated();
    Buffer in = backend.allocate(DType.FLOAT32, 16);
    Buffer out = backend.allocate(DType.FLOAT32, 1);
    backend.copyIn(new float[16], 0, in, 0, 16);
    long before = backend.launches();
    View[] inputs = {View.of(in, Shape.of(16))};
    backend.reduce(
        Reduction.SUM, Kernel.of(Expr.arg(0, DType.FLOAT32).exp()), new double[0], inputs, new int[] {0},
        View.of(out, Shape.of(1)));
    assertThat(backend.launches() - before).isOne();
    float[] sum = new float[1];
    backend.copyOut(out, 0, sum, 0, 1);
    assertThat(sum[0]).isEqualTo(16);
  }

  @Test
  void whatWasCopiedInMayBeChangedAtOnce() {
    TornadoBackend backend = (TornadoBackend) OnDevice.backend();
    for (int size : new int[] {10, 100, 500_000}) {
      long[] numbers = new long[size];
      Arrays.fill(numbers, 5);
      Buffer buffer = backend.allocate(DType.INT64, size);
      backend.copyIn(numbers, 0, buffer, 0, size);
      Arrays.fill(numbers, 7);
      long[] back = new long[size];
      backend.copyOut(buffer, 0, back, 0, size);
      assertThat(back).containsOnly(5);
    }
  }

  @Test
  void moreLaunchesThanThereAreExchangesWait() {
    TornadoBackend backend = (TornadoBackend) OnDevice.backend();
    Buffer buffer = backend.allocate(DType.INT32, 3);
    backend.copyIn(new int[3], 0, buffer, 0, 3);
    View view = View.of(buffer, Shape.of(3));
    Kernel plus = Kernel.of(Expr.arg(0, DType.INT32).add(Expr.param(0, DType.INT32)));
    int expected = 0;
    for (int i = 0; i < 1000; i++) {
      backend.map(plus, new double[] {i}, new View[] {view}, view);
      expected += i;
    }
    int[] sums = new int[3];
    backend.copyOut(buffer, 0, sums, 0, 3);
    assertThat(sums).containsOnly(expected);
  }

  @Test
  void whatFailedUnnoticedIsToldToTheNextToWait() {
    DeviceThread.submit(
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(() -> DeviceThread.call(() -> 1))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("The device of the backend tornado failed")
        .hasMessageContaining("broken");
    assertThat(DeviceThread.call(() -> 2)).isEqualTo(2);
  }
}
