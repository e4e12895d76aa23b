package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** Picking elements by index. */
public final class Gathering {
  private Gathering() {}

  /**
   * Elements along one axis: {@code out[.., i, ..] = x[.., index[.., i, ..], ..]}.
   *
   * @param index int32 or int64, of the result's shape; along the other axes no longer than {@code x}
   */
  public static Tensor gather(Tensor x, int axis, Tensor index) {
    int a = x.shape().axis(axis);
    Tensor at = Indices.withAxis(Indices.checked("gather", x.shape(), a, index));
    Tensor from = Indices.withAxis(x);
    Indices.checkRank("gather", from, a, at);
    Tensor out = pick(from, a, at);
    return index.shape().rank() == 0 ? out.reshape() : out;
  }

  /** {@link #gather} by an int32 index that was checked. */
  static Tensor pick(Tensor x, int axis, Tensor index) {
    return Tape.apply(new Gather(axis, x.shape()), x, index);
  }

  /**
   * Whole slices along one axis: {@code out[.., i, ..] = x[.., index[i], ..]}.
   *
   * @param index int32 or int64, with one axis or 0-d; one number where {@code x} is 0-d
   */
  public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
    int a = x.shape().axis(axis);
    Tensor at = Indices.checked("indexSelect", x.shape(), a, index);
    Indices.checkOneAxis("indexSelect", index);
    if (x.shape().rank() == 0) {
      if (index.size() != 1) {
        throw new ShapeException("indexSelect of a 0-d tensor takes one index; given the shape " + index.shape());
      }
      return pickSlices(x.reshape(1), a, at).reshape();
    }
    return pickSlices(x, a, at);
  }

  /** {@link #indexSelect} by an int32 index that was checked. */
  static Tensor pickSlices(Tensor x, int axis, Tensor index) {
    return pick(x, axis, Indices.alongAxis(index, x.shape(), axis));
  }

  /**
   * Elements of the flattened tensor, in the index's shape.
   *
   * @param index int32 or int64; negative ones count from the end
   */
  public static Tensor take(Tensor x, Tensor index) {
    Tensor flat = x.flatten();
    Tensor at = Indices.fromEitherEnd("take", flat.shape(), 0, index);
    return pick(flat, 0, at.flatten()).reshape(index.shape().toArray());
  }

  /** {@link #gather}, where tensor and index broadcast along the other axes. */
  public static Tensor takeAlongAxis(Tensor x, int axis, Tensor index) {
    int a = x.shape().axis(axis);
    if (x.shape().rank() != index.shape().rank()) {
      throw new ShapeException(
          "takeAlongAxis takes an index with as many axes as the tensor; given " + index.shape() + " and " + x.shape());
    }
    if (x.shape().rank() == 0) {
      return gather(x, axis, index);
    }
    int[] whole = x.shape().toArray();
    int[] wanted = index.shape().toArray();
    whole[a] = 1;
    wanted[a] = 1;
    int[] common = Shape.broadcast(Shape.of(whole), Shape.of(wanted)).toArray();
    common[a] = x.shape().size(a);
    Tensor from = x.expand(Shape.of(common));
    common[a] = index.shape().size(a);
    return gather(from, a, index.expand(Shape.of(common)));
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
      View out = View.of(Memory.allocate(backend, inputs[0].dtype(), index.shape().size()), index.shape());
      backend.gather(inputs[0].view(), index, axis, out);
      return Tensor.wrap(backend, out);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 1;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return Scattering.add(Tensor.zeros(from, gradient.dtype(), gradient.backend()), axis, values.input(1), gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : Tape.apply(this, tangent, values.input(1));
    }
  }
}
