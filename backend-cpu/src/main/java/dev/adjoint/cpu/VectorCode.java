package dev.adjoint.cpu;

import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Expr.Comparison;
import dev.adjoint.spi.UnaryOp;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes calls of the Vector API. A value is the number of the local variable that holds it; every method stores its result
 * in a new one and returns its number.
 */
final class VectorCode extends VectorBits {
  static final int NO_MASK = -1;

  private static final ClassDesc UNARY = OPERATORS.nested("Unary");
  private static final ClassDesc TEST = OPERATORS.nested("Test");
  private static final ClassDesc BOOLEANS = ConstantDescs.CD_boolean.arrayType();
  private static final ClassDesc EXTREMES = ClassDesc.of(Extremes.class.getName());
  private static final ClassDesc LANE_LOOPS = ClassDesc.of(LaneLoops.class.getName());
  private static final ClassDesc VOID = ConstantDescs.CD_void;
  private static final ClassDesc SHUFFLE = ClassDesc.of(LaneType.PACKAGE, "VectorShuffle");
  private static final String LOWERED = "LOWERED_BY_";

  VectorCode(CodeBuilder code, LaneType type) {
    super(code, type);
  }

  private void pushSpecies() {
    code.getstatic(vector, "SPECIES_PREFERRED", SPECIES);
  }

  private void pushIndex(int offset, int i) {
    code.iload(offset).iload(i).iadd();
  }

  private void pushNumber(double value) {
    switch (type) {
      case FLOAT -> code.loadConstant((float) value);
      case DOUBLE -> code.loadConstant(value);
      case LONG -> code.loadConstant((long) value);
    }
  }

