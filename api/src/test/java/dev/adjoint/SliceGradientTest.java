package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the gradients of parts of a tensor cost, counted by a backend, and that they are what the rules say. */
class SliceGradientTest {
  private static final int WIDTH = 8;

  private final Counting backend = new Counting();

  /** Counts the elements that are allocated and those that are written. */
  private static final class Counting extends DelegatingBackend {
    private long elements;

    Counting() {
      super("counting", new ReferenceBackend());
    }

    @Override
    public Buffer allocate(DType dtype, int size) {
      elements += size;
      return super.allocate(dtype, size);
    }

    @Override
    public void map(Kernel kernel, double[] params, View[] inputs, View output) {
      elements += output.shape().size();
      super.map(kernel, params, inputs, output);
    }
  }

  private Tensor numbers(int... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.01f * (i % 97) - 0.3f;
    }
    Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
    backend.copyIn(values, 0, buffer, 0, values.length);
    return Tensor.wrap(backend, View.of(buffer, shape));
  }

  /** The sum of a function of each slice, along the first axis. */
  private static Tensor loop(Tensor x, Function<Tensor, List<Tensor>> slices) {
    Tensor sum = null;
    for (Tensor slice : slices.apply(x)) {
      Tensor term = slice.mul(slice).sum();
      sum = sum == null ? term : sum.add(term);
    }
    return sum;
  }

  private static List<Tensor> selected(Tensor x) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < x.shape().size(0); i++) {
      all.add(x.select(0, i));
    }
    return all;
  }

  private long work(int slices, Function<Tensor, List<Tensor>> how) {
    Tensor x = numbers(slices, WIDTH).requiresGrad(true);
    Tensor sum = loop(x, how);
    backend.elements = 0;
    sum.backward();
    assertThat(x.grad().toFloatArray()).isEqualTo(x.detach().mul(2).toFloatArray());
    return backend.elements;
  }

  private void checkLinear(Function<Tensor, List<Tensor>> how) {
    long of10 = work(10, how);
    long of100 = work(100, how);
    assertThat(of100).as("the work for 100 slices, where that for 10 is %s", of10).isBetween(9 * of10, 10 * of10 + 100);
  }

  @Test
  @DisplayName("the gradients of n slices cost n times what one does, however the slices are taken")
  void linear() {
    checkLinear(SliceGradientTest::selected);
    checkLinear(x -> x.unbind(0));
    checkLinear(x -> x.split(0, 1));
    checkLinear(x -> x.chunk(0, x.shape().size(0)));
    checkLinear(x -> selected(x.mul(1).t().contiguous().t()));
  }

  @Test
  @DisplayName("so do those of slices of what an operation made, beside a gradient of all of it")
  void beside() {
    long[] work = new long[2];
    for (int i = 0; i < 2; i++) {
      Tensor x = numbers(i == 0 ? 10 : 100, WIDTH).requiresGrad(true);
      Tensor y = x.mul(3);
      Tensor out = loop(y, SliceGradientTest::selected).add(y.sum()).add(loop(y, all -> all.unbind(0)));
      backend.elements = 0;
      out.backward();
      work[i] = backend.elements;
      Tensor expected = x.detach().mul(36).add(3);
      assertThat(x.grad().sub(expected).abs().max().item()).isLessThan(1e-5);
    }
    assertThat(work[1]).isBetween(9 * work[0], 10 * work[0] + 100);
  }

  @Test
  @DisplayName("slices that overlap, steps, diagonals and slices of slices add up; runs that repeat elements go by their rule")
  void kinds() {
    Tensor x = numbers(6, 6).requiresGrad(true);
    Tensor parts = x.narrow(0, 1, 4).sum().add(x.narrow(0, 2, 4).mul(2).sum())
        .add(x.slice(1, 0, 6, 2).mul(4).sum()).add(x.diagonal().mul(8).sum()).add(x.select(0, 5).select(0, 1).mul(16))
        .add(x.unfold(1, 2, 1).mul(32).sum());
    parts.backward();
    float[] g = x.grad().toFloatArray();
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        int expected = (i >= 1 && i < 5 ? 1 : 0) + (i >= 2 ? 2 : 0) + (j % 2 == 0 ? 4 : 0) + (i == j ? 8 : 0)
            + (i == 5 && j == 1 ? 16 : 0) + (j == 0 || j == 5 ? 32 : 64);
        assertThat(g[6 * i + j]).as("at %s, %s", i, j).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("hooks see whole gradients, and a gradient that was given or kept is not written to")
  void seen() {
    Tensor x = numbers(3, 2).requiresGrad(true);
    Tensor y = x.mul(1);
    y.retainGrad();
    List<Tensor> seen = new ArrayList<>();
    y.registerHook(g -> {
      seen.add(g);
      return null;
    });
    Tensor first = y.select(0, 0);
    first.retainGrad();
    Tensor seed = numbers(3, 2).mul(0).add(5);
    Tensor kept = numbers(2).mul(0).add(1);
    Adjoint.backward(List.of(y, first, y.select(0, 2)), List.of(seed, kept, kept), Backward.DEFAULT);
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).toFloatArray()).containsExactly(6, 6, 5, 5, 6, 6);
    assertThat(y.grad().toFloatArray()).containsExactly(6, 6, 5, 5, 6, 6);
    assertThat(first.grad().toFloatArray()).containsExactly(1, 1);
    assertThat(seed.toFloatArray()).containsOnly(5);
    assertThat(kept.toFloatArray()).containsOnly(1);
  }

  @Test
  @DisplayName("a gradient of slices that was itself recorded can be differentiated")
  void twice() {
    Tensor x = numbers(4, 2).requiresGrad(true);
    Tensor sum = null;
    for (Tensor slice : x.unbind(0)) {
      Tensor term = slice.pow(3).sum();
      sum = sum == null ? term : sum.add(term);
    }
    sum.backward(Backward.createGraph());
    Tensor first = x.grad();
    x.clearGrad();
    first.sum().backward();
    Tensor off = x.grad().sub(x.detach().mul(6));
    assertThat(off.abs().max().item()).isLessThan(1e-5);
  }
}
