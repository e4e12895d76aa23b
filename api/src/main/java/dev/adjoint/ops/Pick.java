package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * Elements along an axis, by an index that was computed here, so that nobody needs to check it. Often their values are known
 * as well: who sorts or finds a maximum has both.
 */
final class Pick extends Operation {
  private final int axis;
  private final Shape from;
  private final Tensor index;
  private @Nullable Tensor known;

  private Pick(int axis, Shape from, Tensor index, @Nullable Tensor known) {
    this.axis = axis;
    this.from = from;
    this.index = index;
    this.known = known;
  }

  /**
   * {@code out[.., i, ..] = x[.., index[.., i, ..], ..]}.
   *
   * @param x with at least one axis
   * @param index int32, of the result's shape
   */
  static Tensor of(Tensor x, int axis, Tensor index) {
    return Tape.apply(new Pick(axis, x.shape(), index, null), x);
  }

  /** The same, where the result's values are known. */
  static Tensor of(Tensor x, int axis, Tensor index, Tensor known) {
    return Tape.apply(new Pick(axis, x.shape(), index, known), x);
  }

  @Override
  public String name() {
    return "pick";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor result = known;
    if (result != null) {
      // Known for this input alone, not for the tangents that the same operation is applied to.
      known = null;
      return result;
    }
    Tensor x = inputs[0];
    Backend backend = x.backend();
    View out = View.of(Memory.allocate(backend, x.dtype(), index.size()), index.shape());
    backend.gather(x.view(), index.view(), axis, out);
    return Tensor.wrap(backend, out);
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Tape.apply(new Place(), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : of(tangent, axis, index);
  }

  /** The transpose: elements added into zeros. */
  private final class Place extends Linear {
    @Override
    public String name() {
      return "place";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor x = inputs[0];
      Tensor out = Tensor.zeros(from, x.dtype().computed(), x.backend());
      x.backend().scatterAdd(out.view(), index.view(), axis, InFloat32.view(x));
      return out.to(x.dtype());
    }

    @Override
    Tensor transpose(Tensor gradient) {
      return of(gradient, axis, index);
    }
  }

  /** An index as users get it: int64. */
  static Tensor visible(Tensor index) {
    return index.to(DType.INT64);
  }
}
