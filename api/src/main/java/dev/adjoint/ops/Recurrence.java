package dev.adjoint.ops;

import dev.adjoint.CustomFunction.Context;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.CustomNode;
import dev.adjoint.autograd.GradMode;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Reverse;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent cell at all steps of a sequence as one operation: at each step a product and one pass over the gates, forwards and
 * backwards, and a single product for the gradient of the weights. Where gradients are themselves differentiated, and under
 * forward mode, the cells one after the other take its place, whose derivatives follow from those of their parts.
 *
 * <p>The first inputs are what the gates get from the sequence's elements, {@code [steps, n, gates * hidden]}, the weights of
 * the state, {@code [gates * hidden, hidden]}, and the state h before the first step, {@code [n, hidden]}.
 */
abstract class Recurrence implements CustomNode.Rules {
  /** Rows run along the hidden numbers. */
  static final int[] ROWS = {1};

  private final String name;
  private final boolean reverse;

  /** @param reverse whether the last element comes first */
  Recurrence(String name, boolean reverse) {
    this.name = name;
    this.reverse = reverse;
  }

  /** The state before the first step, h first. */
  abstract Tensor[] start(Tensor[] inputs);

  /** The state after a step, by operations that are recorded. */
  abstract Tensor[] next(Tensor ofInput, Tensor[] state, Tensor[] inputs);

  /** The gradients of the inputs, not to be differentiated. */
  abstract @Nullable Tensor[] gradients(Context ctx, @Nullable Tensor[] gradients);

  /** The outputs h at all steps, then the state after the last. */
  final Tensor[] apply(Tensor... inputs) {
    return isPlain(inputs) ? CustomNode.apply(name, this, inputs) : stepByStep(inputs);
  }

  private static boolean isPlain(Tensor[] inputs) {
    DType type = inputs[0].dtype();
    return !type.isHalf() && inputs[0].size() > 0 && Arrays.stream(inputs)
        .allMatch(in -> in.dtype() == type && in.dual() == null && in.backend() == inputs[0].backend());
  }

  private Tensor[] stepByStep(Tensor[] inputs) {
    int steps = inputs[0].shape().size(0);
    Tensor[] ofInputs = Joining.apart(inputs[0], 0, steps);
    Tensor[] outputs = new Tensor[steps];
    Tensor[] state = start(inputs);
    for (int i = 0; i < steps; i++) {
      int at = place(i, steps);
      state = next(ofInputs[at].squeeze(0), state, inputs);
      outputs[at] = state[0];
    }
    Tensor[] all = new Tensor[1 + state.length];
    all[0] = Tensor.stack(0, outputs);
    System.arraycopy(state, 0, all, 1, state.length);
    return all;
  }

  /** Which element of the sequence is taken at a step, counted from 0. */
  final int place(int step, int steps) {
    return reverse ? steps - 1 - step : step;
  }

  @Override
  public final @Nullable Tensor[] backward(Context ctx, @Nullable Tensor[] gradients) {
    boolean followed = GradMode.isRecording() || Arrays.stream(gradients).anyMatch(g -> g != null && g.dual() != null);
    return followed ? followedGradients(ctx, gradients) : gradients(ctx, gradients);
  }

  /** The gradients by operations that can be differentiated: those of the cells one after the other, run again. */
  private @Nullable Tensor[] followedGradients(Context ctx, @Nullable Tensor[] gradients) {
    boolean recording = GradMode.isRecording();
    int count = ctx.get("inputs", Integer.class);
    Tensor[] inputs = new Tensor[count];
    List<Tensor> wanted = new ArrayList<>();
    try (var _ = GradMode.recording(true)) {
      for (int i = 0; i < count; i++) {
        inputs[i] = ctx.saved(i);
        if (ctx.needsGrad(i)) {
          // Another node for each: gradients must not flow on, from one input to another that it depends on.
          inputs[i] = sameElements(inputs[i]);
          wanted.add(inputs[i]);
        }
      }
      List<Tensor> outputs = new ArrayList<>();
      List<@Nullable Tensor> given = new ArrayList<>();
      Tensor[] all = stepByStep(inputs);
      for (int i = 0; i < all.length; i++) {
        if (gradients[i] != null) {
          outputs.add(all[i]);
          given.add(gradients[i]);
        }
      }
      List<@Nullable Tensor> found =
          outputs.isEmpty() ? List.of() : Reverse.gradients(outputs, given, wanted, recording, recording);
      @Nullable Tensor[] results = new Tensor[count];
      for (int i = 0, next = 0; i < count && !found.isEmpty(); i++) {
        results[i] = ctx.needsGrad(i) ? found.get(next++) : null;
      }
      return results;
    }
  }

