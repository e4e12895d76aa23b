package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;

/** Of matrices the elements between two diagonals, zeros elsewhere: a linear operation that is its own transpose. */
final class Band extends Linear {
  private final String name;
  private final int from;
  private final int to;

  private Band(String name, int from, int to) {
    this.name = name;
    this.from = from;
    this.to = to;
  }

  /** The elements whose column less their row lies between two numbers, both included. */
  static Tensor of(String name, Tensor x, int from, int to) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(name + " takes a tensor with two axes or more; given the shape " + x.shape());
    }
    return Tape.apply(new Band(name, from, to), x);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0].detach();
    Tensor rows = Indices.count(x.shape().size(-2), x.backend()).reshape(-1, 1);
    Tensor distance = Indices.count(x.shape().size(-1), x.backend()).sub(rows);
    Tensor kept = from == Integer.MIN_VALUE ? distance.le(to)
        : to == Integer.MAX_VALUE ? distance.ge(from) : distance.ge(from).logicalAnd(distance.le(to));
    return Tensor.where(kept, x, Indices.number(name, 0, x));
  }

  @Override
  Tensor transpose(Tensor gradient) {
    return Tape.apply(this, gradient);
  }
}
