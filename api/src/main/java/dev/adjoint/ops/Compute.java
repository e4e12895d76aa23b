package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.lang.reflect.Array;

/** Calls of a backend whose results have no history: what operations are computed with. */
final class Compute {
  static final double[] NO_PARAMS = {};

  private Compute() {}

  /** An expression at every index of a shape, that the inputs, at least one, broadcast to. */
  static Tensor map(Expr element, Shape shape, Tensor... inputs) {
    return map(Kernel.of(element), shape, inputs);
  }

  static Tensor map(Kernel element, Shape shape, Tensor... inputs) {
    Backend backend = inputs[0].backend();
    View out = View.of(Memory.allocate(backend, element.dtype(), shape.size()), shape);
    backend.map(element, NO_PARAMS, views(shape, inputs), out);
    return Tensor.wrap(backend, out);
  }

  /** The values of an expression over inputs that broadcast to the extent's shape, combined along its axes. */
  static Tensor reduce(Reduction reduction, Expr element, Extent extent, Tensor... inputs) {
    return reduce(reduction, Kernel.of(element), extent, inputs);
  }

  static Tensor reduce(Reduction reduction, Kernel element, Extent extent, Tensor... inputs) {
    Backend backend = inputs[0].backend();
    Shape kept = extent.kept();
    View out = View.of(Memory.allocate(backend, element.dtype(), kept.size()), kept);
    View[] views = views(extent.from(), inputs);
    if (extent.axes().length == 0) {
      backend.map(element, NO_PARAMS, views, out);
    } else {
      backend.reduce(reduction, element, NO_PARAMS, views, extent.axes(), out);
    }
    return Tensor.wrap(backend, extent.keepsAxes() ? out : View.of(out.buffer(), extent.result()));
  }

  /** What a program returns along the extent's axes of inputs that broadcast to its shape; values of rows in its result's. */
  static Tensor[] rows(RowProgram program, double[] params, Extent extent, Tensor... inputs) {
    Backend backend = inputs[0].backend();
    View[] outputs = new View[program.results()];
    Tensor[] results = new Tensor[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      RowProgram.Step step = program.steps().get(program.result(i));
      boolean each = step.kind() == RowProgram.Kind.EACH;
      Shape shape = each ? extent.from() : extent.kept();
      outputs[i] = View.of(Memory.allocate(backend, step.kernel().dtype(), shape.size()), shape);
      boolean drops = !each && !extent.keepsAxes();
      results[i] = Tensor.wrap(backend, drops ? View.of(outputs[i].buffer(), extent.result()) : outputs[i]);
    }
    backend.rows(program, params, views(extent.from(), inputs), extent.axes(), outputs);
    return results;
  }

  private static View[] views(Shape shape, Tensor[] inputs) {
    View[] views = new View[inputs.length];
    for (int i = 0; i < views.length; i++) {
      views[i] = inputs[i].view().broadcastTo(shape);
    }
    return views;
  }

  /** The inclusive scan along an axis. */
  static Tensor scan(Reduction reduction, Tensor x, int axis) {
    Backend backend = x.backend();
    View out = View.of(Memory.allocate(backend, x.dtype(), x.size()), x.shape());
    backend.scan(reduction, x.view(), axis, out);
    return Tensor.wrap(backend, out);
  }

  /** The target, a tensor row by row of the result's type, with what is added to it at an int32 index along its one axis. */
  static Tensor addAt(Tensor target, Tensor index, Tensor source) {
    target.backend().scatterAdd(target.view(), index.view(), 0, source.view());
    return target;
  }

  /** A vector, from a Java array. */
  static Tensor vector(Backend backend, Object array, DType dtype) {
    int n = Array.getLength(array);
    View out = View.of(Memory.allocate(backend, dtype, n), Shape.of(n));
    backend.copyIn(array, 0, out.buffer(), 0, n);
    return Tensor.wrap(backend, out);
  }
}