  private static Tensor sameElements(Tensor x) {
    int[] axes = new int[x.shape().rank()];
    Arrays.setAll(axes, i -> i);
    return Views.permute(x, axes);
  }

  @Override
  public final @Nullable Tensor[] jvp(Context ctx, Tensor[] tangents) {
    throw new IllegalStateException("Inputs of " + name + " with tangents are taken step by step");
  }

  @Override
  public final boolean isOnceDifferentiable() {
    return false;
  }

  // ---- Storage ----

  /** A tensor with anything in it. */
  static Tensor blank(Tensor like, int... sizes) {
    Shape shape = Shape.of(sizes);
    return Tensor.wrap(like.backend(), View.of(Memory.allocate(like.backend(), like.dtype(), shape.size()), shape));
  }

  /** A given gradient, or zeros. */
  static View orZeros(@Nullable Tensor gradient, Tensor like, int... sizes) {
    return gradient != null ? gradient.view() : Tensor.zeros(Shape.of(sizes), like.dtype(), like.backend()).view();
  }

  /** What {@code [steps, n, width]} holds for one element of the sequence. */
  static View at(View whole, int place) {
    Shape shape = Shape.of(whole.shape().size(1), whole.shape().size(2));
    int[] strides = {whole.stride(1), whole.stride(2)};
    return new View(whole.buffer(), shape, strides, whole.offset() + place * whole.stride(0));
  }

  /** Puts the gates of {@code [n, gates * hidden]}, each {@code [n, hidden]}, into an array. */
  static void gates(View row, int hidden, View[] into, int from) {
    int count = row.shape().size(1) / hidden;
    for (int i = 0; i < count; i++) {
      into[from + i] = new View(row.buffer(), Shape.of(row.shape().size(0), hidden), row.strides(),
          row.offset() + i * hidden * row.stride(1));
    }
  }

  static View turned(View matrix) {
    Shape shape = Shape.of(matrix.shape().size(1), matrix.shape().size(0));
    return new View(matrix.buffer(), shape, new int[] {matrix.stride(1), matrix.stride(0)}, matrix.offset());
  }

  /** A copy of what is there for the element taken last. */
  final Tensor end(Tensor all) {
    int steps = all.shape().size(0);
    return Tensor.viewOf(all, at(all.view(), place(steps - 1, steps))).copy();
  }

  /**
   * The gradient of the weights, for all steps at once.
   *
   * @param ofGates {@code [steps, n, gates * hidden]}, row by row
   * @param h the state before the first step
   * @param outputs {@code [steps, n, hidden]}, row by row
   */
  final Tensor ofWeights(Tensor ofGates, Tensor h, Tensor outputs) {
    Backend backend = h.backend();
    int steps = ofGates.shape().size(0);
    Tensor sum = blank(ofGates, ofGates.shape().size(2), h.shape().size(1));
    backend.matmul(turned(at(ofGates.view(), place(0, steps))), h.view(), sum.view());
    if (steps > 1) {
      // Each step's gates, but the first's, and the output of the step before it.
      View gates = rows(ofGates.view(), reverse ? 0 : 1);
      backend.matmul(turned(gates), rows(outputs.view(), reverse ? 1 : 0), sum.view(), sum.view());
    }
    return sum;
  }

  /** All but one of the steps, one row after the other. */
  private static View rows(View whole, int from) {
    int width = whole.shape().size(2);
    int rows = (whole.shape().size(0) - 1) * whole.shape().size(1);
    return new View(whole.buffer(), Shape.of(rows, width), new int[] {width, 1}, whole.offset() + from * whole.stride(0));
  }
}
