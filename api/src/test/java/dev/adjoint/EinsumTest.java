package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an einsum makes a backend do, and what is said of equations that are wrong. */
class EinsumTest {
  /** Counts multiplications and notes every call. */
  private static final class Noting extends DelegatingBackend {
    private final List<String> calls = new ArrayList<>();
    private long multiplications;

    Noting() {
      super("reference", new ReferenceBackend());
    }

    @Override
    public void map(Kernel kernel, double[] params, View[] inputs, View output) {
      calls.add("map");
      super.map(kernel, params, inputs, output);
    }

    @Override
    public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
      calls.add("reduce");
      super.reduce(reduction, element, params, inputs, axes, output);
    }

    @Override
    public void matmul(View a, View b, View output) {
      calls.add("matmul");
      multiplications += (long) output.shape().size() * a.shape().size(-1);
      super.matmul(a, b, output);
    }

    @Override
    public void gather(View source, View index, int axis, View output) {
      calls.add("gather");
      super.gather(source, index, axis, output);
    }

    @Override
    public void scatterAdd(View target, View index, int axis, View source) {
      calls.add("scatterAdd");
      super.scatterAdd(target, index, axis, source);
    }
  }

  private final Noting backend = new Noting();

  @BeforeEach
  void onTheReference() {
    Backends.use("reference");
  }

  private Tensor tensor(int... sizes) {
    Shape shape = Shape.of(sizes);
    Tensor values = Tensor.rand(Key.of(1), sizes);
    View view = View.of(backend.allocate(DType.FLOAT32, shape.size()), shape);
    backend.copyIn(values.toFloatArray(), 0, view.buffer(), 0, shape.size());
    return Tensor.wrap(backend, view);
  }

  @Test
  void aChainIsMultipliedInTheCheapOrder() {
    Tensor.einsum("ab,bc,cd->ad", tensor(30, 2), tensor(2, 30), tensor(30, 2));
    assertThat(backend.multiplications).isEqualTo(2 * 30 * 2 + 30 * 2 * 2);
  }

  @Test
  void theCheapOrderOfAChainOfFourMayBeInTheMiddle() {
    Tensor.einsum("ab,bc,cd,de->ae", tensor(20, 2), tensor(2, 20), tensor(20, 2), tensor(2, 20));
    assertThat(backend.multiplications).isEqualTo(2 * 20 * 2 + 20 * 2 * 2 + 20 * 2 * 20);
  }

  @Test
  void manyOperandsToo() {
    Tensor.einsum("ab,bc,cd,de,ef,fg->ag", tensor(1, 9), tensor(9, 9), tensor(9, 9), tensor(9, 9), tensor(9, 9), tensor(9, 9));
    assertThat(backend.multiplications).isLessThanOrEqualTo(5 * 81);
  }

  @Test
  void multiDotToo() {
    Linalg.multiDot(tensor(30, 2), tensor(2, 30), tensor(30, 2));
    assertThat(backend.multiplications).isEqualTo(2 * 30 * 2 + 30 * 2 * 2);
  }

  @Test
  void attentionIsOneProductOfViews() {
    Tensor scores = Tensor.einsum("bhqd,bhkd->bhqk", tensor(2, 3, 4, 5), tensor(2, 3, 6, 5));
    assertThat(scores.shape()).isEqualTo(Shape.of(2, 3, 4, 6));
    assertThat(backend.calls).containsExactly("matmul");
  }

  @Test
  void groupsOfAxesThatLieTogetherAreViews() {
    Tensor.einsum("ijk,jkl->il", tensor(2, 3, 4), tensor(3, 4, 5));
    Tensor.einsum("jki,jkl->il", tensor(3, 4, 2), tensor(3, 4, 5));
    assertThat(backend.calls).containsExactly("matmul", "matmul");
  }

  @Test
  void whatComesOnceIsSummedBeforeItIsMultiplied() {
    Tensor.einsum("ij,kl->", tensor(20, 20), tensor(20, 20));
    assertThat(backend.calls).containsExactly("reduce", "reduce", "map");
  }

  @Test
  void equationsThatAreWrong() {
    Tensor m = Tensor.zeros(2, 3);
    assertWrong("ij,jk->ik", 0, List.of(m), "2 operands", "given 1");
    assertWrong("ij->iz", 5, List.of(m), "label z");
    assertWrong("ij->ii", 5, List.of(m), "i twice");
    assertWrong("i1", 1, List.of(m), "'1'");
    assertWrong("i..j", 1, List.of(m), "dot");
    assertWrong("...i...", 4, List.of(m), "one ellipsis");
    assertWrong("ij,ijk->k", 3, List.of(m, m), "operand 1", "[2, 3]", "3 labels");
    assertWrong("i", 0, List.of(m), "operand 0", "2 axes", "1 labels");
    assertWrong("ij,jk->ik", 3, List.of(m, m), "operand 1", "size 2 along j", "3");
    assertWrong("i...,...i", 5, List.of(m, Tensor.zeros(4, 2)), "operand 1", "size 4 along axis -1 of ...", "3");
    assertWrong("ij->i->j", 5, List.of(m), "'-'");
    assertWrong("ij,kk", 4, List.of(m, m), "operand 1", "[2, 3]", "label k twice", "2 and 3");
  }

  private static void assertWrong(String equation, int caret, List<Tensor> operands, String... parts) {
    assertThatThrownBy(() -> Tensor.einsum(equation, operands.toArray(Tensor[]::new)))
        .as(equation)
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll(parts)
        .hasMessageEndingWith("\n  " + equation + "\n  " + " ".repeat(caret) + "^");
  }
}
