package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Mode;
import org.jspecify.annotations.Nullable;

/** How operations of the current thread are recorded. A new thread starts anew, whatever the one that started it does. */
public final class GradMode {
  private static final State INITIAL = new State(true, false, false, null, false);
  private static final State NOT_RECORDING = new State(false, false, false, null, false);
  private static final ThreadLocal<GradMode> CURRENT = ThreadLocal.withInitial(GradMode::new);

  private State state = INITIAL;
  private int depth;

  /**
   * All modes of a thread, to be carried to another.
   *
   * @param recording whether operations are recorded
   * @param inference whether new tensors are inference tensors
   * @param anomaly whether nodes remember where they were made, and gradients are searched for NaN
   * @param saving what becomes of tensors that nodes save; null where they are kept as they are
   * @param repeating whether what runs has run before, and runs again for its gradient alone
   */
  public record State(
      boolean recording, boolean inference, boolean anomaly, @Nullable SavedTensorHooks saving, boolean repeating) {}

  private GradMode() {}

  /** Whether operations are recorded. */
  public static boolean isRecording() {
    return CURRENT.get().state.recording;
  }

  /** Whether new tensors are inference tensors. */
  public static boolean isInference() {
    return CURRENT.get().state.inference;
  }

  /** Whether a checkpoint computes again what it has computed before: what counts calls, or tracks what they see, waits. */
  public static boolean isRepeating() {
    return CURRENT.get().state.repeating;
  }

  static boolean detectsAnomaly() {
    return CURRENT.get().state.anomaly;
  }

  static @Nullable SavedTensorHooks saving() {
    return CURRENT.get().state.saving;
  }

  /** The modes in force. */
  public static State capture() {
    return CURRENT.get().state;
  }

  /** Takes over modes captured elsewhere, until closed. */
  public static Mode enter(State modes) {
    return CURRENT.get().set(modes);
  }

  /** Records or not until closed; has no effect on inference mode, in which nothing is recorded. */
  public static Mode recording(boolean on) {
    GradMode mine = CURRENT.get();
    State now = mine.state;
    return mine.set(now == INITIAL || now == NOT_RECORDING ? on ? INITIAL : NOT_RECORDING
        : new State(on && !now.inference, now.inference, now.anomaly, now.saving, now.repeating));
  }

  /** Enters inference mode until closed, or leaves it (and records) where {@code on} is false. */
  public static Mode inference(boolean on) {
    State now = capture();
    return enter(new State(!on, on, now.anomaly, now.saving, now.repeating));
  }

  /** Remembers where nodes are made, and searches gradients for NaN, until closed. */
  public static Mode anomaly(boolean on) {
    State now = capture();
    return enter(new State(now.recording, now.inference, on, now.saving, now.repeating));
  }

  /** Hands tensors that nodes save to these hooks until closed. */
  public static Mode saving(@Nullable SavedTensorHooks hooks) {
    State now = capture();
    return enter(new State(now.recording, now.inference, now.anomaly, hooks, now.repeating));
  }

  /** Says that what runs has run before, until closed. */
  static Mode repeating() {
    State now = capture();
    return enter(new State(now.recording, now.inference, now.anomaly, now.saving, true));
  }

  private Mode set(State modes) {
    State before = state;
    int mine = ++depth;
    state = modes;
    return () -> {
      if (CURRENT.get() != this) {
        throw new AutogradException("A mode was closed on another thread than the one it was opened on");
      }
      // One that was opened inside another ends with it; closed after it, or twice, it has nothing left to put back.
      if (depth >= mine) {
        state = before;
        depth = mine - 1;
      }
    };
  }
}
