package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The interpreter, the generated kernels and a walk over the tree give the same numbers, whatever the layout. */
class WaysOfComputingTest {
  private static final Backend INTERPRETER = backend(KernelCompiler.Mode.OFF);
  private static final Backend GENERATOR = backend(KernelCompiler.Mode.AT_ONCE);

  private static Backend backend(KernelCompiler.Mode mode) {
    return new CpuBackend(new BackendConfig(2), new BlasChoice(true), mode);
  }

  private static double[] map(Backend backend, RandomCase c) {
    View output = View.of(backend.allocate(c.expr.dtype(), c.shape.size()), c.shape);
    backend.map(Kernel.of(c.expr), RandomCase.PARAMS, c.inputs, output);
    return Numbers.of(output);
  }

  private static void assertAllWaysAgree(RandomCase c, double tolerance) {
    double[] interpreted = map(INTERPRETER, c);
    double[] generated = map(GENERATOR, c);
    for (int i = 0; i < interpreted.length; i++) {
      double expected = c.value(INTERPRETER, Numbers.coordinates(c.shape, i));
      double allowed = tolerance * Math.max(1, Math.abs(expected));
      assertThat(interpreted[i]).as("interpreted %s at %d", c.expr, i).isCloseTo(expected, within(allowed));
      assertThat(generated[i]).as("generated %s at %d", c.expr, i).isCloseTo(expected, within(allowed));
    }
  }

  @Property(tries = 150)
  void agreeInFloat32(@ForAll long seed) {
    assertAllWaysAgree(new RandomCase(seed, DType.FLOAT32, INTERPRETER), 1e-5);
  }

  @Property(tries = 100)
  void agreeInFloat64(@ForAll long seed) {
    assertAllWaysAgree(new RandomCase(seed, DType.FLOAT64, INTERPRETER), 1e-12);
  }

  @Property(tries = 100)
  void agreeInReductions(@ForAll long seed) {
    RandomCase c = new RandomCase(seed, DType.FLOAT32, INTERPRETER);
    int axis = Math.floorMod(seed, c.shape.rank());
    int[] sizes = c.shape.toArray();
    sizes[axis] = 1;
    for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MAX, Reduction.MIN}) {
      double[] expected = new double[c.shape.size() / c.shape.size(axis)];
      Arrays.fill(expected, Accumulator.identity(reduction));
      for (int i = 0; i < c.shape.size(); i++) {
        int[] at = Numbers.coordinates(c.shape, i);
        double value = c.value(INTERPRETER, at);
        at[axis] = 0;
        int slot = Numbers.position(Shape.of(sizes), at);
        expected[slot] = switch (reduction) {
          case SUM -> expected[slot] + value;
          case MAX -> Math.max(expected[slot], value);
          default -> Math.min(expected[slot], value);
        };
      }
      for (Backend backend : new Backend[] {INTERPRETER, GENERATOR}) {
        View output = View.of(backend.allocate(c.expr.dtype(), expected.length), Shape.of(sizes));
        backend.reduce(reduction, Kernel.of(c.expr), RandomCase.PARAMS, c.inputs, new int[] {axis}, output);
        assertThat(Numbers.of(output)).as("%s of %s over axis %d of %s", reduction, c.expr, axis, c.shape)
            .containsExactly(expected, within(1e-3));
      }
    }
  }
}
