package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Ceil;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ACos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ASin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATan;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cosh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sinh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tan;
import org.nd4j.linalg.factory.Nd4j;

/** Scalar functions over arrays, by the operations of ND4J that are right, and by {@link JavaFunctions} elsewhere. */
final class ScalarFunctions {
  /** Without trunc, which ND4J lacks, and expm1, log1p and tanh, which lose the digits of small arguments: tanh(1e-9f) is 0. */
  private static final Map<UnaryOp, BiFunction<INDArray, INDArray, Op>> UNARY = new EnumMap<>(UnaryOp.class);
  /** Without fmod, which ND4J lacks for arrays that broadcast, and max and min, which pass over NaN. */
  private static final Map<BinaryOp, String> FLOATING =
      Map.of(
          BinaryOp.ADD, "add",
          BinaryOp.SUB, "subtract",
          BinaryOp.MUL, "multiply",
          BinaryOp.DIV, "divide",
          BinaryOp.POW, "Pow",
          BinaryOp.ATAN2, "tf_atan2");
  /** Without division and remainder, which end the process where a divisor is 0, and pow, exact to 2^24 or so only. */
  private static final Map<BinaryOp, String> INTEGER =
      Map.of(
          BinaryOp.ADD, "add",
          BinaryOp.SUB, "subtract",
          BinaryOp.MUL, "multiply",
          BinaryOp.MAX, "maximum",
          BinaryOp.MIN, "minimum");
  private static final Map<Comparison, String> COMPARISONS =
      Map.of(
          Comparison.LT, "less",
          Comparison.LE, "less_equal",
          Comparison.GT, "greater",
          Comparison.GE, "greater_equal",
          Comparison.EQ, "equals",
          Comparison.NE, "not_equals");

  static {
    UNARY.put(UnaryOp.NEG, Negative::new);
    UNARY.put(UnaryOp.ABS, Abs::new);
    UNARY.put(UnaryOp.SIGN, Sign::new);
    UNARY.put(UnaryOp.FLOOR, Floor::new);
    UNARY.put(UnaryOp.CEIL, Ceil::new);
    UNARY.put(UnaryOp.ROUND, Rint::new);
    UNARY.put(UnaryOp.EXP, Exp::new);
    UNARY.put(UnaryOp.LOG, Log::new);
    UNARY.put(UnaryOp.SQRT, Sqrt::new);
    UNARY.put(UnaryOp.RSQRT, RSqrt::new);
    UNARY.put(UnaryOp.RECIPROCAL, Reciprocal::new);
    UNARY.put(UnaryOp.SIN, Sin::new);
    UNARY.put(UnaryOp.COS, Cos::new);
    UNARY.put(UnaryOp.TAN, Tan::new);
    UNARY.put(UnaryOp.ASIN, ASin::new);
    UNARY.put(UnaryOp.ACOS, ACos::new);
    UNARY.put(UnaryOp.ATAN, ATan::new);
    UNARY.put(UnaryOp.SINH, Sinh::new);
    UNARY.put(UnaryOp.COSH, Cosh::new);
    UNARY.put(UnaryOp.SIGMOID, Sigmoid::new);
    UNARY.put(UnaryOp.RELU, (x, out) -> new RectifiedLinear(x, out, 0));
    UNARY.put(UnaryOp.ERF, Erf::new);
  }

  private ScalarFunctions() {}

  /** A function of one array, as a new array. */
  static INDArray unary(UnaryOp op, DType dtype, INDArray x, Scratch scratch) {
    BiFunction<INDArray, INDArray, Op> function = UNARY.get(op);
    if (function == null || !dtype.isFloating()) {
      return JavaFunctions.unary(op, x, scratch);
    }
    INDArray out = scratch.result(x.dataType(), x.shape());
    Nd4j.exec(function.apply(x, out));
    return out;
  }

  /** A function of two arrays that broadcast together, as a new array. */
  static INDArray binary(BinaryOp op, DType dtype, INDArray a, INDArray b, Scratch scratch) {
    String name = dtype.isFloating() ? FLOATING.get(op) : dtype.isInteger() ? INTEGER.get(op) : null;
    if (name == null) {
      return JavaFunctions.binary(op, a, b, broadcast(a, b), scratch);
    }
    INDArray out = scratch.result(a.dataType(), broadcast(a, b));
    Nd4jOps.run(name, out, a, b);
    return out;
  }

  /** A comparison of two arrays that broadcast together, as a new bool array. */
  static INDArray compare(Comparison op, INDArray a, INDArray b, Scratch scratch) {
    INDArray out = scratch.result(DataType.BOOL, broadcast(a, b));
    Nd4jOps.run(COMPARISONS.get(op), out, a, b);
    return out;
  }

  /** {@code condition ? ifTrue : ifFalse} of arrays that broadcast together, as a new array. */
  static INDArray select(INDArray condition, INDArray ifTrue, INDArray ifFalse, Scratch scratch) {
    return JavaFunctions.select(condition, ifTrue, ifFalse, broadcast(condition, broadcast(ifTrue, ifFalse)), scratch);
  }

  private static long[] broadcast(INDArray a, INDArray b) {
    return broadcast(a, b.shape());
  }

  private static long[] broadcast(INDArray a, long[] shape) {
    long[] out = shape.clone();
    for (int axis = 0; axis < out.length; axis++) {
      out[axis] = Math.max(out[axis], a.size(axis));
    }
    return out;
  }
}
