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
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** What TornadoVM and its drivers do wrong in silence, and what keeps clear of it. */
class TrapTest {
  private static final Shape SHAPE = Shape.of(1000);

  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  static void computedByCubeRoots(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    f64.set(context.globalIdx, Math.cbrt(f64.get(context.globalIdx)));
  }

  private static TornadoBackend backend(boolean generated) {
    return generated ? OnDevice.generated() : OnDevice.interpreted();
  }

  private static double[] map(TornadoBackend backend, Expr e, double... numbers) {
    int size = numbers.length;
    Buffer in = backend.allocate(DType.FLOAT64, size);
    Buffer out = backend.allocate(DType.FLOAT64, size);
    backend.copyIn(numbers, 0, in, 0, size);
    Shape shape = Shape.of(size);
    backend.map(Kernel.of(e), new double[0], new View[] {View.of(in, shape)}, View.of(out, shape));
    double[] values = new double[size];
    backend.copyOut(out, 0, values, 0, size);
    return values;
  }

  private static Expr x() {
    return Expr.arg(0, DType.FLOAT64);
  }

  @Test
  @DisplayName("tornado.recover.bailout: what does not compile is an error, not a run on the host at index 0")
  void recovery() throws NoSuchMethodException {
    assertThat(System.getProperty("tornado.recover.bailout")).isEqualTo("False");
    var kernel = TrapTest.class.getDeclaredMethod("computedByCubeRoots", Launcher.PARAMETERS);
    assertThatThrownBy(() -> DeviceThread.call(() -> new Launcher().compile(kernel)))
        .hasMessageContaining("The device of the backend tornado failed");
    assertThat(map(backend(true), x().add(1), 1, 2)).containsExactly(2, 3);
  }

