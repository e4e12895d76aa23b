package dev.adjoint;

import dev.adjoint.autograd.GradMode;
import java.nio.file.Path;
import java.util.function.Function;

/** How the operations of a thread are recorded, and what becomes of what they save. */
abstract sealed class ModeMethods permits Adjoint {
  ModeMethods() {}

  /** Records nothing until closed: {@code try (var _ = Adjoint.noGrad()) { ... }}. */
  public static Mode noGrad() {
    return GradMode.recording(false);
  }

  /** Uses the memory of what is computed until closed again afterwards: {@code try (var step = Adjoint.scope()) { ... }}. */
  public static Scope scope() {
    return Scope.open();
  }

  /** Records again until closed, inside {@link #noGrad()}; not inside {@link #inferenceMode()}. */
  public static Mode enableGrad() {
    return GradMode.recording(true);
  }

  /** Records nothing and counts no versions until closed; tensors made here cannot be saved for a gradient later. */
  public static Mode inferenceMode() {
    return GradMode.inference(true);
  }

  /**
   * Looks for anomalies of this thread until closed: operations recorded now remember where they were called, and a backward
   * pass that finds a NaN in a gradient throws and names the operation. Slow; for finding a fault.
   */
  public static Mode detectAnomaly() {
    return GradMode.anomaly(true);
  }

  /**
   * Hands what operations of this thread save for their gradients to these functions until closed.
   *
   * @param pack from a tensor to what is kept in its place; must not change the tensor
   * @param unpack from what was kept to a tensor of the same shape, type and device
   */
  public static Mode savedTensorHooks(Function<Tensor, Object> pack, Function<Object, Tensor> unpack) {
    return GradMode.saving(Saving.hooks(pack, unpack));
  }

  /**
   * Keeps what operations of this thread save for their gradients in float16 until closed: half the memory, three digits.
   * A tensor with a number beyond 65504, which float16 cannot hold, is kept as it is.
   */
  public static Mode saveAsHalf() {
    return GradMode.saving(Saving.half());
  }

  /**
   * Writes what operations of this thread save for their gradients to files until closed; each is deleted once it will not be
   * read again.
   *
   * @param directory an existing one
   */
  public static Mode saveToFiles(Path directory) {
    return GradMode.saving(Saving.files(directory));
  }

  /** The modes of this thread, to be taken over by another with {@link #withModes}. */
  public static Object modes() {
    return GradMode.capture();
  }

  /**
   * Takes over modes of another thread until closed.
   *
   * @param modes what {@link #modes} returned there
   */
  public static Mode withModes(Object modes) {
    if (!(modes instanceof GradMode.State state)) {
      throw new AutogradException("withModes() takes what modes() returned; given " + modes);
    }
    return GradMode.enter(state);
  }

  /** Whether operations of the current thread are recorded. */
  public static boolean isGradEnabled() {
    return GradMode.isRecording();
  }
}
