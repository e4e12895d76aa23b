package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Making tensors, functions of bits, and what both refuse. */
public abstract class CreationCases extends OnBackend {
  private static void refused(Class<? extends Exception> type, ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContainingAll(parts);
  }

  @Test
  void integersHoldOnlyWhatTheyCan() {
    Shape shape = Shape.of(2);
    refused(DTypeException.class, () -> Tensor.full(shape, 1e20, DType.INT32), "int32", "1.0E20");
    refused(DTypeException.class, () -> Tensor.full(shape, 0x1p31, DType.INT32), "int32");
    refused(DTypeException.class, () -> Tensor.full(shape, -0x1p31 - 1, DType.INT32), "int32");
    refused(DTypeException.class, () -> Tensor.full(shape, Double.NaN, DType.INT64), "int64", "NaN");
    refused(DTypeException.class, () -> Tensor.full(shape, 0x1p63, DType.INT64), "int64");
    refused(DTypeException.class, () -> Tensor.full(shape, Double.NEGATIVE_INFINITY, DType.INT64), "Infinity");
    refused(DTypeException.class, () -> Tensor.fullLike(Tensor.ofInts(1), Double.NaN), "NaN");
    assertThat(Tensor.full(shape, -0x1p31, DType.INT32).toIntArray()).containsOnly(Integer.MIN_VALUE);
    assertThat(Tensor.full(shape, 0x1p31 - 1, DType.INT32).toIntArray()).containsOnly(Integer.MAX_VALUE);
    assertThat(Tensor.full(shape, -0x1p63, DType.INT64).toLongArray()).containsOnly(Long.MIN_VALUE);
    assertThat(Tensor.full(shape, 1e20, DType.FLOAT64).toDoubleArray()).containsOnly(1e20);
  }

  @Test
  void seriesThatNeverArriveAreRefused() {
    refused(ShapeException.class, () -> Tensor.arange(0, 5, 0), "steps of 0");
    refused(ShapeException.class, () -> Tensor.arange(0, 5, -1), "towards the end");
    refused(ShapeException.class, () -> Tensor.arange(0.0, -1, 0.5, DType.FLOAT32), "towards the end");
    refused(ShapeException.class, () -> Tensor.arange(0.0, Double.POSITIVE_INFINITY, 1, DType.FLOAT32), "Infinity");
    refused(ShapeException.class, () -> Tensor.arange(0.0, 1, 1e-10, DType.FLOAT32), "10000000000");
    refused(ShapeException.class, () -> Tensor.arange(0, 1L << 40, 1), "1099511627776");
    refused(DTypeException.class, () -> Tensor.arange(0.5, 3, 1, DType.INT64), "int64", "0.5");
    refused(ShapeException.class, () -> Tensor.linspace(0, 1, -1), "-1");
    refused(ShapeException.class, () -> Tensor.logspace(0, 1, -1), "-1");
    refused(ShapeException.class, () -> Tensor.eye(-1), "-1");
    refused(ShapeException.class, () -> Tensor.trilIndices(2, -1, 0), "-1");
    refused(ShapeException.class, () -> Tensor.zeros(1 << 20, 1 << 20), "2147483647");
    refused(ShapeException.class, () -> Tensor.rand(Key.of(1), 1 << 16, 1 << 16), "2147483647");
  }

  @Test
  void seriesOfLargeIntegersAreExact() {
    long start = (1L << 60) + 1;
    assertThat(Tensor.arange(start, start + 9, 4).toLongArray()).containsExactly(start, start + 4, start + 8);
    assertThat(Tensor.arange(-start, -start - 5, -4).toLongArray()).containsExactly(-start, -start - 4);
    assertThat(Tensor.arange(0.0, 1, 0.25, DType.FLOAT32).toFloatArray()).containsExactly(0, 0.25f, 0.5f, 0.75f);
  }

