package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.Objects;

/** How tensors are made: static methods of {@link Tensor}. None of them requires a gradient. */
abstract sealed class CreationMethods permits ScalarMethods {
  // ---- Making tensors ----

  /** A float32 tensor with one axis. */
  public static Tensor of(float... values) {
    return Creation.of(values);
  }

  /** A float64 tensor with one axis. */
  public static Tensor of(double... values) {
    return Creation.of(values);
  }

  /** A float32 matrix, from rows of equal length. */
  public static Tensor of(float[][] rows) {
    return Creation.nested(rows);
  }

  /** A float32 tensor with three axes. */
  public static Tensor of(float[][][] values) {
    return Creation.nested(values);
  }

  /** A float32 tensor with four axes. */
  public static Tensor of(float[][][][] values) {
    return Creation.nested(values);
  }

  /** A float64 matrix, from rows of equal length. */
  public static Tensor of(double[][] rows) {
    return Creation.nested(rows);
  }

  /** A float64 tensor with three axes. */
  public static Tensor of(double[][][] values) {
    return Creation.nested(values);
  }

  /** A float32 tensor of a shape, from its elements row by row. */
  public static Tensor of(float[] values, Shape shape) {
    return Creation.of(values, shape);
  }

  /** A float64 tensor of a shape, from its elements row by row. */
  public static Tensor of(double[] values, Shape shape) {
    return Creation.of(values, shape);
  }

  /** An int32 tensor with one axis. */
  public static Tensor ofInts(int... values) {
    return Creation.of(values);
  }

  /** An int64 tensor with one axis. */
  public static Tensor ofLongs(long... values) {
    return Creation.of(values);
  }

  /** A bool tensor with one axis. */
  public static Tensor ofBooleans(boolean... values) {
    return Creation.of(values);
  }

  /** A float32 tensor without axes. */
  public static Tensor scalar(float value) {
    return Creation.of(new float[] {value}, Shape.of());
  }

  /** A float64 tensor without axes. */
  public static Tensor scalar(double value) {
    return Creation.of(new double[] {value}, Shape.of());
  }

  // ---- Filled ----

  /** Zeros, float32. */
  public static Tensor zeros(int... sizes) {
    return zeros(Shape.of(sizes), DType.FLOAT32);
  }

  /** Zeros. */
  public static Tensor zeros(Shape shape, DType dtype) {
    return full(shape, 0, dtype);
  }

  /** Zeros on a backend. */
  public static Tensor zeros(Shape shape, DType dtype, Backend backend) {
    return Series.full(shape, 0, dtype, backend);
  }

  /** Zeros like another tensor: its shape, type and device. */
  public static Tensor zerosLike(Tensor like) {
    return fullLike(like, 0);
  }

  /** Ones, float32. */
  public static Tensor ones(int... sizes) {
    return ones(Shape.of(sizes), DType.FLOAT32);
  }

  /** Ones. */
  public static Tensor ones(Shape shape, DType dtype) {
    return full(shape, 1, dtype);
  }

  /** Ones like another tensor: its shape, type and device. */
  public static Tensor onesLike(Tensor like) {
    return fullLike(like, 1);
  }

  /**
   * One number everywhere; an integer type drops its fraction, and for bool whatever is not 0 is true.
   *
   * @throws DTypeException for a number that an integer type cannot hold: NaN, or one that is too large
   */
  public static Tensor full(Shape shape, double value, DType dtype) {
    return Series.full(shape, value, dtype, Backends.current());
  }

  /** {@link #full} like another tensor: its shape, type and device. */
  public static Tensor fullLike(Tensor like, double value) {
    return Series.full(present(like).shape(), value, like.dtype(), like.backend());
  }

  /** A tensor that is to be written to: until then its elements are anything. Float32. */
  public static Tensor empty(int... sizes) {
    return empty(Shape.of(sizes), DType.FLOAT32);
  }

  /** A tensor that is to be written to: until then its elements are anything. */
  public static Tensor empty(Shape shape, DType dtype) {
    Backend backend = Backends.current();
    return Tensor.wrap(backend, View.of(Memory.allocate(backend, dtype, shape.size()), shape));
  }

  /** {@link #empty} like another tensor: its shape, type and device. */
  public static Tensor emptyLike(Tensor like) {
    Shape shape = present(like).shape();
    return Tensor.wrap(like.backend(), View.of(Memory.allocate(like.backend(), like.dtype(), shape.size()), shape));
  }

  private static Tensor present(Tensor like) {
    return Objects.requireNonNull(like, "What a tensor is to be like is null; expected a tensor");
  }

  // ---- Series ----