  @Test
  @DisplayName("local size: a group that does not divide the number of threads is refused, where the driver would print a line")
  void groups() {
    assertThatThrownBy(() -> DeviceThread.call(() -> {
      Launcher launcher = new Launcher();
      launcher.allocate(1 << 10);
      launcher.launch(launcher.compile(Task.IN.kernel()), launcher.exchange(64), 64, 100);
      return true;
    })).hasStackTraceContaining("100 threads are not a number of groups of 64");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("GridScheduler: every index is computed, not index 0 only, and none beyond the last")
  void grids(boolean generated) {
    TornadoBackend backend = backend(generated);
    for (int size : new int[] {1, 63, 64, 65, 1000, 70_001}) {
      Buffer out = backend.allocate(DType.INT32, size + 1);
      backend.copyIn(new int[size + 1], 0, out, 0, size + 1);
      View part = new View(out, Shape.of(size), new int[] {1}, 0);
      backend.map(Kernel.of(Expr.index(0).add(Expr.constant(1, DType.INT32))), new double[0], new View[0], part);
      int[] values = new int[size + 1];
      backend.copyOut(out, 0, values, 0, size + 1);
      for (int i = 0; i < size; i++) {
        assertThat(values[i]).isEqualTo(i + 1);
      }
      assertThat(values[size]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("@Reduce: sums of any length are right")
  void reductions(boolean generated) {
    TornadoBackend backend = backend(generated);
    for (int size : new int[] {1, 1000, 1023, 1024, 1025, 100_003}) {
      Buffer out = backend.allocate(DType.INT64, 1);
      Buffer in = backend.allocate(DType.INT64, size);
      View all = View.of(in, Shape.of(size));
      backend.map(Kernel.of(Expr.index(0).cast(DType.INT64)), new double[0], new View[0], all);
      Kernel value = Kernel.of(Expr.arg(0, DType.INT64));
      backend.reduce(
          Reduction.SUM, value, new double[0], new View[] {all}, new int[] {0}, View.of(out, Shape.of(1)));
      long[] sum = new long[1];
      backend.copyOut(out, 0, sum, 0, 1);
      assertThat(sum[0]).isEqualTo((long) size * (size - 1) / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("tornado.enable.nativeFunctions: sqrt, sin and cos of float64 have its digits")
  void precision(boolean generated) {
    assertThat(System.getProperty("tornado.enable.nativeFunctions")).isEqualTo("False");
    double[] numbers = {0.1, 0.7, 1, 2, 3, 1e-3};
    double[] sqrt = map(backend(generated), x().sqrt(), numbers);
    double[] sin = map(backend(generated), x().sin(), numbers);
    double[] cos = map(backend(generated), x().cos(), numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(sqrt[i]).isEqualTo(Math.sqrt(numbers[i]));
      assertThat(sin[i]).isCloseTo(Math.sin(numbers[i]), within(3e-16));
      assertThat(cos[i]).isCloseTo(Math.cos(numbers[i]), within(3e-16));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("-cl-fast-relaxed-math, max(NaN, 0): NaN and infinity are what they are on the CPU")
  void specialNumbers(boolean generated) {
    assertThat(System.getProperty("tornado.opencl.compiler.flags")).isEqualTo("-w");
    TornadoBackend backend = backend(generated);
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    double[] numbers = {nan, infinity, -infinity, 0, -1};
    assertThat(map(backend, x().max(0), numbers)).containsExactly(nan, infinity, 0, 0, 0);
    assertThat(map(backend, x().min(0), numbers)).containsExactly(nan, 0, -infinity, 0, -1);
    assertThat(map(backend, x().relu(), numbers)).containsExactly(nan, infinity, 0, 0, 0);
    assertThat(map(backend, x().le(0).cast(DType.FLOAT64), numbers)).containsExactly(0, 0, 1, 1, 1);
    assertThat(map(backend, x().eq(x()).cast(DType.FLOAT64), numbers)).containsExactly(0, 1, 1, 1, 1);
    assertThat(map(backend, x().sub(x()), numbers)).containsExactly(nan, nan, nan, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("tornado.enable.fma: a product is rounded before something is added to it")
  void roundings(boolean generated) {
    Expr square = x().mul(x());
    double third = 1.0 / 3;
    double[] values = map(backend(generated), square.add(-third * third), third);
    assertThat(values[0]).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("baked scalars: a parameter, size or stride that changes is read anew")
  void scalars(boolean generated) {
    TornadoBackend backend = backend(generated);
    Buffer in = backend.allocate(DType.FLOAT32, 1000);
    Buffer out = backend.allocate(DType.FLOAT32, 1000);
    View numbers = View.of(in, SHAPE);
    backend.map(Kernel.of(Expr.index(0).cast(DType.FLOAT32)), new double[0], new View[0], numbers);
    Kernel scaled = Kernel.of(Expr.arg(0, DType.FLOAT32).mul(Expr.param(0, DType.FLOAT32)));
    for (int stride = 1; stride <= 4; stride++) {
      int size = 100 * stride;
      View some = new View(in, Shape.of(size), new int[] {stride == 4 ? 2 : stride}, 3);
      backend.map(scaled, new double[] {stride}, new View[] {some}, View.of(out, Shape.of(size)));
      float[] values = new float[size];
      backend.copyOut(out, 0, values, 0, size);
      for (int i = 0; i < size; i++) {
        assertThat(values[i]).isEqualTo(stride * (3 + i * (stride == 4 ? 2f : stride)));
      }
    }
  }

  @Test
  @DisplayName("two threads: what several threads ask for at once is right, as one thread does it")
  void threads() throws InterruptedException {
    TornadoBackend backend = backend(true);
    List<Thread> threads = new ArrayList<>();
    List<double[]> results = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      double start = t;
      threads.add(Thread.ofPlatform().start(() -> {
        double[] last = {start};
        for (int i = 0; i < 50; i++) {
          last = map(backend, x().add(1), last);
        }
        synchronized (results) {
          results.add(new double[] {start, last[0]});
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(4).allSatisfy(r -> assertThat(r[1]).isEqualTo(r[0] + 50));
  }

  @Test
  @DisplayName("tornado.device.memory: TornadoVM's limit is above what the backend takes")
  void memory() {
    assertThat(System.getProperty("tornado.device.memory")).endsWith("MB");
    long megabytes = Long.parseLong(System.getProperty("tornado.device.memory").replace("MB", ""));
    assertThat(megabytes).isGreaterThan(Integer.getInteger(DeviceMemory.PROPERTY, DeviceMemory.DEFAULT_MEBIBYTES));
    assertThatThrownBy(() -> DeviceThread.call(() -> new Device(new DeviceMemory(8191), true)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no room for the 8191 MiB")
        .hasMessageContaining("-Dtornado.device.memory says (" + megabytes + "MB)")
        .hasMessageContaining("a smaller -Dadjoint.tornado.memory");
  }

  @Test
  @DisplayName("recursion hangs the compiler: no device code calls itself")
  void recursion() throws IOException {
    Map<String, Set<String>> calls = new HashMap<>();
    List<Class<?>> deviceCode = List.of(
        Machine.class, RealFunctions.class, MoreFunctions.class, WholeFunctions.class, KernelFunctions.class, Products.class,
        Indexing.class, Transfers.class, Scans.class, Sorts.class, WideProducts.class, dev.adjoint.spi.ScalarMath.class);
    for (Class<?> type : deviceCode) {
      try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
        for (var method : ClassFile.of().parse(in.readAllBytes()).methods()) {
          String name = type.getName().replace('.', '/') + "." + method.methodName() + method.methodType();
          Set<String> callees = calls.computeIfAbsent(name, n -> new LinkedHashSet<>());
          method.code().stream().flatMap(c -> c.elementStream()).forEach(element -> {
            if (element instanceof InvokeInstruction call) {
              callees.add(call.owner().asInternalName() + "." + call.name() + call.type());
            }
          });
        }
      }
    }
    assertThat(calls).hasSizeGreaterThan(50);
    for (String method : calls.keySet()) {
      Set<String> reached = new LinkedHashSet<>(calls.get(method));
      for (List<String> next = List.copyOf(reached); !next.isEmpty();) {
        next = next.stream().flatMap(m -> calls.getOrDefault(m, Set.of()).stream()).filter(reached::add).toList();
      }
      assertThat(reached).as("called by %s", method).doesNotContain(method);
    }
  }
}
