package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** Carries values from one backend to another, and gradients back. */
final class Transfer extends Operation {
  private final Backend from;
  private final Backend to;

  private Transfer(Backend from, Backend to) {
    this.from = from;
    this.to = to;
  }

  static Tensor apply(Tensor x, Backend to) {
    return Tape.apply(new Transfer(x.backend(), to), x);
  }

  @Override
  public String name() {
    return "to_" + to.name();
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tensor x = inputs[0];
    View view = View.of(Memory.allocate(to, x.dtype(), x.size()), x.shape());
    to.copyIn(Reading.array(x, x.dtype()), 0, view.buffer(), 0, x.size());
    return Tensor.wrap(to, view);
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return Tape.apply(new Transfer(to, from), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor tangent = tangents[0];
    return tangent == null ? null : Tape.apply(this, tangent);
  }
}
