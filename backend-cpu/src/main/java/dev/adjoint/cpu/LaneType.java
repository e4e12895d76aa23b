package dev.adjoint.cpu;

import dev.adjoint.DType;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/** What the Vector API calls the type of a vector's elements. Known by name only: the module may not be there. */
enum LaneType {
  FLOAT(DType.FLOAT32, "FloatVector", ConstantDescs.CD_float),
  DOUBLE(DType.FLOAT64, "DoubleVector", ConstantDescs.CD_double),
  LONG(DType.INT64, "LongVector", ConstantDescs.CD_long);

  static final String PACKAGE = "jdk.incubator.vector";

  private final DType dtype;
  private final String vectorName;
  private final ClassDesc vector;
  private final ClassDesc lane;

  LaneType(DType dtype, String vectorName, ClassDesc lane) {
    this.dtype = dtype;
    this.vectorName = vectorName;
    this.vector = ClassDesc.of(PACKAGE, vectorName);
    this.lane = lane;
  }

  /** Whether this process was started with the module of the Vector API. */
  static boolean isPresent() {
    return ModuleLayer.boot().findModule(PACKAGE).isPresent();
  }

  static LaneType of(DType dtype) {
    return dtype == DType.FLOAT64 ? DOUBLE : dtype == DType.INT64 ? LONG : FLOAT;
  }

  DType dtype() {
    return dtype;
  }

  ClassDesc vector() {
    return vector;
  }

  ClassDesc lane() {
    return lane;
  }

  /** The elements of a cache line: as many as any known machine's vectors have lanes, or a multiple. */
  int line() {
    return this == FLOAT ? 16 : 8;
  }

  /** Above it every number is an integer: 2^23 or 2^52. */
  double integersFrom() {
    return this == FLOAT ? 0x1p23 : 0x1p52;
  }

  /** Added to a small integer, it leaves the integer in the lowest bits of the sum. */
  double integersInLowBits() {
    return this == FLOAT ? 0x1.8p23 : 0x1.8p52;
  }

  /** The mantissas of logarithms go from here to twice of it: about as far from 1 on either side. */
  double lowestMantissa() {
    return this == FLOAT ? Float.intBitsToFloat(0x3f2aaaab) : Double.longBitsToDouble(0x3fe6a09e667f3bcdL);
  }

  /** The bits of the fraction in the format. */
  int fractionBits() {
    return this == FLOAT ? 23 : 52;
  }

  /** What the format adds to exponents. */
  int bias() {
    return this == FLOAT ? 127 : 1023;
  }

  /** The number of lanes of this machine's vectors. */
  int lanes() {
    try {
      Object species = Class.forName(PACKAGE + "." + vectorName).getField("SPECIES_PREFERRED").get(null);
      return (int) Class.forName(PACKAGE + ".VectorSpecies").getMethod("length").invoke(species);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The module " + PACKAGE + " has no species for " + vectorName, e);
    }
  }
}
