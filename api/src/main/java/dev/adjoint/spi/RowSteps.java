package dev.adjoint.spi;

import dev.adjoint.Shape;
import java.util.List;

/** A {@link RowProgram} as maps and reductions: a step at a time, over all rows. */
final class RowSteps {
  private final Backend backend;
  private final double[] params;
  private final int[] axes;
  private final Shape shape;
  private final Shape kept;

  RowSteps(Backend backend, double[] params, int[] axes, Shape shape) {
    this.backend = backend;
    this.params = params;
    this.axes = axes;
    this.shape = shape;
    int[] sizes = shape.toArray();
    for (int axis : axes) {
      sizes[axis] = 1;
    }
    this.kept = Shape.of(sizes);
  }

  void run(RowProgram program, View[] inputs, View[] outputs) {
    List<RowProgram.Step> steps = program.steps();
    View[] values = new View[inputs.length + steps.size()];
    System.arraycopy(inputs, 0, values, 0, inputs.length);
    for (int i = 0; i < steps.size(); i++) {
      RowProgram.Step step = steps.get(i);
      int place = program.placeOf(i);
      Shape size = step.kind() == RowProgram.Kind.EACH ? shape : kept;
      View target = place >= 0 ? outputs[place] : View.of(backend.allocate(step.kernel().dtype(), size.size()), size);
      run(step, values, target);
      values[inputs.length + i] = target;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (program.placeOf(i) < 0) {
        backend.recycle(values[inputs.length + i].buffer());
      }
    }
  }

  private void run(RowProgram.Step step, View[] values, View target) {
    View[] read = new View[step.reads().length];
    for (int i = 0; i < read.length; i++) {
      View value = values[step.reads()[i]];
      read[i] = step.kind() == RowProgram.Kind.ROW ? ofRows(value) : value.broadcastTo(shape);
    }
    if (step.kind() == RowProgram.Kind.FOLD && axes.length > 0) {
      backend.reduce(step.reduction(), step.kernel(), params, read, axes, target);
    } else {
      backend.map(step.kernel(), params, read, target);
    }
  }

  /** The first element of each row. */
  private View ofRows(View value) {
    return value.shape().equals(kept) ? value : new View(value.buffer(), kept, value.strides(), value.offset());
  }
}
