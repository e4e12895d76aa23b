package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parts of a tensor that strides can show, without a copy. The gradient of a part is zeros with the part in its place. */
public final class Windows {
  private Windows() {}

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
    return range(x, "narrow", a, start, length, 1);
  }

  /**
   * Every {@code step}-th index along an axis, from {@code start} up to, without, {@code end}. As in Python, negative bounds
   * count from the end, and bounds outside of the axis are moved to its ends.
   *
   * @param start null for the first
   * @param end null for the axis's size
   */
  public static Tensor slice(Tensor x, int axis, @Nullable Integer start, @Nullable Integer end, int step) {
    int a = x.shape().axis(axis);
    if (x.shape().rank() == 0) {
      throw new ShapeException("A 0-d tensor has no axis to slice");
    }
    if (step < 1) {
      throw new ShapeException("The step of a slice is at least 1; given " + step + ". Use flip(axis) for the reverse order");
    }
    int size = x.shape().size(a);
    int from = start == null ? 0 : bound(start, size);
    int to = end == null ? size : bound(end, size);
    int length = to <= from ? 0 : (to - from - 1) / step + 1;
    return range(x, "slice", a, length == 0 ? 0 : from, length, step);
  }

  private static int bound(int index, int size) {
    return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
  }

  private static Tensor range(Tensor x, String name, int axis, int start, int length, int step) {
    if (start == 0 && step == 1 && length == x.shape().size(axis)) {
      return x;
    }
    return Tape.apply(new Window(name, x.shape(), whole -> {
      int[] sizes = whole.shape().toArray();
      int[] strides = whole.strides();
      int offset = whole.offset() + start * strides[axis];
      sizes[axis] = length;
      strides[axis] *= step;
      return part(whole, Shape.of(sizes), strides, offset);
    }), x);
  }

  /** One index along an axis, which is dropped; -1 is the last index. */
  public static Tensor select(Tensor x, int axis, int index) {
    int a = x.shape().axis(axis);
    if (x.shape().rank() == 0) {
      throw new ShapeException("A 0-d tensor has no axis to index; item() is its only element");
    }
    int size = x.shape().size(a);
    if (index < -size || index >= size) {
      throw new ShapeException(
          "select: index " + index + " along axis " + axis + " of size " + size + " is out of range (shape " + x.shape() + ")");
    }
    int at = index < 0 ? index + size : index;
    return Tape.apply(new Window("select", x.shape(), whole -> {
      int[] strides = whole.strides();
      return part(
          whole, Shape.of(without(whole.shape().toArray(), a)), without(strides, a), whole.offset() + at * strides[a]);
    }), x);
  }

  /**
   * The elements whose indices along two axes differ by an offset, as a last axis in place of the two.
   *
   * @param offset above the main diagonal, or below it where negative
   */
  public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
    int rows = x.shape().axis(axis1);
    int columns = x.shape().axis(axis2);
    if (x.shape().rank() < 2 || rows == columns) {
      throw new ShapeException(
          "diagonal takes two different axes; given " + axis1 + " and " + axis2 + " of the shape " + x.shape());
    }
    return Tape.apply(diagonal(x.shape(), offset, rows, columns), x);
  }

  /** Zeros of a shape, with the elements of a tensor on a diagonal of the last two axes. */
  static Tensor onDiagonal(Tensor x, Shape whole, int offset) {
    return Tape.apply(new Embed(diagonal(whole, offset, whole.rank() - 2, whole.rank() - 1)), x);
  }

  private static Window diagonal(Shape from, int offset, int rows, int columns) {
    int down = Math.clamp(-(long) offset, 0, from.size(rows));
    int right = Math.clamp(offset, 0, from.size(columns));
    int length = Math.max(0, Math.min(from.size(rows) - down, from.size(columns) - right));
    return new Window("diagonal", from, whole -> {
      int[] strides = whole.strides();
      int[] sizes = without(whole.shape().toArray(), rows, columns);
      int[] rest = without(strides, rows, columns);
      int first = whole.offset() + down * strides[rows] + right * strides[columns];
      return part(whole, Shape.of(with(sizes, length)), with(rest, strides[rows] + strides[columns]), first);
    });
  }

  /**
   * All runs of {@code size} neighbours along an axis, each {@code step} after the one before, as a last axis; the axis
   * itself counts the runs. Runs may overlap: their gradients add up.
   */
  public static Tensor unfold(Tensor x, int axis, int size, int step) {
    int a = x.shape().axis(axis);
    Tensor from = x.shape().rank() == 0 ? Views.reshape(x, 1) : x;
    int available = from.shape().size(a);
    if (size < 0 || size > available || step < 1) {
      throw new ShapeException(
          "unfold of axis " + axis + " of size " + available + " (shape " + x.shape() + ") in runs of " + size + ", step "
              + step
              + ": expected runs of 0 to " + available + " and a step of at least 1");
    }
    Tensor runs = Tape.apply(new Window("unfold", from.shape(), whole -> {
      int[] sizes = whole.shape().toArray();
      int[] strides = whole.strides();
      int stride = strides[a];
      sizes[a] = (available - size) / step + 1;
      strides[a] *= step;
      return part(whole, Shape.of(with(sizes, size)), with(strides, stride), whole.offset());
    }), from);
    return x.shape().rank() == 0 ? select(runs, 0, 0) : runs;
  }

  /** Zeros of a shape with a tensor in it, whose first element is at given coordinates. */
  static Tensor embed(Tensor x, Shape whole, int[] starts) {
    Shape sizes = x.shape();
    return Tape.apply(new Embed(new Window("crop", whole, v -> {
      int offset = v.offset();
      for (int i = 0; i < starts.length; i++) {
        offset += starts[i] * v.stride(i);
      }
      return part(v, sizes, v.strides(), offset);
    })), x);
  }

  private static int[] with(int[] values, int last) {
    int[] out = Arrays.copyOf(values, values.length + 1);
    out[values.length] = last;
    return out;
  }

  private static int[] without(int[] values, int... places) {
    int[] out = new int[values.length - places.length];
    for (int i = 0, n = 0; i < values.length; i++) {
      int place = i;
      if (Arrays.stream(places).noneMatch(p -> p == place)) {
        out[n++] = values[i];
      }
    }
    return out;
  }

  /** A view whose first element is at an offset; a view of no element stays where it is, as there need be no such place. */
  private static View part(View whole, Shape shape, int[] strides, int offset) {
    return new View(whole.buffer(), shape, strides, shape.size() == 0 ? whole.offset() : offset);
  }

  /** Where a part's elements lie, given where the whole's do. */
  @FunctionalInterface
  private interface Look {
    View at(View whole);
  }

  private static final class Window extends Linear {
    private final String name;
    private final Shape from;
    private final Look look;

    Window(String name, Shape from, Look look) {
      this.name = name;
      this.from = from;
      this.look = look;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return Tensor.viewOf(inputs[0], look.at(inputs[0].view()));
    }

    @Override
    protected View partOf(View whole) {
      return look.at(whole);
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(new Embed(this), gradient);
    }
  }

  /** Zeros with the input in the place of a window, added up where the window shows an element more than once. */
  private static final class Embed extends Linear {
    private final Window window;

    Embed(Window window) {
      this.window = window;
    }

    @Override
    public String name() {
      return "embed";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor part = inputs[0].detach();
      Tensor out = Tensor.zeros(window.from, part.dtype(), part.backend());
      View place = window.look.at(out.view());
      if (place.repeats()) {
        Tensor places = Views.reshape(Indices.count(window.from.size(), out.backend()), window.from.toArray());
        places = Tensor.viewOf(places, window.look.at(places.view())).flatten();
        return out.flatten().scatterAdd(0, places, part.flatten()).reshape(window.from.toArray());
      }
      Tensor.viewOf(out, place).assign(part);
      return out;
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(window, gradient);
    }
  }

  /** The indices along the given axes in reverse order; a 0-d tensor is its own reverse. */
  public static Tensor flip(Tensor x, int... axes) {
    boolean[] flipped = new boolean[Math.max(1, x.shape().rank())];
    for (int axis : axes) {
      int a = x.shape().axis(axis);
      if (flipped[a]) {
        throw new ShapeException("flip of axis " + axis + " twice: " + Arrays.toString(axes) + " of the shape " + x.shape());
      }
      flipped[a] = true;
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
      return Tensor.viewOf(inputs[0], part(v, v.shape(), strides, offset));
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return Tape.apply(this, gradient);
    }
  }
}
