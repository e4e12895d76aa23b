package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Graphs that are very deep, very wide, or both: nothing recurses. */
class GraphShapeTest {
  private static Tensor leaf(double value) {
    return Tensor.of(value).requiresGrad(true);
  }

  @Test
  @DisplayName("M01 a million nodes built and dropped; explained; walked in all the ways there are")
  void m01() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 1_000_000; i++) {
      y = y.add(0.5);
    }
    assertThat(y.item()).isEqualTo(500_001);
    assertThat(Adjoint.explain(y)).contains("...");
    assertThat(y.toString()).contains("gradFn=add");
    assertThat(Adjoint.grad(List.of(y), List.of(x), List.of(Tensor.of(3.0)), GradOptions.DEFAULT.retainingGraph())
        .getFirst().item()).isEqualTo(3);
    y.backward();
    assertThat(x.grad().item()).isEqualTo(1);
    y = x;
    for (int i = 0; i < 150_000; i++) {
      y = y.add(y.mul(1e-6));
    }
    assertThat(y.requiresGrad()).isTrue();
  }

  @Test
  @DisplayName("M01 a deep graph is differentiated twice")
  void deepTwice() {
    Tensor slope = Adjoint.grad(Adjoint.grad((Tensor x) -> {
      Tensor y = x.pow(2);
      for (int i = 0; i < 20_000; i++) {
        y = y.add(x);
      }
      return y;
    })).apply(Tensor.of(3.0));
    assertThat(slope.item()).isEqualTo(2);
  }

  @Test
  @DisplayName("M03 skip connections, accumulated in place")
  void m03() {
    Tensor x = leaf(1);
    Tensor[] last = {x, x, x};
    Tensor sum = Tensor.of(0.0);
    for (int i = 0; i < 50_000; i++) {
      Tensor next = last[i % 3].mul(0.5).add(last[(i + 1) % 3].mul(0.5));
      sum.addi(next);
      last[i % 3] = next;
    }
    sum.backward();
    assertThat(x.grad().item()).isEqualTo(50_000);
  }

  @Test
  @DisplayName("M04 a chain of custom functions of one tensor twice")
  void m04() {
    SimpleFunction mean = Adjoint.custom(
        in -> in[0].add(in[1]).mul(0.5), (in, out, g) -> new Tensor[] {g.mul(0.5), g.mul(0.5)});
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 50_000; i++) {
      y = mean.apply(y, y);
    }
    y.backward();
    assertThat(x.grad().item()).isEqualTo(1);
  }

  @Test
  @DisplayName("M05 a leaf that is used 100000 times, and M06 a stack of 5000 terms")
  void m05() {
    Tensor x = leaf(1);
    Tensor sum = Tensor.of(0.0);
    for (int i = 0; i < 20_000; i++) {
      sum = sum.add(x.mul(i));
    }
    sum.backward();
    assertThat(x.grad().item()).isEqualTo(199_990_000);
    Tensor z = leaf(1);
    Tensor wide = Tensor.of(0.0);
    for (int i = 0; i < 100_000; i++) {
      wide.addi(z);
    }
    wide.backward();
    assertThat(z.grad().item()).isEqualTo(100_000);
    Tensor y = leaf(1);
    List<Tensor> terms = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      terms.add(y.mul(i));
    }
    Tensor.stack(0, terms.toArray(Tensor[]::new)).sum().backward();
    assertThat(y.grad().item()).isEqualTo(12_497_500);
  }

  @Test
  @DisplayName("M06 a stack of 100000 tensors")
  void m06() {
    Tensor x = leaf(1);
    Tensor[] terms = new Tensor[100_000];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = x;
    }
    Tensor.stack(0, terms).sum().backward();
    assertThat(x.grad().item()).isEqualTo(100_000);
    assertThat(Tensor.stack(0, terms).gradFn().saved()).isEmpty();
  }

  @Test
  @DisplayName("M09 a cycle of references through an intermediate")
  void m09() {
    Tensor x = leaf(3);
    Tensor h = x.mul(x);
    List<Object> cycle = new ArrayList<>();
    cycle.add(h);
    cycle.add(cycle);
    h.registerHook(g -> {
      assertThat(cycle).hasSize(2);
      return null;
    });
    System.gc();
    h.mul(2).backward();
    assertThat(x.grad().item()).isEqualTo(12);
  }
}
