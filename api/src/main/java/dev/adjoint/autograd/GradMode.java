package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Mode;

/** Whether operations of the current thread are recorded. A new thread records, whatever the one that started it does. */
public final class GradMode {
  private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

  private boolean recording = true;
  private boolean inference;
  private int depth;

  private GradMode() {}

  /** Whether operations are recorded. */
  public static boolean isRecording() {
    return CURRENT.get().recording;
  }

  /** Whether new tensors are inference tensors. */
  public static boolean isInference() {
    return CURRENT.get().inference;
  }

  /** Records or not until closed; has no effect on inference mode, in which nothing is recorded. */
  public static Mode recording(boolean on) {
    GradMode mode = CURRENT.get();
    return mode.set(on && !mode.inference, mode.inference);
  }

  /** Enters inference mode until closed, or leaves it (and records) where {@code on} is false. */
  public static Mode inference(boolean on) {
    return CURRENT.get().set(!on, on);
  }

  private Mode set(boolean newRecording, boolean newInference) {
    boolean oldRecording = recording;
    boolean oldInference = inference;
    int mine = ++depth;
    recording = newRecording;
    inference = newInference;
    return () -> {
      if (CURRENT.get() != this) {
        throw new AutogradException("A mode was closed on another thread than the one it was opened on");
      }
      // One that was opened inside another ends with it; closed after it, or twice, it has nothing left to put back.
      if (depth >= mine) {
        recording = oldRecording;
        inference = oldInference;
        depth = mine - 1;
      }
    };
  }
}
