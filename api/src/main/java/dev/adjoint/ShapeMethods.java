package dev.adjoint;

import dev.adjoint.ops.Reshaping;
import dev.adjoint.ops.Views;
import java.util.Arrays;

/** The methods of a tensor that show the same elements otherwise. */
abstract sealed class ShapeMethods extends ProductMethods permits WindowMethods {
  /** The sizes along the axes. */
  public abstract Shape shape();

  /** The same elements in another shape; one size may be -1. A view where strides can show it, else a copy. */
  public Tensor reshape(int... sizes) {
    return Views.reshape(self(), sizes);
  }

  /** All elements along one axis. */
  public Tensor flatten() {
    return Views.reshape(self(), shape().size());
  }

  /** The axes from {@code start} to {@code end}, both included, as one. */
  public Tensor flatten(int start, int end) {
    return Reshaping.flatten(self(), start, end);
  }

  /** One axis as several, whose sizes multiply to its own; one of them may be -1. */
  public Tensor unflatten(int axis, int... sizes) {
    return Reshaping.unflatten(self(), axis, sizes);
  }

  /** {@link #transpose}, by NumPy's name. */
  public Tensor swapaxes(int a, int b) {
    return transpose(a, b);
  }

  /** Two axes exchanged. */
  public Tensor transpose(int a, int b) {
    int[] order = new int[shape().rank()];
    Arrays.setAll(order, i -> i);
    int x = shape().axis(a);
    int y = shape().axis(b);
    if (order.length > 0) {
      order[x] = y;
      order[y] = x;
    }
    return Views.permute(self(), order);
  }

  /** The transpose of a matrix. */
  public Tensor t() {
    if (shape().rank() != 2) {
      throw new ShapeException(
          "t() transposes a matrix; given the shape " + shape() + ". Use transpose(a, b) or permute(axes)");
    }
    return Views.permute(self(), 1, 0);
  }

  /** The axes in another order: axis {@code i} of the result is axis {@code axes[i]} of this one. */
  public Tensor permute(int... axes) {
    return Views.permute(self(), axes);
  }

  /** The axis {@code from} at the place {@code to}; the others keep their order. */
  public Tensor movedim(int from, int to) {
    return Reshaping.movedim(self(), new int[] {from}, new int[] {to});
  }

  /** Several axes at other places; the others keep their order. */
  public Tensor movedim(int[] from, int[] to) {
    return Reshaping.movedim(self(), from, to);
  }

  /** Stretched to a shape that this one broadcasts to; -1 stands for the size that the axis has. */
  public Tensor expand(int... sizes) {
    return Views.expand(self(), sizes);
  }

  /** Stretched to a shape that this one broadcasts to. */
  public Tensor expand(Shape shape) {
    return Views.expand(self(), shape);
  }

  /** {@link #expand(int...)}, by NumPy's name. */
  public Tensor broadcastTo(int... sizes) {
    return expand(sizes);
  }

  /** {@link #expand(Shape)}, by NumPy's name. */
  public Tensor broadcastTo(Shape shape) {
    return expand(shape);
  }

  /** Without those of the given axes that have size 1; without all such axes where none is given. */
  public Tensor squeeze(int... axes) {
    return Reshaping.squeeze(self(), axes);
  }

  /** With a new axis of size 1 at a position from 0 to the rank, or from the end: -1 is last. */
  public Tensor unsqueeze(int axis) {
    return Reshaping.unsqueeze(self(), axis);
  }

  /** With one axis at least. */
  public Tensor atleast1d() {
    return shape().rank() == 0 ? unsqueeze(0) : self();
  }

  /** With two axes at least: a vector becomes a row. */
  public Tensor atleast2d() {
    return shape().rank() < 2 ? atleast1d().unsqueeze(0) : self();
  }

  /** With three axes at least: a matrix gets a last one. */
  public Tensor atleast3d() {
    return shape().rank() < 3 ? atleast2d().unsqueeze(-1) : self();
  }

  /** The whole tensor several times along each axis; more numbers than axes make new axes in front. A copy. */
  public Tensor repeat(int... times) {
    return Reshaping.repeat(self(), times);
  }

  /** {@link #repeat}, where fewer numbers than axes are for the last axes. */
  public Tensor tile(int... times) {
    return Reshaping.tile(self(), times);
  }

  /** Each index along an axis several times in a row. */
  public Tensor repeatInterleave(int axis, int times) {
    return Reshaping.repeatInterleave(self(), axis, times);
  }

  /** Each index along an axis as often as int32 or int64 counts say, one for each. */
  public Tensor repeatInterleave(int axis, Tensor counts) {
    return Reshaping.repeatInterleave(self(), axis, counts);
  }

  /** Everything moved on by a number of elements, row by row; what leaves at the end comes in at the start. */
  public Tensor roll(int shift) {
    return Reshaping.roll(flatten(), new int[] {shift}, new int[] {0}).reshape(shape().toArray());
  }

  /** Everything moved along an axis; what leaves at one end comes in at the other. */
  public Tensor roll(int axis, int shift) {
    return Reshaping.roll(self(), new int[] {shift}, new int[] {axis});
  }

  /** Everything moved along axes, each by its shift. */
  public Tensor roll(int[] axes, int[] shifts) {
    return Reshaping.roll(self(), shifts, axes);
  }

  /** Turned by 90 degrees, {@code times} times, from one axis towards another. */
  public Tensor rot90(int times, int from, int to) {
    return Reshaping.rot90(self(), times, from, to);
  }

  /** The lower triangle of the last two axes, 0 above. */
  public Tensor tril() {
    return Reshaping.tril(self(), 0);
  }

  /** The elements on or below a diagonal of the last two axes; 1 is the one above the main diagonal. */
  public Tensor tril(int diagonal) {
    return Reshaping.tril(self(), diagonal);
  }

  /** The upper triangle of the last two axes, 0 below. */
  public Tensor triu() {
    return Reshaping.triu(self(), 0);
  }

  /** The elements on or above a diagonal of the last two axes; 1 is the one above the main diagonal. */
  public Tensor triu(int diagonal) {
    return Reshaping.triu(self(), diagonal);
  }

  /** A vector as the diagonal of a matrix of zeros; of a matrix its diagonal, copied. */
  public Tensor diag() {
    return Reshaping.diag(self(), 0);
  }

  /** {@link #diag()} for another diagonal; 1 is the one above the main diagonal. */
  public Tensor diag(int offset) {
    return Reshaping.diag(self(), offset);
  }

  /** The last axis as the diagonal of two last axes of zeros. */
  public Tensor diagEmbed() {
    return Reshaping.diagEmbed(self(), 0);
  }

  /** {@link #diagEmbed()} for another diagonal; 1 is the one above the main diagonal. */
  public Tensor diagEmbed(int offset) {
    return Reshaping.diagEmbed(self(), offset);
  }
}
