package dev.adjoint.bench.adjoint;

import dev.adjoint.Adjoint;
import dev.adjoint.bench.Library;

/** A task that gives its memory back each time. */
record ScopedTask(Library.Task task) implements Library.Task {
  @Override
  public Object run() {
    try (var _ = Adjoint.scope()) {
      return task.run();
    }
  }

  @Override
  public float[] output() {
    return task.output();
  }

  @Override
  public float[] gradient(int input) {
    return task.gradient(input);
  }
}
