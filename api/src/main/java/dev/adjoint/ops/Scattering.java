package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Placing elements by index. Where an element is overwritten more than once, the last source in row-by-row order wins, and
 * alone gets a gradient.
 */
public final class Scattering {
  private Scattering() {}

  /**
   * Adds elements along one axis: {@code out = x}, then {@code out[.., index[.., i, ..], ..] += source[.., i, ..]};
   * duplicates add up.
   *
   * @param index int32 or int64; along the other axes no longer than {@code x}
   * @param source of the index's shape, or larger: the rest is not read
   */
  public static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor source) {
    Target target = new Target("scatterAdd", x, axis, index, source);
    return target.result(add(target.into, target.axis, target.at, target.source));
  }

  /** {@link #scatterAdd} by an int32 index that was checked. */
  static Tensor add(Tensor x, int axis, Tensor index, Tensor source) {
    return Tape.apply(new ScatterAdd(axis), x, index, source);
  }

  /** {@link #scatterAdd} of whole slices. */
  public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor source) {
    Slices slices = new Slices("indexAdd", x, axis, index, source);
    return slices.result(
        add(slices.into, slices.axis, Indices.alongAxis(slices.at, slices.into.shape(), slices.axis), slices.source));
  }

  /** {@code out = x}, then {@code out[.., index[.., i, ..], ..] = source[.., i, ..]}. */
  public static Tensor scatter(Tensor x, int axis, Tensor index, Tensor source) {
    Target target = new Target("scatter", x, axis, index, source);
    Tensor at = Gathering.pick(Indices.places(target.into.shape(), x.backend()), target.axis, target.at);
    return place(x, at, target.source);
  }

  /** {@code out = x}, then {@code out[.., index[.., i, ..], ..] = value}. */
  public static Tensor scatter(Tensor x, int axis, Tensor index, double value) {
    Target target = new Target("scatter", x, axis, index, null);
    Tensor zeros = Tensor.zeros(target.into.shape(), DType.INT32, x.backend());
    Tensor hits = add(zeros, target.axis, target.at, Tensor.onesLike(target.at));
    return Tensor.where(target.result(hits).gt(0), Indices.number("scatter", value, x), x);
  }

  /** Writes elements into the flattened tensor, at indices that were checked. */
  static Tensor place(Tensor x, Tensor at, Tensor source) {
    return placeSlices(x.flatten(), 0, at.flatten(), source.flatten()).reshape(x.shape().toArray());
  }

  /** {@code out = x}, then {@code out[.., index[i], ..] = source[.., i, ..]}. */
  public static Tensor indexCopy(Tensor x, int axis, Tensor index, Tensor source) {
    Slices slices = new Slices("indexCopy", x, axis, index, source);
    return slices.result(placeSlices(slices.into, slices.axis, slices.at, slices.source));
  }

  private static Tensor placeSlices(Tensor x, int axis, Tensor index, Tensor source) {
    Tape.checkOneDevice("placing", new Tensor[] {x, index, source});
    if (index.size() == 0) {
      return x.copy();
    }
    Tensor writer = lastWriter(index, x.shape().size(axis));
    Tensor chosen = Gathering.pickSlices(source, axis, writer.clamp(0, index.size() - 1));
    return Tensor.where(Indices.column(writer.ge(0), x.shape().rank(), axis), chosen, x);
  }

  /** For each of n places the last one in the index that is it; -1 where there is none. */
  private static Tensor lastWriter(Tensor index, int n) {
    Tensor none = Tensor.zeros(Shape.of(n), DType.INT32, index.backend());
    Tensor flat = index.reshape(index.size());
    if (add(none, 0, flat, Tensor.onesLike(flat)).max().itemAsLong() <= 1) {
      return add(none, 0, flat, Indices.count(flat.size(), index.backend()).add(1)).sub(1);
    }
    int[] writers = new int[n];
    Arrays.fill(writers, -1);
    int[] places = flat.toIntArray();
    for (int i = 0; i < places.length; i++) {
      writers[places[i]] = i;
    }
    return Indices.of(writers, index.backend());
  }

  /** One number, given as a 0-d tensor of the same type, in whole slices. */
  public static Tensor indexFill(Tensor x, int axis, Tensor index, Tensor value) {
    if (value.shape().rank() > 0) {
      throw new ShapeException("indexFill takes a number or a 0-d tensor; given the shape " + value.shape());
    }
    Slices slices = new Slices("indexFill", x, axis, index, null);
    Tensor none = Tensor.zeros(Shape.of(slices.into.shape().size(slices.axis)), DType.INT32, x.backend());
    Tensor hit = add(none, 0, slices.at.flatten(), Tensor.onesLike(slices.at.flatten())).gt(0);
    Tensor mask = Indices.column(hit, slices.into.shape().rank(), slices.axis);
    return slices.result(Tensor.where(mask, Masking.sameType("indexFill", x, value), slices.into));
  }

  /** One number in whole slices. */
  public static Tensor indexFill(Tensor x, int axis, Tensor index, double value) {
    return indexFill(x, axis, index, Indices.number("indexFill", value, x));
  }

  static void checkSource(String operation, Tensor x, Tensor source) {
    if (x.dtype() != source.dtype()) {
      throw new DTypeException(
          operation + " of a source " + source.dtype() + " into " + x.dtype() + ": expected the same type");
    }
  }

  /** What is written into, where, and what, along an axis: checked, and with an axis where they were 0-d. */
  static final class Target {
    final Tensor x;
    final Tensor into;
    final int axis;
    final Tensor at;
    final Tensor source;

    /** With a source, or none where there is only an index. */
    Target(String operation, Tensor x, int axis, Tensor index, @Nullable Tensor source) {
      this.x = x;
      this.axis = x.shape().axis(axis);
      into = Indices.withAxis(x);
      at = Indices.withAxis(Indices.checked(operation, x.shape(), this.axis, index));
      Indices.checkRank(operation, into, this.axis, at);
      if (source == null) {
        this.source = at;
        return;
      }
      checkSource(operation, x, source);
      Tensor all = Indices.withAxis(source);
      boolean fits = all.shape().rank() == at.shape().rank();
      for (int i = 0; fits && i < at.shape().rank(); i++) {
        fits = at.shape().size(i) <= all.shape().size(i);
        all = fits ? all.narrow(i, 0, at.shape().size(i)) : all;
      }
      if (!fits) {
        throw new ShapeException(
            operation + " takes a source element for each index; given the index " + index.shape() + " and the source "
                + source.shape());
      }
      this.source = all;
    }

    /** The result in the shape of what was given. */
    Tensor result(Tensor out) {
      return x.shape().rank() == 0 ? out.reshape() : out;
    }
  }

  /** As {@link Target}, for whole slices: an index with one axis. */
  private static final class Slices {
    final Tensor x;
    final Tensor into;
    final int axis;
    final Tensor at;
    final Tensor source;

    Slices(String operation, Tensor x, int axis, Tensor index, @Nullable Tensor source) {
      this.x = x;
      this.axis = x.shape().axis(axis);
      into = Indices.withAxis(x);
      Indices.checkOneAxis(operation, index);
      at = Indices.checked(operation, x.shape(), this.axis, index);
      if (source == null) {
        this.source = into;
        return;
      }
      checkSource(operation, x, source);
      int[] expected = into.shape().toArray();
      expected[this.axis] = index.size();
      Tensor all = Indices.withAxis(source);
      // A 0-d index takes one slice, with or without its axis.
      if (index.shape().rank() == 0 && all.shape().rank() == expected.length - 1) {
        all = all.unsqueeze(this.axis);
      }
      if (!all.shape().equals(Shape.of(expected))) {
        throw new ShapeException(
            operation + " along axis " + axis + " of a tensor of shape " + x.shape() + " by " + index.size()
                + " indices takes a source of shape " + Arrays.toString(expected) + "; given " + source.shape());
      }
      this.source = all;
    }

    Tensor result(Tensor out) {
      return x.shape().rank() == 0 ? out.reshape() : out;
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
      return input == 0 ? gradient : Gathering.pick(gradient, axis, values.input(1));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor source = tangents[2];
      Tensor into = tangents[0] == null ? Tensor.zerosLike(values.input(0)) : tangents[0];
      return source == null ? into : Tape.apply(this, into, values.input(1), source);
    }
  }
}
