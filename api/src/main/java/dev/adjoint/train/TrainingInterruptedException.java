package dev.adjoint.train;

import dev.adjoint.AdjointException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run was interrupted, by {@link Thread#interrupt} or the end of the process. The thread's interrupt is set again. */
public final class TrainingInterruptedException extends AdjointException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Path checkpoint;

  TrainingInterruptedException(String message, @Nullable Path checkpoint) {
    super(message);
    this.checkpoint = checkpoint;
  }

  /** Where the run can be gone on from; empty if it kept no checkpoints. */
  public Optional<Path> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }
}
