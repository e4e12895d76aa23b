package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** Other ways to see the same elements: no element is copied, and each gradient is again a view, a sum or a placement. */
public final class Views {
  private Views() {}

  /**
   * The same elements, in row-major order, in another shape. A copy where the elements do not lie row by row.
   *
   * @param sizes one of them may be -1: as many as are left
   */
  public static Tensor reshape(Tensor x, int... sizes) {
    Shape shape = resolve(x.shape(), sizes);
    if (shape.equals(x.shape())) {
      return x;
    }
    return Tape.apply(new Reshape(x.shape(), shape), x.contiguous());
  }

  private static Shape resolve(Shape from, int[] sizes) {
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
    if (Arrays.stream(out).anyMatch(s -> s < 0) || Shape.of(out).size() != from.size()) {
      throw new ShapeException(
          "A tensor of shape " + from + " with " + from.size() + " elements cannot be reshaped to " + Arrays.toString(sizes));
    }
    return Shape.of(out);
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
      View v = inputs[0].contiguous().view();
      return Tensor.viewOf(inputs[0].contiguous(), new View(v.buffer(), to, to.rowMajorStrides(), v.offset()));
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

  /** A range of indices along one axis. */
  public static Tensor narrow(Tensor x, int axis, int start, int length) {
    int a = x.shape().axis(axis);
    if (x.shape().rank() == 0) {
      throw new ShapeException("A 0-d tensor has no axis to narrow");
    }
    int size = x.shape().size(a);
    if (start < 0 || length < 0 || start > size - length) {
      throw new ShapeException(
          "narrow of axis " + axis + " to [" + start + ", " + ((long) start + length) + ") is outside of its size " + size
              + " (shape " + x.shape() + ")");
    }
    return start == 0 && length == size ? x : Tape.apply(new Narrow(new Range(a, start, length, size)), x);
  }

  /** A view whose first element is at an offset; a view of no element stays where it is, as there need be no such place. */
  private static Tensor part(Tensor x, Shape shape, int[] strides, int offset) {
    View v = x.view();
    return Tensor.viewOf(x, new View(v.buffer(), shape, strides, shape.size() == 0 ? v.offset() : offset));
  }

  /** Indices along an axis of a given size. */
  private record Range(int axis, int start, int length, int size) {
    Tensor of(Tensor whole) {
      return narrow(whole, axis, start, length);
    }
  }

  private static final class Narrow extends Linear {
    private final Range range;

    Narrow(Range range) {
      this.range = range;
    }

    @Override
    public String name() {
      return "narrow";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      View v = inputs[0].view();
      int[] sizes = v.shape().toArray();
      sizes[range.axis] = range.length;
      return part(inputs[0], Shape.of(sizes), v.strides(), v.offset() + range.start * v.stride(range.axis));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(new Embed(range), gradient);
    }
  }

  /** Zeros with the input at a range of indices along one axis: the transpose of {@link Narrow}. */
  private static final class Embed extends Linear {
    private final Range range;

    Embed(Range range) {
      this.range = range;
    }

    @Override
    public String name() {
      return "embed";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      int[] sizes = inputs[0].shape().toArray();
      sizes[range.axis] = range.size;
      Tensor out = Tensor.zeros(Shape.of(sizes), inputs[0].dtype(), inputs[0].backend());
      range.of(out).assign(inputs[0].detach());
      return out;
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return range.of(gradient);
    }
  }

  /** The indices along the given axes in reverse order; a 0-d tensor is its own reverse. */
  public static Tensor flip(Tensor x, int... axes) {
    boolean[] flipped = new boolean[Math.max(1, x.shape().rank())];
    for (int axis : axes) {
      flipped[x.shape().axis(axis)] = true;
    }
    return x.shape().rank() == 0 ? x : Tape.apply(new Flip(flipped), x);
  }

  private static final class Flip extends Linear {
    private final boolean[] flipped;

    Flip(boolean[] flipped) {
      this.flipped = flipped;
    }

    @Override
    public String name() {
      return "flip";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      View v = inputs[0].view();
      int[] strides = v.strides();
      int offset = v.offset();
      for (int i = 0; i < strides.length; i++) {
        if (flipped[i] && v.shape().size(i) > 0) {
          offset += (v.shape().size(i) - 1) * strides[i];
          strides[i] = -strides[i];
        }
      }
      return part(inputs[0], v.shape(), strides, offset);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(this, gradient);
    }
  }
}
