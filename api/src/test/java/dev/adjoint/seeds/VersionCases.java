package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Index;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Changes in place: how they are counted, and when backward must refuse. */
public abstract class VersionCases extends WeightedCases {
  private static void assertStale(Runnable backward) {
    assertThatThrownBy(backward::run).isInstanceOf(AutogradException.class).hasMessageContainingAll("version", "in-place");
  }

  @Test
  @DisplayName("H01 each change counts one, for the tensor and its views")
  void h01() {
    Tensor x = Tensor.of(1, 2, 3);
    assertThat(x.version()).isZero();
    x.addi(1).addi(1);
    assertThat(x.version()).isEqualTo(2);
    Tensor view = x.narrow(0, 0, 2);
    view.addi(1);
    assertThat(x.version()).isEqualTo(3);
    assertThat(view.version()).isEqualTo(3);
    int before = x.version();
    List<UnaryOperator<Tensor>> changes = List.of(
        Tensor::zeroi, t -> t.filli(2), t -> t.set(5, Index.at(1)), t -> t.assign(Tensor.of(1, 2, 3)), t -> t.muli(2),
        t -> t.subi(1), t -> t.divi(2), t -> t.maskedFilli(Tensor.ofBooleans(true, false, true), 4),
        t -> t.indexAddi(0, Tensor.ofInts(1), Tensor.of(1)), t -> t.scatteri(0, Tensor.ofInts(1), Tensor.of(1)));
    for (UnaryOperator<Tensor> change : changes) {
      change.apply(x);
      assertThat(x.version()).isEqualTo(++before);
    }
  }

  @Test
  @DisplayName("H03 a value used, then changed, then used again")
  void h03() {
    Tensor x = leaf64(1);
    Tensor y = leaf64(4);
    Tensor m = x.div(2);
    Tensor z = m.add(y.div(8));
    Tensor q = z.mul(y);
    Tensor r = z.add(y);
    r.backward();
    assertValues(x.grad(), 0.5);
    Tensor w = z.assign(z.exp());
    w.backward();
    assertThat(x.grad().item()).isCloseTo(0.5 + Math.E / 2, org.assertj.core.api.Assertions.within(1e-9));
    assertStale(q::backward);
  }

  @Test
  @DisplayName("H04 the message says which tensor of which operation, both versions, and how to find out more")
  void h04() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(2);
    Tensor s = y.sin().sum();
    y.addi(1).addi(1);
    assertThatThrownBy(s::backward).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("sin", "input 0", "float32[2]", "version 0", "version 2", "detectAnomaly");
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("H05 an output that the rule reads cannot change")
  void h05() {
    for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(
        Tensor::exp, Tensor::sqrt, Tensor::sigmoid, Tensor::tanh, x -> x.softmax(0), x -> x.logSoftmax(0))) {
      Tensor y = f.apply(leaf(1, 2));
      assertThat(y.gradFn().saved()).as(y.gradFn().name()).extracting(saved -> saved.name()).containsExactly("output");
      y.addi(1);
      assertStale(() -> y.sum().backward());
    }
  }

  @Test
  @DisplayName("H06, H07 an output that no rule reads can; an input that one reads cannot")
  void h06() {
    Tensor x = leaf64(1, 2);
    Tensor y = x.sin();
    y.addi(1);
    y.sum().backward();
    assertValues(x.grad(), Math.cos(1), Math.cos(2));
    x.clearGrad();
    Tensor twice = x.mul(2);
    twice.addi(1);
    twice.sum().backward();
    assertValues(x.grad(), 2, 2);
    Tensor z = x.mul(1);
    Tensor s = z.sin();
    z.addi(1);
    assertStale(() -> s.sum().backward());
  }

  @Test
  @DisplayName("H09, H10 a change keeps its own copy of what it overwrites")
  void h09() {
    Tensor x = leaf(-1, 2);
    Tensor y = x.mul(1);
    y.assign(y.relu()).sum().backward();
    assertValues(x.grad(), 0, 1);
    Tensor three = leaf64(3);
    Tensor factor = leaf64(5);
    three.mul(1).muli(factor).muli(factor).backward();
    assertValues(three.grad(), 25);
    assertValues(factor.grad(), 30);
  }

  @Test
  @DisplayName("H11 a tensor times itself in place is refused at backward; as a new tensor it is right")
  void h11() {
    Tensor x = leaf64(3);
    Tensor y = x.mul(1);
    y.muli(y);
    assertValues(y, 9);
    assertStale(y::backward);
    Tensor z = x.mul(1);
    z = z.mul(z);
    z.backward();
    assertValues(x.grad(), 6);
  }

  @Test
  @DisplayName("H12 a change in noGrad counts as well")
  void h12() {
    Tensor x = leaf(1, 2);
    Tensor y = x.mul(x).sum();
    try (var _ = Adjoint.noGrad()) {
      x.muli(2);
    }
    assertStale(y::backward);
  }

  @Test
  @DisplayName("H15 so does a change of an index that was saved")
  void h15() {
    Tensor x = leaf(1, 2, 3);
    for (UnaryOperator<Tensor> pick : List.<UnaryOperator<Tensor>>of(
        index -> x.indexSelect(0, index), index -> x.gather(0, index))) {
      Tensor index = Tensor.ofInts(0, 2);
      Tensor y = pick.apply(index).sum();
      index.addi(0);
      assertStale(y::backward);
    }
    assertThat(x.grad()).isNull();
  }

  @Test
  @DisplayName("H17 a detached tensor written over in a loop")
  void h17() {
    Tensor mu = leaf64(1);
    Tensor x = Tensor.of(0.0);
    Tensor loss = Tensor.of(0.0);
    for (int i = 0; i < 3; i++) {
      x = x.detach();
      x.assign(mu.add(i));
      loss = loss.add(x.mul(i));
    }
    loss.backward();
    assertValues(mu.grad(), 3);
  }

  @Test
  @DisplayName("H19 who saves copies may change what was saved")
  void h19() {
    Tensor x = leaf64(1, 2);
    Tensor b = x.copy();
    Tensor y;
    try (var _ = Adjoint.savedTensorHooks(Tensor::copy, kept -> (Tensor) kept)) {
      y = b.pow(2).sum();
    }
    b.assign(b.detach().sin());
    y.backward();
    assertValues(x.grad(), 2, 4);
  }
}
