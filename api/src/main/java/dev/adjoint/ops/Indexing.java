package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Picking elements by index, adding them back, and joining tensors. */
public final class Indexing {
  private Indexing() {}

  /**
   * Elements along one axis: {@code out[.., i, ..] = x[.., index[.., i, ..], ..]}.
   *
   * @param index int32 or int64, of the result's shape; along the other axes no longer than {@code x}
   */
  public static Tensor gather(Tensor x, int axis, Tensor index) {
    int a = x.shape().axis(axis);
    checkIndex("gather", x, a, index);
    Tensor from = withAxis(x);
    Tensor at = withAxis(index);
    checkRank("gather", from, a, at);
    Tensor out = Tape.apply(new Gather(a, from.shape()), from, at.to(DType.INT32));
    return index.shape().rank() == 0 ? out.reshape() : out;
  }

  /** A 0-d tensor as one with one axis of size 1. */
  private static Tensor withAxis(Tensor x) {
    return x.shape().rank() == 0 ? x.reshape(1) : x;
  }

  /**
   * Whole slices along one axis: {@code out[.., i, ..] = x[.., index[i], ..]}.
   *
   * @param index int32 or int64, with one axis or 0-d; one number where {@code x} is 0-d
   */
  public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
    int a = x.shape().axis(axis);
    checkIndex("indexSelect", x, a, index);
    checkOneAxis("indexSelect", index);
    if (x.shape().rank() == 0) {
      if (index.shape().size() != 1) {
        throw new ShapeException("indexSelect of a 0-d tensor takes one index; given the shape " + index.shape());
      }
      return indexSelect(x.reshape(1), a, index).reshape();
    }
    return Tape.apply(new Gather(a, x.shape()), x, alongAxis(index.to(DType.INT32), x.shape(), a));
  }

  private static void checkOneAxis(String operation, Tensor index) {
    if (index.shape().rank() > 1) {
      throw new ShapeException(operation + " takes an index with one axis; given the shape " + index.shape());
    }
  }

  private static Tensor alongAxis(Tensor index, Shape shape, int axis) {
    int[] column = new int[shape.rank()];
    Arrays.fill(column, 1);
    column[axis] = index.shape().size();
    int[] sizes = shape.toArray();
    sizes[axis] = index.shape().size();
    return index.reshape(column).expand(Shape.of(sizes));
  }

  /**
   * Adds elements along one axis: {@code out = x}, then {@code out[.., index[.., i, ..], ..] += source[.., i, ..]};
   * duplicates add up.
   *
   * @param index int32 or int64, of the source's shape
   */
  public static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor source) {
    int a = x.shape().axis(axis);
    checkIndex("scatterAdd", x, a, index);
    if (!index.shape().equals(source.shape())) {
      throw new ShapeException(
          "scatterAdd takes one index for each source element; given " + index.shape() + " and " + source.shape());
    }
    Tensor into = withAxis(x);
    Tensor at = withAxis(index);
    checkRank("scatterAdd", into, a, at);
    if (x.dtype() != source.dtype()) {
      throw new DTypeException("scatterAdd of a source " + source.dtype() + " into " + x.dtype() + ": expected the same type");
    }
    Tensor out = Tape.apply(new ScatterAdd(a), into, at.to(DType.INT32), withAxis(source));
    return x.shape().rank() == 0 ? out.reshape() : out;
  }

  /** {@link #scatterAdd} of whole slices. */
  public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor source) {
    int a = x.shape().axis(axis);
    checkIndex("indexAdd", x, a, index);
    checkOneAxis("indexAdd", index);
    Tensor into = withAxis(x);
    Tensor out = scatterAdd(into, a, alongAxis(index, into.shape(), a), withAxis(source));
    return x.shape().rank() == 0 ? out.reshape() : out;
  }

  private static void checkIndex(String operation, Tensor x, int axis, Tensor index) {
    if (!index.dtype().isInteger()) {
      throw new DTypeException(operation + " takes an int32 or int64 index; given " + index.dtype());
    }
    if (index.shape().size() == 0) {
      return;
    }
    int size = x.shape().rank() == 0 ? 1 : x.shape().size(axis);
    long low = index.detach().min().itemAsLong();
    long high = index.detach().max().itemAsLong();
    if (low < 0 || high >= size) {
      throw new ShapeException(
          operation + " along axis " + axis + " of a tensor of shape " + x.shape() + ": index " + (low < 0 ? low : high)
              + " is out of range, " + (size == 0 ? "the axis is empty" : "expected 0 to " + (size - 1)));
    }
  }

  private static void checkRank(String operation, Tensor x, int axis, Tensor index) {
    boolean fits = x.shape().rank() == index.shape().rank();
    for (int i = 0; fits && i < x.shape().rank(); i++) {
      fits = i == axis || index.shape().size(i) <= x.shape().size(i);
    }
    if (!fits) {
      throw new ShapeException(
          operation + " along axis " + axis + ": an index of shape " + index.shape() + " does not fit a tensor of shape "
              + x.shape() + "; expected as many axes, and no more along the other axes");
    }
  }

  private static Tensor zeros(Shape shape, Tensor like) {
    return Tensor.zeros(shape, like.dtype(), like.backend());
  }

  private static final class Gather extends Operation {
    private final int axis;
    private final Shape from;

    Gather(int axis, Shape from) {
      this.axis = axis;
      this.from = from;
    }

    @Override
    public String name() {
      return "gather";
    }

    @Override
    protected boolean isDifferentiable(int input) {
      return input == 0;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tape.checkOneDevice(name(), inputs);
      Backend backend = inputs[0].backend();
      View index = inputs[1].view();
      View out = View.of(backend.allocate(inputs[0].dtype(), index.shape().size()), index.shape());
      backend.gather(inputs[0].view(), index, axis, out);
      return Tensor.wrap(backend, out);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 1;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Tape.apply(new ScatterAdd(axis), zeros(from, gradient), values.input(1), gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : Tape.apply(this, tangent, values.input(1));
    }
  }

  private static final class ScatterAdd extends Operation {
    private final int axis;

    ScatterAdd(int axis) {
      this.axis = axis;
    }

    @Override
    public String name() {
      return "scatter_add";
    }

    @Override
    protected boolean isDifferentiable(int input) {
      return input != 1;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tape.checkOneDevice(name(), inputs);
      DType type = inputs[0].dtype();
      Tensor into = inputs[0].detach();
      Tensor out = type.isHalf() ? into.to(type.computed()) : into.copy();
      out.backend().scatterAdd(out.view(), inputs[1].view(), axis, InFloat32.view(inputs[2]));
      return out.to(type);
    }

    @Override
    protected boolean reads(int input, int other) {
      return input == 2 && other == 1;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return input == 0 ? gradient : Tape.apply(new Gather(axis, gradient.shape()), gradient, values.input(1));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor source = tangents[2];
      Tensor into = tangents[0] == null ? zeros(values.input(0).shape(), values.input(0)) : tangents[0];
      return source == null ? into : Tape.apply(this, into, values.input(1), source);
    }
  }

  /** The tensors one after the other along an axis. */
  public static Tensor concat(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new ShapeException("concat takes at least one tensor");
    }
    Shape first = parts[0].shape();
    int a = first.axis(axis);
    DType common = parts[0].dtype();
    long total = 0;
    for (Tensor part : parts) {
      boolean fits = part.shape().rank() == first.rank() && first.rank() > 0;
      for (int i = 0; fits && i < first.rank(); i++) {
        fits = i == a || part.shape().size(i) == first.size(i);
      }
      if (!fits) {
        throw new ShapeException(
            "concat along axis " + axis + " of shapes " + Arrays.toString(Arrays.stream(parts).map(Tensor::shape).toArray())
                + ": expected the same sizes along the other axes");
      }
      common = DType.promote(common, part.dtype());
      total += part.shape().size(a);
    }
    if (total > Integer.MAX_VALUE) {
      throw new ShapeException(
          "concat along axis " + axis + " makes " + total + " entries of it; an axis has at most " + Integer.MAX_VALUE);
    }
    Tensor[] same = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      same[i] = parts[i].to(common);
    }
    int[] sizes = first.toArray();
    sizes[a] = (int) total;
    return Tape.apply(new Concat(a, Shape.of(sizes), lengths(same, a)), same);
  }

  private static int[] lengths(Tensor[] parts, int axis) {
    return Arrays.stream(parts).mapToInt(part -> part.shape().size(axis)).toArray();
  }

  private static final class Concat extends Operation {
    private final int axis;
    private final Shape shape;
    private final int[] lengths;

    Concat(int axis, Shape shape, int[] lengths) {
      this.axis = axis;
      this.shape = shape;
      this.lengths = lengths;
    }

    @Override
    public String name() {
      return "concat";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tape.checkOneDevice(name(), inputs);
      Backend backend = inputs[0].backend();
      Tensor out = Tensor.wrap(backend, View.of(backend.allocate(inputs[0].dtype(), shape.size()), shape));
      for (int i = 0, at = 0; i < inputs.length; at += lengths[i++]) {
        Views.narrow(out, axis, at, lengths[i]).assign(inputs[i].detach());
      }
      return out;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      int start = Arrays.stream(lengths, 0, input).sum();
      return Views.narrow(gradient, axis, start, lengths[input]);
    }

    @Override
    protected Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor[] parts = new Tensor[tangents.length];
      for (int i = 0; i < parts.length; i++) {
        Tensor tangent = tangents[i];
        parts[i] = tangent != null ? tangent : zeros(values.input(i).shape(), values.input(i));
      }
      return Tape.apply(this, parts);
    }
  }
}
