package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Other ways to see the same elements: no element is copied, and each gradient is again a view, a sum or a placement. */
public final class Views {
  private Views() {}

  /**
   * The same elements, in row-major order, in another shape. A copy where no strides could show them so.
   *
   * @param sizes one of them may be -1: as many as are left
   */
  public static Tensor reshape(Tensor x, int... sizes) {
    Shape shape = resolve(x.shape(), sizes);
    if (shape.equals(x.shape())) {
      return x;
    }
    return Tape.apply(new Reshape(x.shape(), shape), strides(x.view(), shape) == null ? x.contiguous() : x);
  }

  /** The strides that show a view's elements, row by row, in another shape; null if there are none. */
  private static int @Nullable [] strides(View view, Shape to) {
    if (view.isContiguous()) {
      return to.rowMajorStrides();
    }
    // Axes of the view that lie row by row within each other make a block, which whole axes of the result must fill.
    Shape from = view.shape();
    int[] strides = new int[to.rank()];
    int axis = to.rank() - 1;
    int step = view.stride(from.rank() - 1);
    int block = 1;
    int filled = 1;
    for (int i = from.rank() - 1; i >= 0; i--) {
      block *= from.size(i);
      if (i == 0 || from.size(i - 1) != 1 && view.stride(i - 1) != block * step) {
        while (axis >= 0 && (filled < block || to.size(axis) == 1)) {
          strides[axis] = filled * step;
          filled *= to.size(axis--);
        }
        if (filled != block) {
          return null;
        }
        step = i == 0 ? 0 : view.stride(i - 1);
        block = 1;
        filled = 1;
      }
    }
    return axis < 0 ? strides : null;
  }

  /** Sizes for as many elements as a shape has; one of them may be -1. */
  static Shape resolve(Shape from, int[] sizes) {
    int[] out = sizes.clone();
    int open = -1;
    int known = 1;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= out[i];
      }
    }
    if (open >= 0 && known != 0) {
      out[open] = from.size() / known;
    }
    boolean negative = false;
    for (int size : out) {
      negative |= size < 0;
    }
    Shape to = negative ? from : Shape.of(out);
    if (negative || to.size() != from.size()) {
      throw new ShapeException(
          "A tensor of shape " + from + " with " + from.size() + " elements cannot be reshaped to " + Arrays.toString(sizes));
    }
    return to;
  }

  private static final class Reshape extends Linear {
    private final Shape from;
    private final Shape to;

    Reshape(Shape from, Shape to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public String name() {
      return "reshape";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      View v = inputs[0].view();
      int[] strides = strides(v, to);
      if (strides == null) {
        throw new IllegalStateException("Nothing shows " + v + " as " + to);
      }
      return Tensor.viewOf(inputs[0], new View(v.buffer(), to, strides, v.offset()));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return reshape(gradient, from.toArray());
    }
  }

  /**
   * The axes in another order.
   *
   * @param axes for each axis of the result, which axis of {@code x} it is
   */
  public static Tensor permute(Tensor x, int... axes) {
    int[] order = new int[axes.length];
    boolean[] used = new boolean[x.shape().rank()];
    boolean valid = axes.length == used.length;
    for (int i = 0; i < axes.length && valid; i++) {
      order[i] = x.shape().axis(axes[i]);
      valid = !used[order[i]];
      used[order[i]] = true;
    }
    if (!valid) {
      throw new ShapeException(
          "permute of a tensor of shape " + x.shape() + " takes each of its " + x.shape().rank() + " axes once; given "
              + Arrays.toString(axes));
    }
    return Tape.apply(new Permute(order), x);
  }

  private static final class Permute extends Linear {
    private final int[] order;

    Permute(int[] order) {
      this.order = order;
    }

    @Override
    public String name() {
      return "permute";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      View v = inputs[0].view();
      int[] sizes = new int[order.length];
      int[] strides = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        sizes[i] = v.shape().size(order[i]);
        strides[i] = v.stride(order[i]);
      }
      return Tensor.viewOf(inputs[0], new View(v.buffer(), Shape.of(sizes), strides, v.offset()));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      int[] back = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        back[order[i]] = i;
      }
      return Tape.apply(new Permute(back), gradient);
    }
  }

  /** The tensor stretched to a shape that it broadcasts to; -1 stands for the size that the axis has. */
  public static Tensor expand(Tensor x, int... sizes) {
    int[] out = sizes.clone();
    int added = sizes.length - x.shape().rank();
    for (int i = Math.max(0, added); i < out.length; i++) {
      out[i] = out[i] == -1 ? x.shape().size(i - added) : out[i];
    }
    return expand(x, Shape.of(out));
  }

  /** The tensor stretched to a shape that it broadcasts to. */
  public static Tensor expand(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (!x.shape().broadcastsTo(shape)) {
      throw new ShapeException("A tensor of shape " + x.shape() + " does not broadcast to " + shape);
    }
    return Tape.apply(new Expand(x.shape(), shape), x);
  }

  private static final class Expand extends Linear {
    private final Shape from;
    private final Shape to;

    Expand(Shape from, Shape to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public String name() {
      return "expand";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Tensor.viewOf(inputs[0], inputs[0].view().broadcastTo(to));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Reduce.sumTo(gradient, from);
    }
  }
}
