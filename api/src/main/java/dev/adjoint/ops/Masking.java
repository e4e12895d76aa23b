package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;

/** Choosing elements by a bool tensor, and finding where one is true. */
public final class Masking {
  private Masking() {}

  /** A number where the mask is true, {@code x} elsewhere; both broadcast. */
  public static Tensor maskedFill(Tensor x, Tensor mask, double value) {
    return maskedFill(x, mask, Indices.number("maskedFill", value, x));
  }

  /** The number in a 0-d tensor where the mask is true, {@code x} elsewhere; both broadcast. */
  public static Tensor maskedFill(Tensor x, Tensor mask, Tensor value) {
    checkMask("maskedFill", mask);
    if (value.shape().rank() > 0) {
      throw new ShapeException(
          "maskedFill takes a number or a 0-d tensor; given the shape " + value.shape() + ". Use where(mask, values, x)");
    }
    return Tensor.where(mask, sameType("maskedFill", x, value), x);
  }

  /** A value in the type of what it goes into; only within floating-point types, or from a narrower one. */
  static Tensor sameType(String operation, Tensor x, Tensor value) {
    boolean fits = x.dtype().isFloating() || DType.promote(x.dtype(), value.dtype()) == x.dtype();
    if (!fits) {
      throw new DTypeException(operation + ": a tensor " + x.dtype() + " cannot hold values " + value.dtype());
    }
    return value.to(x.dtype());
  }

  private static void checkMask(String operation, Tensor mask) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          operation + " takes a bool mask; given " + mask.dtype() + mask.shape() + ". Compare, as in x.gt(0)");
    }
  }

  /** The elements at which the mask is true, row by row; both broadcast. */
  public static Tensor maskedSelect(Tensor x, Tensor mask) {
    checkMask("maskedSelect", mask);
    Tape.checkOneDevice("maskedSelect", new Tensor[] {x, mask});
    Shape shape = Shape.broadcast(x.shape(), mask.shape());
    Tensor places = Indices.of(Indices.trues(mask.expand(shape)), x.backend());
    return Gathering.pick(x.expand(shape).flatten(), 0, places);
  }

  /**
   * {@code x} with the elements of the source, row by row, at the places at which the mask is true.
   *
   * @param mask broadcasts to {@code x}
   * @param source at least as many elements as the mask has true ones
   */
  public static Tensor maskedScatter(Tensor x, Tensor mask, Tensor source) {
    checkMask("maskedScatter", mask);
    Tape.checkOneDevice("maskedScatter", new Tensor[] {x, mask, source});
    Scattering.checkSource("maskedScatter", x, source);
    Shape shape = Shape.broadcast(x.shape(), mask.shape());
    Tensor whole = mask.expand(shape);
    int[] order = new int[shape.size()];
    int n = 0;
    for (int place : Indices.trues(whole)) {
      order[place] = n++;
    }
    if (n > source.size()) {
      throw new ShapeException(
          "maskedScatter: the mask is true " + n + " times, and the source of shape " + source.shape() + " has "
              + source.size() + " elements");
    }
    if (n == 0) {
      return x.expand(shape).copy();
    }
    Tensor spread = Gathering.pick(source.flatten(), 0, Indices.of(order, x.backend()));
    return Tensor.where(whole, spread.reshape(shape.toArray()), x);
  }

  /** The indices of the elements that are not 0, a row each, row by row: int64 {@code [n, rank]}. */
  public static Tensor nonzero(Tensor x) {
    int[] places = Indices.trues(x.detach().to(DType.BOOL));
    int rank = x.shape().rank();
    int[] strides = x.shape().rowMajorStrides();
    int[] indices = new int[places.length * rank];
    for (int i = 0; i < places.length; i++) {
      int rest = places[i];
      for (int axis = 0; axis < rank; axis++) {
        indices[i * rank + axis] = rest / strides[axis];
        rest %= strides[axis];
      }
    }
    return Indices.of(indices, x.backend()).to(DType.INT64).reshape(places.length, rank);
  }

  /** For each class a last axis with 1 at the class and 0 elsewhere, int64. */
  public static Tensor oneHot(Tensor classes, int count) {
    Tensor checked = Indices.checked("oneHot", Shape.of(count), 0, classes);
    int[] sizes = Arrays.copyOf(classes.shape().toArray(), classes.shape().rank() + 1);
    sizes[classes.shape().rank()] = 1;
    return checked.reshape(sizes).eq(Indices.count(count, classes.backend())).to(DType.INT64);
  }
}
