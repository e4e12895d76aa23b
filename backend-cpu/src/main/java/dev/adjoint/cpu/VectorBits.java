package dev.adjoint.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The part of {@link VectorCode} that works on the bits of numbers: a vector of integers of the same size. */
abstract class VectorBits implements LaneCode {
  static final ClassDesc VECTOR = ClassDesc.of(LaneType.PACKAGE, "Vector");
  static final ClassDesc OPERATORS = ClassDesc.of(LaneType.PACKAGE, "VectorOperators");
  static final ClassDesc BINARY = OPERATORS.nested("Binary");
  static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  static final ClassDesc SPECIES = ClassDesc.of(LaneType.PACKAGE, "VectorSpecies");
  static final ClassDesc MASK = ClassDesc.of(LaneType.PACKAGE, "VectorMask");
  static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  static final ClassDesc INT = ConstantDescs.CD_int;

  final CodeBuilder code;
  final LaneType type;
  final ClassDesc vector;

  VectorBits(CodeBuilder code, LaneType type) {
    this.code = code;
    this.type = type;
    this.vector = type.vector();
  }

  final int stored() {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    return local;
  }

  private ClassDesc bitVector() {
    return ClassDesc.of(LaneType.PACKAGE, type == LaneType.FLOAT ? "IntVector" : "LongVector");
  }

  final ClassDesc bitsLane() {
    return type == LaneType.FLOAT ? INT : ConstantDescs.CD_long;
  }

  private void pushBitsOf(int a) {
    code.aload(a).invokevirtual(vector, type == LaneType.FLOAT ? "reinterpretAsInts" : "reinterpretAsLongs",
        MethodTypeDesc.of(bitVector()));
  }

  /** Replaces the bits on the stack by the number that they are. */
  private int asNumber() {
    code.invokevirtual(bitVector(), type == LaneType.FLOAT ? "reinterpretAsFloats" : "reinterpretAsDoubles",
        MethodTypeDesc.of(vector));
    return stored();
  }

  private void pushBitsConstant(long value) {
    if (type == LaneType.FLOAT) {
      code.loadConstant((int) value);
    } else {
      code.loadConstant(value);
    }
  }

  /** Shifts the bits on the stack by one of the operators {@code LSHL}, {@code LSHR}. */
  private void shift(String operator, int by) {
    code.getstatic(OPERATORS, operator, BINARY);
    pushBitsConstant(by);
    code.invokevirtual(bitVector(), "lanewise", MethodTypeDesc.of(bitVector(), BINARY, bitsLane()));
  }

  /** Calls one of the methods {@code add}, {@code sub}, {@code and} on the bits on the stack. */
  private void withBits(String method, long value) {
    pushBitsConstant(value);
    code.invokevirtual(bitVector(), method, MethodTypeDesc.of(bitVector(), bitsLane()));
  }

  private void withBits(String method) {
    code.invokevirtual(bitVector(), method, MethodTypeDesc.of(bitVector(), VECTOR));
  }

  private long bitsOf(double value) {
    return type == LaneType.FLOAT ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
  }

  private long signBit() {
    return bitsOf(-0.0);
  }

  /** A vector of the bits of numbers. */
  final int bits(int a) {
    pushBitsOf(a);
    return stored();
  }

  /** {@code accumulator = accumulator op bits}, of vectors of bits. */
  final void accumulateBits(String operator, int accumulator, int bits) {
    code.aload(accumulator).getstatic(OPERATORS, operator, ASSOCIATIVE).aload(bits);
    code.invokevirtual(bitVector(), "lanewise", MethodTypeDesc.of(bitVector(), BINARY, VECTOR)).astore(accumulator);
  }

  /** Leaves the highest or the lowest lane of a vector of bits on the stack. */
  final void pushReducedBits(String operator, int bits) {
    code.aload(bits).getstatic(OPERATORS, operator, ASSOCIATIVE);
    code.invokevirtual(bitVector(), "reduceLanes", MethodTypeDesc.of(bitsLane(), ASSOCIATIVE));
  }

