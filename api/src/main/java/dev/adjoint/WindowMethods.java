package dev.adjoint;

import dev.adjoint.ops.Joining;
import dev.adjoint.ops.Padding;
import dev.adjoint.ops.Windows;
import java.util.List;

/** The methods of a tensor that show parts of it, take it apart and make it longer. */
abstract sealed class WindowMethods extends ShapeMethods permits IndexMethods {
  // ---- Parts: views ----

  /** The indices {@code start} to {@code start + length - 1} along an axis. */
  public Tensor narrow(int axis, int start, int length) {
    return Windows.narrow(self(), axis, start, length);
  }

  /** The indices from {@code start} up to, without, {@code end}; negative ones count from the end, as in Python. */
  public Tensor slice(int axis, int start, int end) {
    return Windows.slice(self(), axis, start, end, 1);
  }

  /** Every {@code step}-th index from {@code start} up to, without, {@code end}. */
  public Tensor slice(int axis, int start, int end, int step) {
    return Windows.slice(self(), axis, start, end, step);
  }

  /** One index along an axis, which is dropped; -1 is the last index. */
  public Tensor select(int axis, int index) {
    return Windows.select(self(), axis, index);
  }

  /** The indices along the axes in reverse order. */
  public Tensor flip(int... axes) {
    return Windows.flip(self(), axes);
  }

  /** The diagonal of the first two axes, as a last axis. */
  public Tensor diagonal() {
    return Windows.diagonal(self(), 0, 0, 1);
  }

  /**
   * A diagonal of two axes, as a last axis in their place.
   *
   * @param offset how far above the main diagonal; below it where negative
   */
  public Tensor diagonal(int offset, int axis1, int axis2) {
    return Windows.diagonal(self(), offset, axis1, axis2);
  }

  /**
   * All runs of {@code size} neighbours along an axis, as a last axis; the axis itself counts the runs, each {@code step} after
   * the one before. Runs that overlap share elements, and cannot be changed in place.
   */
  public Tensor unfold(int axis, int size, int step) {
    return Windows.unfold(self(), axis, size, step);
  }

  /** Pieces of one length along an axis; the last one may be shorter. */
  public List<Tensor> split(int axis, int length) {
    return Joining.split(self(), axis, length);
  }

  /** Pieces of the given lengths along an axis, which add up to its size. */
  public List<Tensor> split(int axis, int[] lengths) {
    return Joining.split(self(), axis, lengths);
  }

  /** At most {@code count} pieces of one length along an axis; the last one may be shorter. */
  public List<Tensor> chunk(int axis, int count) {
    return Joining.chunk(self(), axis, count);
  }

  /** {@code count} pieces along an axis, as equally long as they can be. */
  public List<Tensor> tensorSplit(int axis, int count) {
    return Joining.tensorSplit(self(), axis, count);
  }

  /** The pieces along an axis between the given indices. */
  public List<Tensor> tensorSplit(int axis, int[] at) {
    return Joining.tensorSplit(self(), axis, at);
  }

  /** The slices along an axis, which is dropped. */
  public List<Tensor> unbind(int axis) {
    return Joining.unbind(self(), axis);
  }

  // ---- Longer ----

  /**
   * Zeros at the ends of axes.
   *
   * @param pads how many before and after along the last axis, then along the one in front of it, and so on; a negative number
   *     takes elements away
   */
  public Tensor pad(int... pads) {
    return Padding.constant(self(), 0, pads);
  }

  /** A number at the ends of axes; {@code pads} as for {@link #pad}. */
  public Tensor padConstant(double value, int... pads) {
    return Padding.constant(self(), value, pads);
  }

  /** The elements at the ends of axes mirrored, the end ones not repeated; {@code pads} as for {@link #pad}. */
  public Tensor padReflect(int... pads) {
    return Padding.reflect(self(), pads);
  }

  /** The end ones of axes repeated; {@code pads} as for {@link #pad}. */
  public Tensor padReplicate(int... pads) {
    return Padding.replicate(self(), pads);
  }

  /** The elements from the other ends of axes; {@code pads} as for {@link #pad}. */
  public Tensor padCircular(int... pads) {
    return Padding.circular(self(), pads);
  }
}
