package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.List;

/** What the parts of {@link BackendContract} share. */
interface Contract {
  DType[] FLOATS = {DType.FLOAT32, DType.FLOAT64};
  DType[] INTEGERS = {DType.INT32, DType.INT64};
  /** Those with arithmetic. */
  DType[] NUMBERS = {DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64};
  /** Sizes around the widths of vectors and tiles. */
  List<Integer> SIZES = List.of(0, 1, 2, 7, 16, 511, 512, 513, 1000, 100_003);
  double[] NO_PARAMS = {};

  Backend backend();

  double tolerance(DType dtype);

  /** Whether the backend has tensors of a type; to be overridden where it lacks one. */
  default boolean has(DType dtype) {
    return true;
  }

  /** All types that the backend has. */
  default DType[] types() {
    return Arrays.stream(DType.values()).filter(this::has).toArray(DType[]::new);
  }

  /** Those of float16 and bfloat16 that the backend has. */
  default DType[] halves() {
    return Arrays.stream(types()).filter(DType::isHalf).toArray(DType[]::new);
  }

  /** Agreement of results that are computed by a few operations. */
  default Agreement agreement(DType dtype) {
    return new Agreement(4 * tolerance(dtype), 1);
  }

  /** Runs {@link Backend#map} over tensors of one shape and checks the result. */
  default void checkMap(Expr e, double[] params, Shape shape, Placed... inputs) {
    checkMap(e, params, shape, agreement(e.dtype()), inputs);
  }

  /** As the other {@code checkMap}, with a measure for the result's error. */
  default void checkMap(Expr e, double[] params, Shape shape, Agreement agreement, Placed... inputs) {
    Buffer out = backend().allocate(e.dtype(), shape.size());
    backend().map(Kernel.of(e), params, views(inputs), View.of(out, shape));
    Elements expected = new ExprEvaluator(shape, params, values(inputs)).all(e);
    agreement.check(what("map", e, shape, inputs), Placed.read(backend(), out), expected);
  }

  static View[] views(Placed... inputs) {
    return Arrays.stream(inputs).map(Placed::view).toArray(View[]::new);
  }

  static Elements[] values(Placed... inputs) {
    return Arrays.stream(inputs).map(Placed::values).toArray(Elements[]::new);
  }

  /** A call, as a message names it. */
  static String what(String method, Expr e, Shape shape, Placed... inputs) {
    return method + " of " + e.dtype() + " " + e + " over " + shape + " from "
        + Arrays.stream(inputs).map(x -> x.layout() + " " + x.view()).toList();
  }
}
