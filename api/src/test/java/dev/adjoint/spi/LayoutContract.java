package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Backend#map} from and to tensors however they lie in their buffers. */
interface LayoutContract extends Contract {
  List<Shape> SHAPES =
      List.of(
          Shape.of(), Shape.of(1), Shape.of(7), Shape.of(600), Shape.of(0, 3), Shape.of(3, 1), Shape.of(5, 4),
          Shape.of(4, 3, 5), Shape.of(3, 2, 513), Shape.of(2, 3, 1, 4, 2));

  private Placed placed(Layout layout, DType dtype, Shape shape, long seed) {
    return layout.place(backend(), shape, Elements.random(dtype, shape.size(), -9, 9, seed));
  }

  private static Expr combine(DType dtype) {
    Expr a = Expr.arg(0, dtype);
    Expr b = Expr.arg(1, dtype);
    return dtype == DType.BOOL ? a.ne(b) : a.mul(b).sub(a).cast(dtype);
  }

  @Test
  default void everyPairOfInputLayouts() {
    for (DType dtype : types()) {
      for (Shape shape : SHAPES) {
        for (Layout first : Layout.values()) {
          for (Layout second : Layout.values()) {
            checkMap(combine(dtype), NO_PARAMS, shape, placed(first, dtype, shape, 1), placed(second, dtype, shape, 2));
          }
        }
      }
    }
  }

  @Test
  default void aCopyOfEveryLayout() {
    for (DType dtype : types()) {
      for (Shape shape : SHAPES) {
        for (Layout layout : Layout.values()) {
          checkMap(Expr.arg(0, dtype), NO_PARAMS, shape, placed(layout, dtype, shape, 3));
        }
      }
    }
  }

  @Test
  default void everyOutputLayoutLeavesTheRestOfItsBufferAlone() {
    for (DType dtype : types()) {
      for (Shape shape : SHAPES) {
        for (Layout layout : Layout.WRITABLE) {
          Placed a = placed(Layout.CONTIGUOUS, dtype, shape, 1);
          Placed b = placed(Layout.STRETCHED, dtype, shape, 2);
          checkWrite(combine(dtype), placed(layout, dtype, shape, 4), a, b);
          checkWrite(Expr.arg(0, dtype), placed(layout, dtype, shape, 4), a);
          checkWrite(Expr.constant(1, dtype), placed(layout, dtype, shape, 4));
        }
      }
    }
  }

  @Test
  default void coordinatesAreThoseOfTheOutputNotOfTheBuffer() {
    for (Layout layout : Layout.WRITABLE) {
      Expr e = Expr.index(0).mul(100).add(Expr.index(1).mul(10)).add(Expr.index(2));
      checkWrite(e, placed(layout, DType.INT64, Shape.of(4, 3, 5), 4));
    }
  }

  @Test
  default void anOutputThatIsOneOfTheInputs() {
    for (DType dtype : types()) {
      for (Shape shape : SHAPES) {
        for (Layout layout : Layout.WRITABLE) {
          Placed other = placed(Layout.TRANSPOSED, dtype, shape, 2);
          Placed first = placed(layout, dtype, shape, 1);
          checkWrite(combine(dtype), first, first, other);
          Placed second = placed(layout, dtype, shape, 1);
          checkWrite(combine(dtype), second, other, second);
          Placed both = placed(layout, dtype, shape, 1);
          checkWrite(combine(dtype), both, both, both);
        }
      }
    }
  }

  private void checkWrite(Expr e, Placed target, Placed... inputs) {
    View view = target.view();
    // A view of its own: that the output is an input is a matter of where it lies, not of which object says so.
    View output = new View(view.buffer(), view.shape(), view.strides(), view.offset());
    Elements expected = new ExprEvaluator(view.shape(), NO_PARAMS, Contract.values(inputs)).all(e);
    backend().map(Kernel.of(e), NO_PARAMS, Contract.views(inputs), output);
    String what = Contract.what("map", e, view.shape(), inputs) + " into " + target.layout() + " " + view;
    agreement(e.dtype()).check(what, Placed.read(backend(), view.buffer()), target.storedWith(expected));
  }
}
