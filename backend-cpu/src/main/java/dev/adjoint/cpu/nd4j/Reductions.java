package dev.adjoint.cpu.nd4j;

import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.Reduction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Min;
import org.nd4j.linalg.api.ops.impl.reduce.same.Prod;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;

/** Reductions of an array along axes, which are kept with size 1. */
final class Reductions {
  private Reductions() {}

  /** The reduction as a new array, of a type that the target's elements can be assigned from. */
  static INDArray of(Reduction reduction, INDArray x, int[] axes, Scratch scratch) {
    boolean picks = reduction == Reduction.MAX || reduction == Reduction.MIN;
    return picks && x.dataType().isFPType()
        ? orNaN(reduction, x, axes, scratch)
        : along(reduction, widened(x, scratch), axes, scratch);
  }

  /** ND4J adds float32 numbers up in float32: a million times 0.1 came to 100350. The largest of false bools is true to it. */
  private static INDArray widened(INDArray x, Scratch scratch) {
    return switch (x.dataType()) {
      case FLOAT -> scratch.copy(x, DataType.DOUBLE, x.shape());
      case BOOL -> scratch.copy(x, DataType.INT32, x.shape());
      default -> x;
    };
  }

  /** ND4J's largest and smallest pass over NaN. */
  private static INDArray orNaN(Reduction reduction, INDArray x, int[] axes, Scratch scratch) {
    INDArray isNaN = ScalarFunctions.compare(Comparison.NE, x, x, scratch);
    INDArray anyNaN = along(Reduction.MAX, widened(isNaN, scratch), axes, scratch);
    scratch.release(isNaN);
    INDArray nan = scratch.array(x.dataType(), anyNaN.shape());
    nan.assign(Double.NaN);
    return ScalarFunctions.select(anyNaN, nan, along(reduction, x, axes, scratch), scratch);
  }

  private static INDArray along(Reduction reduction, INDArray x, int[] axes, Scratch scratch) {
    long[] shape = x.shape();
    for (int axis : axes) {
      shape[axis] = 1;
    }
    INDArray out = scratch.array(x.dataType(), shape);
    Nd4j.exec(switch (reduction) {
      case SUM -> new Sum(x, out, true, axes);
      case PROD -> new Prod(x, out, true, axes);
      case MAX -> new Max(x, out, true, axes);
      case MIN -> new Min(x, out, true, axes);
    });
    return out;
  }
}