  @Test
  void aLineEndsWhereItShould() {
    float[] line = Tensor.linspace(0.1, 0.7, 50).toFloatArray();
    assertThat(line[0]).isEqualTo(0.1f);
    assertThat(line[49]).isEqualTo(0.7f);
    assertThat(Tensor.linspace(-1, 1, 101, DType.FLOAT64).toDoubleArray()[50]).isZero();
    assertThat(Tensor.emptyLike(Tensor.ofLongs(1, 2)).dtype()).isEqualTo(DType.INT64);
    assertThat(Tensor.empty(2, 3).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void functionsOfBitsTakeIntegers() {
    Tensor real = Tensor.of(1, 2);
    Tensor bool = Tensor.ofBooleans(true, false);
    refused(DTypeException.class, () -> real.bitwiseAnd(real), "bitwise_and", "float32");
    refused(DTypeException.class, () -> Tensor.ofInts(1, 2).bitwiseOr(real), "bitwise_or", "float32");
    refused(DTypeException.class, real::bitwiseNot, "bitwise_not", "float32");
    refused(DTypeException.class, () -> bool.bitwiseLeftShift(bool), "bitwise_left_shift", "bool");
    refused(DTypeException.class, () -> Tensor.ofInts(1).bitwiseXor(1L << 40), "int32");
    assertThat(bool.bitwiseXor(Tensor.ofBooleans(true, true)).toBooleanArray()).containsExactly(false, true);
    assertThat(bool.bitwiseNot().dtype()).isEqualTo(DType.BOOL);
    assertThat(Tensor.ofLongs(-1, 7).bitwiseAnd(Long.MAX_VALUE - 1).toLongArray()).containsExactly(Long.MAX_VALUE - 1, 6);
    assertThat(Tensor.ofLongs(0).bitwiseOr((1L << 60) + 1).toLongArray()).containsExactly((1L << 60) + 1);
    assertThat(Tensor.ofInts(-1).bitwiseRightShift(40).toIntArray()).containsExactly(-1);
    assertThat(Tensor.ofInts(1).bitwiseLeftShift(31).toIntArray()).containsExactly(Integer.MIN_VALUE);
    assertThat(Tensor.ofInts(1).bitwiseLeftShift(32).toIntArray()).containsExactly(0);
  }

  @Test
  void nullIsNamed() {
    Tensor x = Tensor.of(1, 2);
    Tensor none = nothing();
    for (Supplier<Tensor> call : nullCalls(x, none)) {
      assertThatThrownBy(call::get).isInstanceOf(NullPointerException.class).message().contains("null").contains("expected");
    }
  }

  private static List<Supplier<Tensor>> nullCalls(Tensor x, Tensor none) {
    return List.of(
        () -> Tensor.of((float[]) null), () -> Tensor.of((double[][]) null), () -> Tensor.ofLongs((long[]) null),
        () -> x.add(none), () -> x.matmul(none), () -> Tensor.concat(0, x, none), () -> Tensor.stack(0, none, x),
        () -> Tensor.where(none, x, x), () -> Tensor.zerosLike(none),
        () -> Tensor.zeros(CreationCases.<Shape>nothing(), DType.FLOAT32),
        () -> Tensor.rand((Key) null, 2), () -> x.lt(none));
  }

  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  @Test
  void diagonalsAndStepsBeyondAnInt() {
    Tensor x = Tensor.eye(3);
    assertThat(x.diag(Integer.MIN_VALUE).size()).isZero();
    assertThat(x.diagonal(Integer.MIN_VALUE, 0, 1).size()).isZero();
    assertThat(x.diagonal(Integer.MAX_VALUE, 0, 1).size()).isZero();
    assertThatThrownBy(() -> Tensor.of(1, 2).diag(Integer.MIN_VALUE)).isInstanceOf(ShapeException.class);
    assertThat(Tensor.arange(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).toLongArray())
        .containsExactly(Long.MIN_VALUE, -1, Long.MAX_VALUE - 1);
    assertThatThrownBy(() -> Tensor.arange(Long.MIN_VALUE, Long.MAX_VALUE, 1)).isInstanceOf(ShapeException.class);
  }
}
