package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Backend#rows}, beside the same by maps and reductions, one element after the other. */
interface RowContract extends Contract {
  /** Values of rows, elements that are handed on, several results, an input that is one number a row. */
  private static List<RowProgram> programs(DType dtype) {
    return List.of(softmax(dtype), moments(dtype), weighed(dtype), folds(dtype));
  }

  private static RowProgram softmax(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr largest = p.fold(Reduction.MAX, p.input(0));
    Expr e = p.each(p.input(0).sub(largest).exp());
    Expr scale = p.row(p.fold(Reduction.SUM, e).reciprocal());
    return p.returning(p.each(e.mul(scale)));
  }

  private static RowProgram moments(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr mean = p.row(p.fold(Reduction.SUM, p.input(0)).div(Expr.param(0, dtype)));
    Expr distance = p.input(0).sub(mean);
    Expr variance = p.row(p.fold(Reduction.SUM, distance.mul(distance)).div(Expr.param(0, dtype)));
    Expr y = p.each(distance.mul(p.input(1)));
    return p.returning(variance, y, mean);
  }

  private static RowProgram weighed(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr products = p.each(p.input(0).mul(p.input(1)));
    Expr least = p.fold(Reduction.MIN, products);
    return p.returning(products, p.each(products.sub(least)));
  }

  private static RowProgram folds(DType dtype) {
    RowProgram.Writer p = RowProgram.over(dtype, dtype);
    Expr product = p.fold(Reduction.PROD, p.input(0));
    Expr some = p.fold(Reduction.SUM, p.input(0).gt(p.input(1)).cast(dtype));
    return p.returning(p.row(product.add(some)));
  }

  private void checkRows(RowProgram program, int[] axes, Placed... inputs) {
    Shape shape = inputs[0].view().shape();
    Shape kept = Positions.collapse(shape, axes);
    double[] params = {Math.max(1, shape.size() / Math.max(1, kept.size()))};
    Backend reference = new ReferenceBackend();
    View[] found = new View[program.results()];
    View[] expected = new View[found.length];
    for (int i = 0; i < found.length; i++) {
      RowProgram.Step step = program.steps().get(program.result(i));
      Shape size = step.kind() == RowProgram.Kind.EACH ? shape : kept;
      found[i] = View.of(backend().allocate(step.kernel().dtype(), size.size()), size);
      expected[i] = View.of(reference.allocate(step.kernel().dtype(), size.size()), size);
    }
    backend().rows(program, params, Contract.views(inputs), axes, found);
    View[] plain = Arrays.stream(inputs).map(x -> Placed.of(reference, shape, x.values()).view()).toArray(View[]::new);
    reference.rows(program, params, plain, axes, expected);
    for (int i = 0; i < found.length; i++) {
      String what = "result " + i + " of " + program + " along " + Arrays.toString(axes) + " of "
          + Arrays.stream(inputs).map(x -> x.layout() + " " + x.view()).toList();
      DType dtype = found[i].dtype();
      new Agreement(32 * tolerance(dtype), 1)
          .check(what, Placed.read(backend(), found[i].buffer()), Placed.read(reference, expected[i].buffer()));
    }
  }

  @Test
  default void rowsAlongEverySubsetOfTheAxes() {
    Shape shape = Shape.of(4, 3, 5);
    for (DType dtype : FLOATS) {
      for (RowProgram program : programs(dtype)) {
        for (Layout layout : Layout.values()) {
          Placed x = layout.place(backend(), shape, Elements.random(dtype, 60, -3, 3, 1));
          Placed y = Layout.CONTIGUOUS.place(backend(), shape, Elements.random(dtype, 60, -3, 3, 2));
          for (int[] axes : ReduceContract.AXES_OF_THREE) {
            checkRows(program, axes, x, y);
            checkRows(program, axes, y, x);
          }
        }
      }
    }
  }

  @Test
  default void rowsOfManySizes() {
    for (DType dtype : FLOATS) {
      for (RowProgram program : List.of(softmax(dtype), moments(dtype), weighed(dtype))) {
        for (int[] sizes : new int[][] {{1, 1}, {1, 17}, {5, 1}, {3, 64}, {2, 1031}, {700, 50}, {300, 7}, {0, 3}}) {
          Shape shape = Shape.of(sizes);
          for (Layout layout : List.of(Layout.CONTIGUOUS, Layout.TRANSPOSED, Layout.NARROWED, Layout.STRETCHED)) {
            Placed x = layout.place(backend(), shape, Elements.random(dtype, shape.size(), -3, 3, 1));
            Placed y = Layout.CONTIGUOUS.place(backend(), shape, Elements.random(dtype, shape.size(), -3, 3, 2));
            checkRows(program, new int[] {1}, x, y);
            if (sizes[0] > 0) {
              checkRows(program, new int[] {0}, x, y);
              checkRows(program, new int[] {0, 1}, x, y);
            }
          }
        }
      }
    }
  }

  @Test
  default void rowsWithoutElementsHaveSumsAllTheSame() {
    for (DType dtype : FLOATS) {
      Placed x = Layout.CONTIGUOUS.place(backend(), Shape.of(2, 0), Elements.random(dtype, 0, -3, 3, 1));
      checkRows(moments(dtype), new int[] {1}, x, x);
    }
  }
}