  private int broadcastPushed() {
    int value = code.allocateLocal(TypeKind.from(type.lane()));
    code.storeLocal(TypeKind.from(type.lane()), value);
    pushSpecies();
    code.loadLocal(TypeKind.from(type.lane()), value);
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type.lane()));
    return stored();
  }

  @Override
  public int constant(double value) {
    pushNumber(value);
    return broadcastPushed();
  }

  int param(int params, int index) {
    code.aload(params).loadConstant(index).daload();
    switch (type) {
      case FLOAT -> code.d2f();
      case DOUBLE -> {}
      case LONG -> code.d2l();
    }
    return broadcastPushed();
  }

  /** Of integers: each lane's number added to it. */
  int addLanes(int value) {
    code.aload(value).loadConstant(1).invokevirtual(vector, "addIndex", MethodTypeDesc.of(vector, INT));
    return stored();
  }

  /** Of integers: {@code i} added to each lane. */
  int addInt(int value, int i) {
    code.aload(value).iload(i).i2l().invokevirtual(vector, "add", MethodTypeDesc.of(vector, ConstantDescs.CD_long));
    return stored();
  }

  /** One element in every lane. */
  int repeat(int array, int offset) {
    code.aload(array).iload(offset).arrayLoad(TypeKind.from(type.lane()));
    return broadcastPushed();
  }

  /** One bool in every lane of a mask. */
  int repeatMask(int array, int offset) {
    pushSpecies();
    code.aload(array).iload(offset).baload();
    code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, ConstantDescs.CD_boolean));
    return stored();
  }

  int maskOf(boolean value) {
    pushSpecies();
    code.loadConstant(value ? 1 : 0);
    code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, ConstantDescs.CD_boolean));
    return stored();
  }

  /** The mask of the lanes from {@code i} that are below {@code count}. */
  int tailMask(int i, int count) {
    pushSpecies();
    code.loadConstant(0).iload(count).iload(i).isub();
    code.invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, INT, INT));
    return stored();
  }

  int load(int array, int offset, int i, int tail) {
    pushSpecies();
    code.aload(array);
    pushIndex(offset, i);
    ClassDesc elements = type.lane().arrayType();
    if (tail == NO_MASK) {
      code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, elements, INT));
    } else {
      code.aload(tail);
      code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, elements, INT, MASK));
    }
    return stored();
  }

  void store(int value, int array, int offset, int i, int tail) {
    code.aload(value).aload(array);
    pushIndex(offset, i);
    ClassDesc elements = type.lane().arrayType();
    if (tail == NO_MASK) {
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(VOID, elements, INT));
    } else {
      code.aload(tail);
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(VOID, elements, INT, MASK));
    }
  }

  /** Bools as a mask; those of an array that ends early ({@code left} of them) by way of one that does not. */
  int loadMask(int array, int offset, int i, int tail, int left) {
    pushSpecies();
    if (tail == NO_MASK) {
      code.aload(array);
      pushIndex(offset, i);
    } else {
      int whole = newBooleans();
      code.aload(array);
      pushIndex(offset, i);
      code.aload(whole).loadConstant(0).iload(left);
      arraycopy();
      code.aload(whole).loadConstant(0);
    }
    code.invokestatic(MASK, "fromArray", MethodTypeDesc.of(MASK, SPECIES, BOOLEANS, INT));
    return stored();
  }

  void storeMask(int value, int array, int offset, int i, int tail, int left) {
    code.aload(value);
    if (tail == NO_MASK) {
      code.aload(array);
      pushIndex(offset, i);
      code.invokevirtual(MASK, "intoArray", MethodTypeDesc.of(VOID, BOOLEANS, INT));
    } else {
      int whole = newBooleans();
      code.aload(whole).loadConstant(0);
      code.invokevirtual(MASK, "intoArray", MethodTypeDesc.of(VOID, BOOLEANS, INT));
      code.aload(whole).loadConstant(0).aload(array);
      pushIndex(offset, i);
      code.iload(left);
      arraycopy();
    }
  }

  private int newBooleans() {
    code.loadConstant(type.lanes()).newarray(TypeKind.BOOLEAN);
    return stored();
  }

  private void arraycopy() {
    ClassDesc object = ConstantDescs.CD_Object;
    code.invokestatic(ClassDesc.of("java.lang.System"), "arraycopy", MethodTypeDesc.of(VOID, object, INT, object, INT, INT));
  }

  /** One of the methods {@code add}, {@code sub}, {@code mul}, {@code div}, {@code max}, {@code min}. */
  @Override
  public int arithmetic(String method, int a, int b) {
    code.aload(a).aload(b).invokevirtual(vector, method, MethodTypeDesc.of(vector, VECTOR));
    return stored();
  }

  /** One of the methods {@code neg}, {@code abs}, {@code sqrt}. */
  @Override
  public int arithmetic(String method, int a) {
    code.aload(a).invokevirtual(vector, method, MethodTypeDesc.of(vector));
    return stored();
  }

  /** {@code a * b + c}, rounded once. */
  @Override
  public int fma(int a, int b, int c) {
    code.aload(a).aload(b).aload(c).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
    return stored();
  }

  /** A function that {@code VectorOperators} names. */
  int function(String operator, int a) {
    code.aload(a).getstatic(OPERATORS, operator, UNARY);
    code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, UNARY));
    return stored();
  }

  /** A function of two vectors that {@code VectorOperators} names. */
  int function(String operator, int a, int b) {
    code.aload(a).getstatic(OPERATORS, operator, BINARY).aload(b);
    code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, VECTOR));
    return stored();
  }

  /** The mask of the lanes whose sign bit is set: a negative zero's too. */
  int isNegative(int a) {
    code.aload(a).getstatic(OPERATORS, "IS_NEGATIVE", TEST);
    code.invokevirtual(vector, "test", MethodTypeDesc.of(MASK, TEST));
    return stored();
  }

  /** A function that the Vector API lacks, by {@link LaneLoops}. */
  int lanes(UnaryOp op, int a) {
    int lanes = toArray(a);
    pushConstant(op);
    code.aload(lanes).invokestatic(LANE_LOOPS, "apply", MethodTypeDesc.of(VOID, descriptorOf(op), type.lane().arrayType()));
    return fromArray(lanes);
  }

  /** A function of two vectors that the Vector API lacks, by {@link LaneLoops}. */
  int lanes(BinaryOp op, int a, int b) {
    int lanes = toArray(a);
    int others = toArray(b);
    pushConstant(op);
    ClassDesc elements = type.lane().arrayType();
    code.aload(lanes).aload(others);
    code.invokestatic(LANE_LOOPS, "apply", MethodTypeDesc.of(VOID, descriptorOf(op), elements, elements));
    return fromArray(lanes);
  }

  private static ClassDesc descriptorOf(Enum<?> constant) {
    return ClassDesc.of(constant.getDeclaringClass().getName());
  }

  private void pushConstant(Enum<?> constant) {
    code.getstatic(descriptorOf(constant), constant.name(), descriptorOf(constant));
  }

  private int toArray(int a) {
    code.aload(a).invokevirtual(vector, "toArray", MethodTypeDesc.of(type.lane().arrayType()));
    return stored();
  }

  private int fromArray(int lanes) {
    pushSpecies();
    code.aload(lanes).loadConstant(0);
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, type.lane().arrayType(), INT));
    return stored();
  }

  /** One of {@code AND}, {@code OR}, {@code XOR} of integers. */
  int bits(String operator, int a, int b) {
    code.aload(a).getstatic(OPERATORS, operator, ASSOCIATIVE).aload(b);
    code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, VECTOR));
    return stored();
  }

  @Override
  public int compare(Comparison op, int a, int b) {
    code.aload(a).getstatic(OPERATORS, op.name(), COMPARISON).aload(b);
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    return stored();
  }

  /** {@code ifTrue} in the lanes of the mask, {@code ifFalse} in the others. */
  @Override
  public int blend(int mask, int ifTrue, int ifFalse) {
    code.aload(ifFalse).aload(ifTrue).aload(mask).invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    return stored();
  }

  @Override
  public int atMost(int a, double bound) {
    int limit = constant(bound);
    return blend(compare(Comparison.GT, a, limit), limit, a);
  }

  @Override
  public int atLeast(int a, double bound) {
    int limit = constant(bound);
    return blend(compare(Comparison.LT, a, limit), limit, a);
  }

  /** One of the methods {@code and}, {@code or}, {@code xor} of masks. */
  int masks(String method, int a, int b) {
    code.aload(a).aload(b).invokevirtual(MASK, method, MethodTypeDesc.of(MASK, MASK));
    return stored();
  }

  int not(int mask) {
    code.aload(mask).invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
    return stored();
  }

  /** {@code accumulator = accumulator op value}, in the lanes of {@code tail} only if there is one. */
  void accumulate(String operator, int accumulator, int value, int tail) {
    code.aload(accumulator).getstatic(OPERATORS, operator, ASSOCIATIVE).aload(value);
    if (tail == NO_MASK) {
      code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, VECTOR));
    } else {
      code.aload(tail).invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, VECTOR, MASK));
    }
    code.astore(accumulator);
  }

  /**
   * Leaves what a method of {@link Extremes} makes of running results on the stack, as a {@code double}.
   *
   * @param last the highest bits as unsigned integers
   */
  void pushExtreme(String method, int highest, int lowest, int last) {
    pushReducedBits("MAX", highest);
    pushReducedBits("MIN", lowest);
    pushHighestUnsigned(last);
    code.invokestatic(EXTREMES, method,
        MethodTypeDesc.of(ConstantDescs.CD_double, bitsLane(), bitsLane(), bitsLane()));
  }

  /**
   * Leaves the sum of all lanes on the stack, as a {@code double}: the second half of the lanes added to the first half, and
   * so on. {@code reduceLanes} adds in any order, and in another one once it is compiled.
   */
  void pushSum(int value, ClassDesc self) {
    int sum = value;
    for (int half = type.lanes() / 2; half > 0; half /= 2) {
      code.aload(sum).aload(sum).getstatic(self, LOWERED + half, SHUFFLE);
      code.invokevirtual(vector, "rearrange", MethodTypeDesc.of(vector, SHUFFLE));
      code.invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
      sum = stored();
    }
    code.aload(sum).loadConstant(0).invokevirtual(vector, "lane", MethodTypeDesc.of(type.lane(), INT));
    if (type == LaneType.FLOAT) {
      code.f2d();
    }
  }

  /** Declares, in the class whose methods sum lanes, the constants for it: rearrangements that move lanes down by a half. */
  static void declareSums(ClassBuilder builder, ClassDesc self, LaneType type) {
    int lanes = type.lanes();
    for (int half = lanes / 2; half > 0; half /= 2) {
      builder.withField(LOWERED + half, SHUFFLE, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }
    builder.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> {
      for (int half = lanes / 2; half > 0; half /= 2) {
        code.getstatic(type.vector(), "SPECIES_PREFERRED", SPECIES).loadConstant(half).loadConstant(1).loadConstant(1);
        code.invokestatic(SHUFFLE, "iota", MethodTypeDesc.of(SHUFFLE, SPECIES, INT, INT, ConstantDescs.CD_boolean));
        code.putstatic(self, LOWERED + half, SHUFFLE);
      }
      code.return_();
    });
  }
}
