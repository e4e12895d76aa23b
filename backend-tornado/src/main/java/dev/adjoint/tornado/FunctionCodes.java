package dev.adjoint.tornado;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.UnaryOp;

/** The numbers by which device code knows the scalar functions. */
final class FunctionCodes {
  private FunctionCodes() {}

  /** The number by which {@link RealFunctions#unary} or, from {@link MoreFunctions#FIRST} on, that class knows a function. */
  static int of(UnaryOp op) {
    return switch (op) {
      case NEG -> RealFunctions.NEG;
      case ABS -> RealFunctions.ABS;
      case SIGN -> RealFunctions.SIGN;
      case FLOOR -> RealFunctions.FLOOR;
      case TRUNC -> RealFunctions.TRUNC;
      case CEIL -> RealFunctions.CEIL;
      case ROUND -> RealFunctions.ROUND;
      case EXP -> RealFunctions.EXP;
      case EXPM1 -> RealFunctions.EXPM1;
      case LOG -> RealFunctions.LOG;
      case LOG1P -> RealFunctions.LOG1P;
      case SQRT -> RealFunctions.SQRT;
      case RSQRT -> RealFunctions.RSQRT;
      case RECIPROCAL -> RealFunctions.RECIPROCAL;
      case SIN -> RealFunctions.SIN;
      case COS -> RealFunctions.COS;
      case TAN -> RealFunctions.TAN;
      case ASIN -> RealFunctions.ASIN;
      case ACOS -> RealFunctions.ACOS;
      case ATAN -> RealFunctions.ATAN;
      case SINH -> RealFunctions.SINH;
      case COSH -> RealFunctions.COSH;
      case TANH -> RealFunctions.TANH;
      case SIGMOID -> RealFunctions.SIGMOID;
      case RELU -> RealFunctions.RELU;
      case ERF -> RealFunctions.ERF;
      case ASINH -> MoreFunctions.ASINH;
      case ACOSH -> MoreFunctions.ACOSH;
      case ATANH -> MoreFunctions.ATANH;
      case LOG2 -> MoreFunctions.LOG2;
      case LOG10 -> MoreFunctions.LOG10;
      case EXP2 -> MoreFunctions.EXP2;
      case ERFC, ERFINV, LGAMMA, DIGAMMA -> throw computedOnTheHost(op.symbol());
    };
  }

  /** As the other {@code of}, of two numbers; also the number by which {@link WholeFunctions#binary} knows a function. */
  static int of(BinaryOp op) {
    return switch (op) {
      case ADD -> RealFunctions.ADD;
      case SUB -> RealFunctions.SUB;
      case MUL -> RealFunctions.MUL;
      case DIV -> RealFunctions.DIV;
      case POW -> RealFunctions.POW;
      case MAX -> RealFunctions.MAX;
      case MIN -> RealFunctions.MIN;
      case ATAN2 -> RealFunctions.ATAN2;
      case FMOD -> RealFunctions.FMOD;
      case REMAINDER -> RealFunctions.REMAINDER;
      case AND -> RealFunctions.AND;
      case OR -> RealFunctions.OR;
      case XOR -> RealFunctions.XOR;
      case SHL -> RealFunctions.SHL;
      case SHR -> RealFunctions.SHR;
      case USHR -> RealFunctions.USHR;
      case HYPOT -> MoreFunctions.HYPOT;
      case COPYSIGN -> MoreFunctions.COPYSIGN;
      case POLYGAMMA -> throw computedOnTheHost(op.symbol());
    };
  }

  private static IllegalArgumentException computedOnTheHost(String symbol) {
    return new IllegalArgumentException(symbol + " has no device code: HostFunctions takes it out of an expression first");
  }
}
