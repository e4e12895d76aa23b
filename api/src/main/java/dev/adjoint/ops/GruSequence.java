package dev.adjoint.ops;

import dev.adjoint.CustomFunction.Context;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** {@link Cells#gru(Tensor, Tensor, Tensor, Tensor)} at all steps of a sequence. */
public final class GruSequence extends Recurrence {
  private static final int GATES = 3;

  /** Of the gates' parts from the input, those from the state, and h: the next h. */
  private static final TypedPrograms NEXT = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype, dtype, dtype, dtype, dtype);
    Expr reset = p.input(0).add(p.input(3)).sigmoid();
    Expr update = p.input(1).add(p.input(4)).sigmoid();
    Expr fresh = p.each(p.input(2).add(reset.mul(p.input(5))).tanh());
    return p.returning(p.each(fresh.add(update.mul(p.input(6).sub(fresh)))));
  });

  /**
   * Of the same and the two gradients of the next h: the gradients of the parts from the input, of those from the state, and
   * that of h beside them.
   */
  private static final TypedPrograms BACK = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype, dtype, dtype, dtype, dtype, dtype, dtype);
    Expr one = Expr.constant(1, dtype);
    Expr reset = p.each(p.input(0).add(p.input(3)).sigmoid());
    Expr update = p.each(p.input(1).add(p.input(4)).sigmoid());
    Expr fresh = p.each(p.input(2).add(reset.mul(p.input(5))).tanh());
    Expr gradient = p.each(p.input(7).add(p.input(8)));
    Expr ofFresh = p.each(gradient.mul(one.sub(update)).mul(one.sub(fresh.mul(fresh))));
    Expr ofReset = p.each(ofFresh.mul(p.input(5)).mul(reset).mul(one.sub(reset)));
    Expr ofUpdate = p.each(gradient.mul(p.input(6).sub(fresh)).mul(update).mul(one.sub(update)));
    return p.returning(ofReset, ofUpdate, ofFresh, p.each(ofReset), p.each(ofUpdate), p.each(ofFresh.mul(reset)),
        p.each(gradient.mul(update)));
  });

  private GruSequence(boolean reverse) {
    super("gru", reverse);
  }

  /**
   * All steps.
   *
   * @param ofInputs {@code [steps, n, 3 * hidden]}: the inputs times their weights, and their biases
   * @param h {@code [n, hidden]}
   * @param stateWeight {@code [3 * hidden, hidden]}
   * @param stateBias {@code [3 * hidden]}, or null
   * @param reverse whether the last element of the sequence comes first
   * @return h after each step, {@code [steps, n, hidden]}, then h after the last
   */
  public static Tensor[] of(Tensor ofInputs, Tensor h, Tensor stateWeight, @Nullable Tensor stateBias, boolean reverse) {
    GruSequence all = new GruSequence(reverse);
    return stateBias == null ? all.apply(ofInputs, stateWeight, h) : all.apply(ofInputs, stateWeight, h, stateBias);
  }

  @Override
  Tensor[] start(Tensor[] inputs) {
    return new Tensor[] {inputs[2]};
  }

  @Override
  Tensor[] next(Tensor ofInput, Tensor[] state, Tensor[] inputs) {
    return new Tensor[] {Cells.gru(ofInput, state[0], inputs[1], inputs.length > 3 ? inputs[3] : null)};
  }

  @Override
  public Tensor[] forward(Context ctx, Tensor[] inputs) {
    int steps = inputs[0].shape().size(0);
    int n = inputs[0].shape().size(1);
    int hidden = inputs[2].shape().size(1);
    Backend backend = inputs[0].backend();
    RowProgram program = NEXT.of(inputs[0].dtype());
    boolean isKept = false;
    for (int i = 0; i < inputs.length; i++) {
      isKept |= ctx.needsGrad(i);
    }
    Tensor ofStates = blank(inputs[0], isKept ? steps : 1, n, GATES * hidden);
    Tensor outputs = blank(inputs[0], steps, n, hidden);
    View weight = turned(inputs[1].view());
    View bias = inputs.length > 3 ? inputs[3].view().broadcastTo(Shape.of(n, GATES * hidden)) : null;
    View[] read = new View[2 * GATES + 1];
    View h = inputs[2].view();
    for (int i = 0; i < steps; i++) {
      int at = place(i, steps);
      View row = at(ofStates.view(), isKept ? at : 0);
      if (bias == null) {
        backend.matmul(h, weight, row);
      } else {
        backend.matmul(h, weight, bias, row);
      }
      gates(at(inputs[0].view(), at), hidden, read, 0);
      gates(row, hidden, read, GATES);
      read[2 * GATES] = h;
      h = at(outputs.view(), at);
      backend.rows(program, Compute.NO_PARAMS, read.clone(), ROWS, new View[] {h});
    }
    ctx.materializeGrads(false);
    ctx.put("inputs", inputs.length);
    ctx.save(inputs);
    ctx.save(outputs, ofStates);
    return new Tensor[] {outputs, end(outputs)};
  }

  @Override
  @Nullable
  Tensor[] gradients(Context ctx, @Nullable Tensor[] gradients) {
    int inputs = ctx.get("inputs", Integer.class);
    View ofInputs = ctx.saved(0).view();
    Tensor weight = ctx.saved(1);
    Tensor outputs = ctx.saved(inputs);
    View ofStates = ctx.saved(inputs + 1).view();
    int steps = outputs.shape().size(0);
    int n = outputs.shape().size(1);
    int hidden = outputs.shape().size(2);
    Backend backend = weight.backend();
    RowProgram program = BACK.of(weight.dtype());
    View ofOutputs = orZeros(gradients[0], weight, steps, n, hidden);
    Tensor towardsInputs = blank(weight, steps, n, GATES * hidden);
    Tensor towardsStates = blank(weight, steps, n, GATES * hidden);
    Tensor beside = blank(weight, n, hidden);
    Tensor ofH = blank(weight, n, hidden);
    View[] read = new View[2 * GATES + 3];
    View[] written = new View[2 * GATES + 1];
    written[2 * GATES] = beside.view();
    read[2 * GATES + 2] = orZeros(gradients[1], weight, n, hidden);
    for (int i = steps - 1; i >= 0; i--) {
      int at = place(i, steps);
      View row = at(towardsStates.view(), at);
      gates(at(ofInputs, at), hidden, read, 0);
      gates(at(ofStates, at), hidden, read, GATES);
      read[2 * GATES] = i == 0 ? ctx.saved(2).view() : at(outputs.view(), place(i - 1, steps));
      read[2 * GATES + 1] = at(ofOutputs, at);
      gates(at(towardsInputs.view(), at), hidden, written, 0);
      gates(row, hidden, written, GATES);
      backend.rows(program, Compute.NO_PARAMS, read.clone(), ROWS, written.clone());
      backend.matmul(row, weight.view(), beside.view(), ofH.view());
      read[2 * GATES + 2] = ofH.view();
    }
    @Nullable Tensor[] results = new Tensor[inputs];
    results[0] = towardsInputs;
    results[1] = ctx.needsGrad(1) ? ofWeights(towardsStates, ctx.saved(2), outputs) : null;
    results[2] = ofH;
    if (inputs > 3) {
      results[3] = towardsStates.sum(0, 1);
    }
    return results;
  }
}
