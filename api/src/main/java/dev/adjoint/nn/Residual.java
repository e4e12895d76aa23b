package dev.adjoint.nn;

import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/** A module around which the input has a way of its own: {@code body(x) + shortcut(x)} (He et al., 2016). */
public final class Residual extends Module {
  private final Module body;
  private final @Nullable Module shortcut;

  /** {@code body(x) + x}. The part is {@code body}; its output broadcasts against its input. */
  public Residual(Module body) {
    this.body = part("body", body);
    this.shortcut = null;
  }

  /** {@code body(x) + shortcut(x)}: for a body that changes the shape. The parts are {@code body} and {@code shortcut}. */
  public Residual(Module body, Module shortcut) {
    this.body = part("body", body);
    this.shortcut = part("shortcut", shortcut);
  }

  @Override
  public Tensor forward(Tensor x) {
    return body.apply(x).add(shortcut == null ? x : shortcut.apply(x));
  }
}