  /** The numbers 0, 1, ..., n - 1. */
  public static Tensor arange(int n, DType dtype) {
    return Series.arange(0, Shape.of(n).size(), 1, dtype);
  }

  /** The integers from {@code start} in steps, before {@code end}: int64. */
  public static Tensor arange(long start, long end, long step) {
    return Series.arange(start, end, step, DType.INT64);
  }

  /**
   * The numbers from {@code start} in steps, before {@code end}: {@code ceil((end - start) / step)} of them.
   *
   * @param step not 0, and towards the end; whole, like the start, for an integer type
   */
  public static Tensor arange(double start, double end, double step, DType dtype) {
    return Series.arange(start, end, step, dtype);
  }

  /** Numbers from {@code start} to {@code end}, both included, at equal distances, float32. */
  public static Tensor linspace(double start, double end, int count) {
    return linspace(start, end, count, DType.FLOAT32);
  }

  /** Numbers from {@code start} to {@code end}, both included, at equal distances; a single one is the start. */
  public static Tensor linspace(double start, double end, int count, DType dtype) {
    return Series.linspace(start, end, count, dtype);
  }

  /** Powers of 10 from {@code 10^start} to {@code 10^end}, both included, in equal ratios, float32. */
  public static Tensor logspace(double start, double end, int count) {
    return logspace(start, end, count, 10, DType.FLOAT32);
  }

  /** Powers of a base: the base to the power of {@link #linspace}. */
  public static Tensor logspace(double start, double end, int count, double base, DType dtype) {
    return Series.logspace(start, end, count, base, dtype);
  }

  /** The identity matrix of n rows, float32. */
  public static Tensor eye(int n) {
    return eye(n, n, DType.FLOAT32);
  }

  /** Ones on the main diagonal and zeros elsewhere. */
  public static Tensor eye(int rows, int columns, DType dtype) {
    return Series.eye(rows, columns, dtype);
  }

  /**
   * The places of a matrix's lower triangle, row by row: int64, [2, count], the rows' numbers above the columns'.
   *
   * @param diagonal the last that belongs to it: 0 is the main one, positive ones lie above it
   */
  public static Tensor trilIndices(int rows, int columns, int diagonal) {
    return Series.triangle(rows, columns, diagonal, true);
  }

  /**
   * The places of a matrix's upper triangle, row by row: int64, [2, count], the rows' numbers above the columns'.
   *
   * @param diagonal the first that belongs to it: 0 is the main one, positive ones lie above it
   */
  public static Tensor triuIndices(int rows, int columns, int diagonal) {
    return Series.triangle(rows, columns, diagonal, false);
  }

  // ---- Random; other distributions are in Random ----

  /** Numbers in [0, 1), evenly distributed, float32, of the {@link Adjoint#nextKey() next key}. */
  public static Tensor rand(int... sizes) {
    return rand(Adjoint.nextKey(), sizes);
  }

  /** Numbers in [0, 1), evenly distributed, float32. The same key gives the same numbers. */
  public static Tensor rand(Key key, int... sizes) {
    return rand(key, DType.FLOAT32, sizes);
  }

  /**
   * Numbers in [0, 1), evenly distributed: multiples of 2^-24, or 2^-53 for float64. The same key gives the same numbers, on
   * every backend.
   */
  public static Tensor rand(Key key, DType dtype, int... sizes) {
    return Sampling.uniform(key, Shape.of(sizes), dtype, Backends.current());
  }

  /** {@link #rand(Key, DType, int...)} like another tensor: its shape, type and device. */
  public static Tensor randLike(Key key, Tensor like) {
    return Sampling.uniform(key, present(like).shape(), like.dtype(), like.backend());
  }

  /** Numbers from the standard normal distribution, float32, of the {@link Adjoint#nextKey() next key}. */
  public static Tensor randn(int... sizes) {
    return randn(Adjoint.nextKey(), sizes);
  }

  /** Numbers from the standard normal distribution, float32. The same key gives the same numbers. */
  public static Tensor randn(Key key, int... sizes) {
    return randn(key, DType.FLOAT32, sizes);
  }

  /**
   * Numbers from the standard normal distribution. The same key gives the same numbers; on another backend they may differ by
   * what its float64 logarithm, sine and cosine do, a unit in the last place or two.
   */
  public static Tensor randn(Key key, DType dtype, int... sizes) {
    return Sampling.normal(key, Shape.of(sizes), dtype, Backends.current());
  }

  /** {@link #randn(Key, DType, int...)} like another tensor: its shape, type and device. */
  public static Tensor randnLike(Key key, Tensor like) {
    return Sampling.normal(key, present(like).shape(), like.dtype(), like.backend());
  }
}