  /** Leaves the lane of a vector of bits on the stack that is the highest as an unsigned integer. */
  final void pushHighestUnsigned(int bits) {
    // Moved to where signed integers are in the same order, and back: not every machine reduces unsigned ones.
    code.aload(bits);
    withBits("add", signBit());
    pushReducedBits("MAX", stored());
    pushBitsConstant(signBit());
    if (type == LaneType.FLOAT) {
      code.iadd();
    } else {
      code.ladd();
    }
  }

  @Override
  public int copySign(int magnitude, int sign) {
    pushBitsOf(magnitude);
    withBits("and", ~signBit());
    pushBitsOf(sign);
    withBits("and", signBit());
    code.getstatic(OPERATORS, "OR", ASSOCIATIVE).swap();
    code.invokevirtual(bitVector(), "lanewise", MethodTypeDesc.of(bitVector(), BINARY, VECTOR));
    return asNumber();
  }

  @Override
  public int powerOfTwo(int biased) {
    pushBitsOf(biased);
    shift("LSHL", type.fractionBits());
    return asNumber();
  }

  @Override
  public int timesPowerOfTwo(int a, int biased) {
    pushBitsOf(biased);
    shift("LSHR", 1);
    int half = stored();
    code.aload(half);
    shift("LSHL", type.fractionBits());
    int once = arithmetic("mul", a, asNumber());
    pushBitsOf(biased);
    code.aload(half);
    withBits("sub");
    shift("LSHL", type.fractionBits());
    return arithmetic("mul", once, asNumber());
  }

  @Override
  public int lookUp(int table, int entry) {
    int lanes = type.lanes();
    int first = table * FloatTables.ENTRIES;
    pushEntry(first, entry);
    for (int from = lanes; from < FloatTables.ENTRIES; from += lanes) {
      pushEntry(first + from, entry);
      pushBitsOf(entry);
      withBits("and", FloatTables.ENTRIES - 1);
      code.getstatic(OPERATORS, "GE", COMPARISON).loadConstant(from);
      code.invokevirtual(bitVector(), "compare", MethodTypeDesc.of(MASK, COMPARISON, INT));
      code.invokevirtual(bitVector(), "blend", MethodTypeDesc.of(bitVector(), VECTOR, MASK));
    }
    return asNumber();
  }

  /** Leaves an entry's bits on the stack, of as many entries as there are lanes. */
  private void pushEntry(int from, int entry) {
    pushBitsOf(entry);
    withBits("and", type.lanes() - 1);
    code.getstatic(bitVector(), "SPECIES_PREFERRED", SPECIES);
    code.getstatic(ClassDesc.of(FloatTables.class.getName()), "BITS", INT.arrayType()).loadConstant(from);
    code.invokestatic(bitVector(), "fromArray", MethodTypeDesc.of(bitVector(), SPECIES, INT.arrayType(), INT));
    code.invokevirtual(bitVector(), "selectFrom", MethodTypeDesc.of(bitVector(), VECTOR));
  }

  @Override
  public int quarter(int a) {
    pushBitsOf(a);
    shift("LSHR", type.fractionBits() - 2);
    return asNumber();
  }

  /** Leaves the bits on the stack, as far above those of the lowest mantissa as the number is. */
  private void pushBitsAboveMantissa(int a) {
    pushBitsOf(a);
    withBits("sub", bitsOf(type.lowestMantissa()));
  }

  @Override
  public int exponent(int a) {
    // Shifted while it is positive, as not every machine can shift negative longs.
    int lift = type.bias() + 1;
    pushBitsAboveMantissa(a);
    withBits("add", (long) lift << type.fractionBits());
    shift("LSHR", type.fractionBits());
    withBits("add", bitsOf(type.integersInLowBits()) - lift);
    return arithmetic("sub", asNumber(), constant(type.integersInLowBits()));
  }

  @Override
  public int mantissa(int a) {
    pushBitsAboveMantissa(a);
    withBits("and", (1L << type.fractionBits()) - 1);
    withBits("add", bitsOf(type.lowestMantissa()));
    return asNumber();
  }
}
