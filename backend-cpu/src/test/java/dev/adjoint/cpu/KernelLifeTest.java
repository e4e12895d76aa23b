package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.seeds.Race;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kernel's way from cold to hot to gone. */
@Timeout(120)
class KernelLifeTest {
  private static final double[] NONE = {};

  @Test
  void becomesHotByWorkDone() {
    assumeThat(LaneType.isPresent()).as("SKIPPED, kernels are generated only where jdk.incubator.vector is loaded").isTrue();
    KernelCompiler compiler = new KernelCompiler(KernelCompiler.Mode.WHEN_HOT);
    Expr x = Expr.arg(0, DType.FLOAT32);
    Kernel kernel = Kernel.of(x.mul(x).add(0.015625).tanh());
    KernelUnit unit = new KernelUnits(compiler).of(kernel);
    Mapper mapper = new Mapper(new ThreadPool(1));
    View input = View.of(new CpuBuffer(DType.FLOAT32, 1 << 18), Shape.of(1 << 18));
    View output = View.of(new CpuBuffer(DType.FLOAT32, 1 << 18), Shape.of(1 << 18));
    mapper.map(unit, NONE, new View[] {input}, output);
    assertThat(unit.ready(0)).as("after one launch").isNull();
    while (unit.ready(0) == null) { // as long as the test may take
      mapper.map(unit, NONE, new View[] {input}, output);
    }
    mapper.map(unit, NONE, new View[] {input}, output);
    double[] distinct = Arrays.stream(Numbers.of(output)).distinct().toArray();
    assertThat(distinct).containsExactly(new double[] {Math.tanh(0.015625)}, within(2.0 * Math.ulp(0.015625f)));
  }

  @Test
  void equalExpressionsShareOneUnit() {
    KernelUnits units = new KernelUnits(new KernelCompiler(KernelCompiler.Mode.OFF));
    KernelUnit unit = units.of(Kernel.of(Expr.arg(0, DType.FLOAT32).mul(0.54321).exp()));
    assertThat(units.of(Kernel.of(Expr.arg(0, DType.FLOAT32).mul(0.54321).exp()))).isSameAs(unit);
    assertThat(units.of(Kernel.of(Expr.arg(0, DType.FLOAT64).mul(0.54321).exp()))).isNotSameAs(unit);
  }

  @Test
  void aKernelThatWasNotCompiledInTimeIsAskedForAgain() {
    KernelCompiler compiler = new KernelCompiler(KernelCompiler.Mode.AT_ONCE);
    int[] asked = {0};
    Warming<String> form = new Warming<>(0, null, true, 1,
        () -> asked[0]++ == 0 ? new Warming.Outcome<>(null, true) : new Warming.Outcome<>("made", false));
    assertThat(form.after(1, compiler)).isNull();
    assertThat(form.after(1, compiler)).isEqualTo("made");
    assertThat(form.after(1, compiler)).isEqualTo("made");
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void aFormThatDoesNotExistIsAskedForOnce() {
    KernelCompiler compiler = new KernelCompiler(KernelCompiler.Mode.AT_ONCE);
    int[] asked = {0};
    Warming<String> form = new Warming<>(0, null, false, 1, () -> {
      asked[0]++;
      return new Warming.Outcome<>(null, false);
    });
    assertThat(form.after(1, compiler)).isNull();
    assertThat(form.after(1, compiler)).isNull();
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void aDroppedKernelIsForgotten() throws InterruptedException {
    CpuBackend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), KernelCompiler.Mode.AT_ONCE);
    View tensor = Numbers.random(backend, DType.FLOAT32, 3, 100);
    WeakReference<Kernel> kernel = launchOnce(backend, tensor, 0.12345);
    for (int i = 0; i < 100 && kernel.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(kernel.get()).isNull();
  }

  private static WeakReference<Kernel> launchOnce(CpuBackend backend, View tensor, double number) {
    Kernel kernel = Kernel.of(Expr.arg(0, DType.FLOAT32).mul(number));
    backend.map(kernel, NONE, new View[] {tensor}, tensor);
    return new WeakReference<>(kernel);
  }

  @Test
  void anExpressionTooLongToCompileIsInterpreted() {
    for (int length : new int[] {600, 2000}) {
      Expr e = Expr.arg(0, DType.FLOAT32);
      for (int i = 0; i < length; i++) {
        e = i % 3 == 0 ? e.sigmoid() : e.mul(i % 2 + 1.5);
      }
      assertThat(map(e, KernelCompiler.Mode.AT_ONCE)).isEqualTo(map(e, KernelCompiler.Mode.OFF));
    }
  }

  private static double[] map(Expr e, KernelCompiler.Mode mode) {
    CpuBackend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), mode);
    View input = Numbers.random(backend, DType.FLOAT32, 3, 20);
    View output = View.of(backend.allocate(DType.FLOAT32, 20), Shape.of(20));
    backend.map(Kernel.of(e), NONE, new View[] {input}, output);
    return Numbers.of(output);
  }

  @Test
  void thousandsOfKernelsFindTheirOwnUnits() {
    CpuBackend backend = new CpuBackend(new BackendConfig(1), new BlasChoice(true), KernelCompiler.Mode.OFF);
    Kernel[] kernels = new Kernel[3000];
    View output = View.of(backend.allocate(DType.FLOAT64, 1), Shape.of());
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < kernels.length; i++) {
        kernels[i] = Kernel.of(Expr.constant(i + 0.5, DType.FLOAT64));
        backend.map(kernels[i], NONE, new View[0], output);
        assertThat(Numbers.of(output)).containsExactly(i + 0.5);
      }
    }
  }

  @Test
  void threadsThatLaunchNewKernelsAtOnceFindOneUnitForEach() {
    KernelUnits units = new KernelUnits(new KernelCompiler(KernelCompiler.Mode.OFF));
    int[] round = {0};
    Race.run(100, () -> {
      round[0]++;
      Kernel[] shared = new Kernel[40];
      for (int i = 0; i < shared.length; i++) {
        shared[i] = Kernel.of(Expr.arg(0, DType.FLOAT64).mul(1000.0 * round[0] + i));
      }
      KernelUnit[][] found = new KernelUnit[2][shared.length];
      return new Race.Round(() -> assertThat(found[0]).containsExactly(found[1]), () -> find(units, shared, found[0]),
          () -> find(units, shared, found[1]));
    });
  }

  private static void find(KernelUnits units, Kernel[] kernels, KernelUnit[] found) {
    for (int i = 0; i < kernels.length; i++) {
      found[i] = units.of(kernels[i]);
    }
  }

  @Test
  void aKernelThatTwoThreadsLaunchFirstGivesTheSameInBoth() {
    CpuBackend backend = new CpuBackend(new BackendConfig(2), new BlasChoice(true), KernelCompiler.Mode.AT_ONCE);
    View input = Numbers.random(backend, DType.FLOAT32, 3, 100);
    int[] round = {0};
    Race.run(100, () -> {
      round[0]++;
      Kernel kernel = Kernel.of(Expr.arg(0, DType.FLOAT32).mul(round[0] + 0.25).tanh());
      View[] outputs = {
        View.of(backend.allocate(DType.FLOAT32, 100), Shape.of(100)),
        View.of(backend.allocate(DType.FLOAT32, 100), Shape.of(100))
      };
      return new Race.Round(() -> assertThat(Numbers.of(outputs[0])).containsExactly(Numbers.of(outputs[1])),
          () -> backend.map(kernel, NONE, new View[] {input}, outputs[0]),
          () -> backend.map(kernel, NONE, new View[] {input}, outputs[1]));
    });
  }
}
