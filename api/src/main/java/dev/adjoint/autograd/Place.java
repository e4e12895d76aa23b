package dev.adjoint.autograd;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into part of a whole: how the history of a tensor goes on when a view of it is changed in place. The first
 * input is the whole, the second the part, which lies in the whole as a view does in the storage of its base.
 */
final class Place extends Operation {
  private final Shape whole;
  private final Part part;

  Place(Shape whole, Part part) {
    this.whole = whole;
    this.part = part;
  }

  /** Where a view lies in its storage; does not keep the storage alive. */
  record Part(Shape shape, int[] strides, int offset, boolean repeats) {
    Part(View view) {
      this(view.shape(), view.strides(), view.offset(), view.repeats());
    }

    Tensor of(Tensor whole) {
      return Tensor.viewOf(whole, in(whole.view()));
    }

    View in(View whole) {
      return new View(whole.buffer(), shape, strides, offset);
    }
  }

  @Override
  public String name() {
    return "place";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor out = inputs[0].detach().copy();
    part.of(out).assign(inputs[1].detach());
    return out;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    if (input == 0) {
      return Tape.apply(this, gradient, Tensor.zeros(part.shape(), gradient.dtype(), gradient.backend()));
    }
    return Tape.apply(new Extract(whole, part), gradient);
  }

  @Override
  protected Tensor forward(Values values, @Nullable Tensor[] tangents) {
    return Tape.apply(this, tangentOr(tangents[0], values.input(0)), tangentOr(tangents[1], values.input(1)));
  }

  private static Tensor tangentOr(@Nullable Tensor tangent, Tensor like) {
    return tangent == null ? Tensor.zerosLike(like) : tangent;
  }

  /** Takes the part out of a whole: the transpose of placing it into zeros. */
  static final class Extract extends Operation {
    private final Shape whole;
    private final Part part;

    Extract(Shape whole, Part part) {
      this.whole = whole;
      this.part = part;
    }

    @Override
    public String name() {
      return "extract";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return part.of(inputs[0].detach().copy()).copy();
    }

    @Override
    protected View partOf(View like) {
      return part.in(like);
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor zeros = Tensor.zeros(whole, gradient.dtype(), gradient.backend());
      return part.repeats() ? added(zeros, gradient) : Tape.apply(new Place(whole, part), zeros, gradient);
    }

    /** The gradients of the places that show one element, added up. */
    private Tensor added(Tensor zeros, Tensor gradient) {
      Tensor count = Tensor.arange(whole.size(), DType.INT32).to(gradient.device()).reshape(whole.toArray());
      return zeros.flatten().scatterAdd(0, part.of(count).flatten(), gradient.flatten()).reshape(whole.toArray());
    }

    @Override
    protected Tensor forward(Values values, @Nullable Tensor[] tangents) {
      return Tape.apply(this, tangents[0]);
    }
  }
}
