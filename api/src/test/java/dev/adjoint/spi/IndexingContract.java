package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Backend#gather} and {@link Backend#scatterAdd}. */
interface IndexingContract extends Contract {
  private void checkGather(Placed source, Placed index, int axis) {
    Shape shape = index.view().shape();
    Elements expected = new Elements(source.values().dtype(), shape.size());
    for (int i = 0; i < expected.size(); i++) {
      expected.set(i, source.values(), rowMajor(source.view().shape(), shape, i, axis, (int) index.values().integer(i)));
    }
    Buffer output = backend().allocate(source.values().dtype(), shape.size());
    backend().gather(source.view(), index.view(), axis, View.of(output, shape));
    new Agreement(0, 0).check(what("gather", axis, source, index), Placed.read(backend(), output), expected);
  }

  private void checkScatterAdd(Placed target, Placed index, int axis, Placed source) {
    Shape shape = index.view().shape();
    DType dtype = target.values().dtype();
    double[] numbers = new double[target.values().size()];
    long[] integers = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = target.values().number(i);
      integers[i] = dtype.isFloating() ? 0 : target.values().integer(i);
    }
    for (int i = 0; i < shape.size(); i++) {
      int at = rowMajor(target.view().shape(), shape, i, axis, (int) index.values().integer(i));
      numbers[at] += source.values().number(i);
      integers[at] += dtype.isFloating() ? 0 : source.values().integer(i);
    }
    Elements expected = dtype.isFloating() ? Elements.of(dtype, numbers) : Elements.ofIntegers(dtype, integers);
    backend().scatterAdd(target.view(), index.view(), axis, source.view());
    Elements actual = Placed.read(backend(), target.view().buffer()).pick(Positions.of(target.view()));
    agreement(dtype).check(what("scatterAdd", axis, target, index, source), actual, expected);
  }

  private static String what(String method, int axis, Placed... operands) {
    return method + " along " + axis + " of "
        + Arrays.stream(operands).map(x -> x.layout() + " " + x.view()).toList();
  }

  /** Where, row by row in {@code whole}, the {@code i}th index of {@code part} is, with another coordinate along an axis. */
  private static int rowMajor(Shape whole, Shape part, int i, int axis, int coordinate) {
    int at = 0;
    for (int a = 0; a < whole.rank(); a++) {
      at = at * whole.size(a) + (a == axis ? coordinate : Positions.coordinate(part, i, a));
    }
    return at;
  }

  private Placed tensor(DType dtype, Layout layout, int... sizes) {
    Shape shape = Shape.of(sizes);
    return layout.place(backend(), shape, Elements.random(dtype, shape.size(), -9, 9, shape.hashCode()));
  }

  private Placed tensor(DType dtype, int... sizes) {
    return tensor(dtype, Layout.CONTIGUOUS, sizes);
  }

  private Placed indices(Layout layout, int below, int... sizes) {
    Shape shape = Shape.of(sizes);
    Elements values = new Elements(DType.INT32, shape.size());
    Random random = new Random(shape.hashCode());
    for (int i = 0; i < values.size(); i++) {
      values.set(i, (long) random.nextInt(below));
    }
    return layout.place(backend(), shape, values);
  }

  /** A vector of indices, stretched so that it picks whole slices along an axis. */
  private Placed slices(Shape shape, int axis, int... rows) {
    Elements values = new Elements(DType.INT32, shape.size());
    for (int i = 0; i < values.size(); i++) {
      values.set(i, (long) rows[Positions.coordinate(shape, i, axis)]);
    }
    int[] strides = new int[shape.rank()];
    strides[axis] = 1;
    return Placed.of(backend(), shape, strides, 0, rows.length, values, "stretched indices");
  }

  @Test
  default void gatherOfEveryTypeAndLayoutAlongEveryAxis() {
    for (DType dtype : types()) {
      for (Layout layout : Layout.values()) {
        Placed source = tensor(dtype, layout, 4, 3, 5);
        checkGather(source, indices(Layout.CONTIGUOUS, 4, 7, 3, 5), 0);
        checkGather(source, indices(Layout.TRANSPOSED, 3, 4, 6, 5), 1);
        checkGather(source, indices(Layout.NARROWED, 5, 4, 3, 2), 2);
      }
    }
  }

  @Test
  default void gatherOfFewerThanThereAreAlongOtherAxes() {
    checkGather(tensor(DType.FLOAT32, 4, 3, 5), indices(Layout.CONTIGUOUS, 3, 2, 6, 3), 1);
    checkGather(tensor(DType.FLOAT64, 4, 6), indices(Layout.CONTIGUOUS, 6, 3, 1), 1);
  }

  @Test
  default void gatherOfWholeSlices() {
    Shape shape = Shape.of(5, 600);
    Placed table = tensor(DType.FLOAT32, 9, 600);
    checkGather(table, slices(shape, 0, 8, 0, 3, 3, 1), 0);
    checkGather(tensor(DType.INT64, Layout.TRANSPOSED, 9, 600), slices(shape, 0, 2, 2, 2, 2, 7), 0);
    checkGather(tensor(DType.FLOAT64, 4, 3, 5), slices(Shape.of(4, 2, 5), 1, 2, 0), 1);
  }

  @Test
  default void gatherOfAndFromNothing() {
    checkGather(tensor(DType.FLOAT32, 4, 3), indices(Layout.CONTIGUOUS, 4, 0, 3), 0);
    checkGather(tensor(DType.FLOAT32, 4, 0), indices(Layout.CONTIGUOUS, 4, 2, 0), 0);
    checkGather(tensor(DType.FLOAT32, 100_003), indices(Layout.CONTIGUOUS, 100_003, 100_003), 0);
  }

  @Test
  default void scatterAddAddsDuplicatesUpAlongEveryAxis() {
    for (DType dtype : NUMBERS) {
      for (Layout layout : Layout.values()) {
        checkScatterAdd(tensor(dtype, 4, 3, 5), indices(Layout.CONTIGUOUS, 4, 7, 3, 5), 0, tensor(dtype, layout, 7, 3, 5));
        checkScatterAdd(tensor(dtype, 4, 3, 5), indices(Layout.TRANSPOSED, 3, 4, 6, 5), 1, tensor(dtype, layout, 4, 6, 5));
        checkScatterAdd(tensor(dtype, 4, 3, 5), indices(Layout.NARROWED, 5, 4, 3, 9), 2, tensor(dtype, layout, 4, 3, 9));
      }
    }
  }

  @Test
  default void scatterAddOfWholeSlices() {
    Shape shape = Shape.of(5, 600);
    for (DType dtype : NUMBERS) {
      Placed rows = slices(shape, 0, 8, 0, 3, 3, 3);
      checkScatterAdd(tensor(dtype, 9, 600), rows, 0, tensor(dtype, 5, 600));
      checkScatterAdd(tensor(dtype, 9, 600), rows, 0, tensor(dtype, Layout.STRETCHED, 5, 600));
    }
  }

  @Test
  default void scatterAddOfFewerThanThereAreAlongOtherAxes() {
    for (DType dtype : FLOATS) {
      checkScatterAdd(tensor(dtype, 4, 3, 5), indices(Layout.CONTIGUOUS, 3, 2, 6, 3), 1, tensor(dtype, 2, 6, 3));
    }
  }

  @Test
  default void scatterAddOfManyIntoOneAndOfNothing() {
    for (DType dtype : NUMBERS) {
      Elements ones = Elements.random(dtype, 100_003, 1, 1, 1);
      Placed everywhereZero = Placed.of(backend(), Elements.random(DType.INT32, 100_003, 0, 0, 1));
      checkScatterAdd(Placed.of(backend(), new Elements(dtype, 2)), everywhereZero, 0, Placed.of(backend(), ones));
    }
    for (Shape nothing : List.of(Shape.of(0, 3), Shape.of(2, 0))) {
      Placed index = Placed.of(backend(), nothing, new Elements(DType.INT32, 0));
      checkScatterAdd(tensor(DType.FLOAT32, 4, 3), index, 0, Placed.of(backend(), nothing, new Elements(DType.FLOAT32, 0)));
    }
  }
}
