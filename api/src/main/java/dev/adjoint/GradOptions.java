package dev.adjoint;

/**
 * Options of {@link Adjoint#grad(java.util.List, java.util.List, java.util.List, GradOptions)}.
 *
 * @param retainGraph whether what the graph saved is kept, so that it can be walked again
 * @param createGraph whether the gradients are recorded themselves, so that they can be differentiated; who does that needs
 *     the graph kept as well, as {@link #creatingGraph} has it
 * @param unused what to return for an input that the outputs do not depend on
 */
public record GradOptions(boolean retainGraph, boolean createGraph, Unused unused) {
  /** Frees the graph, and refuses inputs that were not used. */
  public static final GradOptions DEFAULT = new GradOptions(false, false, Unused.ERROR);

  /** What becomes of an input that the outputs do not depend on. */
  public enum Unused {
    /** An {@link AutogradException} that names it. */
    ERROR,
    /** Null in its place. */
    NULL,
    /** Zeros in its place. */
    ZEROS
  }

  /** These options, keeping what the graph saved. */
  public GradOptions retainingGraph() {
    return new GradOptions(true, createGraph, unused);
  }

  /** These options, recording the gradients. */
  public GradOptions creatingGraph() {
    return new GradOptions(true, true, unused);
  }

  /** These options, with another answer for unused inputs. */
  public GradOptions unused(Unused answer) {
    return new GradOptions(retainGraph, createGraph, answer);
  }
}
