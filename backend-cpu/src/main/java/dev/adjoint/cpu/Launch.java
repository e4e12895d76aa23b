package dev.adjoint.cpu;

import dev.adjoint.spi.View;

/**
 * A kernel over the operands of one call. The operands of the nest are the kernel's arguments, then the axes whose index it
 * reads, then whatever the caller added (an output).
 */
record Launch(KernelUnit unit, LoopNest nest, Object[] arrays, double[] params) {
  /** The arrays behind the inputs. */
  static Object[] arrays(View[] inputs) {
    Object[] arrays = new Object[inputs.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = CpuBuffer.arrayOf(inputs[i]);
    }
    return arrays;
  }

  /** All axes in their order. */
  static int[] axes(int rank) {
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    return axes;
  }

  /**
   * The nest of a kernel's operands and one output.
   *
   * @param order the axes of the inputs, outermost loop first
   */
  static LoopNest nest(KernelUnit unit, View[] inputs, View output, int[] order) {
    int[] axes = unit.indexAxes();
    int operands = inputs.length + axes.length + 1;
    int[] sizes = new int[order.length];
    int[][] strides = new int[operands][order.length];
    int[] offsets = new int[operands];
    for (int i = 0; i < order.length; i++) {
      int axis = order[i];
      sizes[i] = inputs.length == 0 ? output.shape().size(axis) : inputs[0].shape().size(axis);
      for (int op = 0; op < inputs.length; op++) {
        strides[op][i] = inputs[op].stride(axis);
      }
      for (int index = 0; index < axes.length; index++) {
        // An index is an operand that holds its own address.
        strides[inputs.length + index][i] = axes[index] == axis ? 1 : 0;
      }
      boolean combined = sizes[i] != 1 && output.shape().size(axis) == 1;
      strides[operands - 1][i] = combined ? 0 : output.stride(axis);
    }
    for (int op = 0; op < inputs.length; op++) {
      offsets[op] = inputs[op].offset();
    }
    offsets[operands - 1] = output.offset();
    return LoopNest.of(sizes, strides, offsets);
  }

  /** The fastest way there is by now. */
  Evaluator evaluator() {
    if (unit.isCopy()) {
      int argument = unit.program().args().getFirst().source();
      LoopNest source = nest.only(argument);
      return (from, count, target, at) -> StridedCopy.load(source, arrays[argument], from, count, target, at);
    }
    RowPlan plan = RowPlan.of(unit, nest);
    RowKernel generated = plan == null ? null : unit.rowKernel(plan.scalars(), nest.count());
    return generated == null ? new TileInterpreter(this) : new GeneratedEvaluator(this, plan, generated);
  }
}
