package dev.adjoint.ops;

import dev.adjoint.CustomFunction.Context;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Cells#lstm(Tensor, Tensor, Tensor, Tensor)} at all steps of a sequence. */
public final class LstmSequence extends Recurrence {
  private static final int GATES = 4;
  private static final int INPUTS = 4;

  /** Of the gates and c: the next c and h. */
  private static final TypedPrograms NEXT = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype, dtype, dtype);
    Expr kept = p.input(1).sigmoid().mul(p.input(4));
    Expr c = p.each(kept.add(p.input(0).sigmoid().mul(p.input(2).tanh())));
    return p.returning(c, p.each(p.input(3).sigmoid().mul(c.tanh())));
  });

  /** Of the gates, c before and after, the two gradients of h and that of c: the gradients of the gates and of c before. */
  private static final TypedPrograms BACK = new TypedPrograms(dtype -> {
    RowProgram.Writer p = RowProgram.over(dtype, dtype, dtype, dtype, dtype, dtype, dtype, dtype, dtype);
    Expr one = Expr.constant(1, dtype);
    Expr in = p.each(p.input(0).sigmoid());
    Expr forget = p.each(p.input(1).sigmoid());
    Expr cell = p.each(p.input(2).tanh());
    Expr out = p.each(p.input(3).sigmoid());
    Expr shown = p.each(p.input(5).tanh());
    Expr ofH = p.each(p.input(6).add(p.input(7)));
    Expr ofC = p.each(p.input(8).add(ofH.mul(out).mul(one.sub(shown.mul(shown)))));
    return p.returning(
        p.each(ofC.mul(cell).mul(in).mul(one.sub(in))),
        p.each(ofC.mul(p.input(4)).mul(forget).mul(one.sub(forget))),
        p.each(ofC.mul(in).mul(one.sub(cell.mul(cell)))),
        p.each(ofH.mul(shown).mul(out).mul(one.sub(out))),
        p.each(ofC.mul(forget)));
  });

  private LstmSequence(boolean reverse) {
    super("lstm", reverse);
  }

  /**
   * All steps.
   *
   * @param ofInputs {@code [steps, n, 4 * hidden]}: the inputs times their weights, and all biases
   * @param h {@code [n, hidden]}, as c
   * @param stateWeight {@code [4 * hidden, hidden]}
   * @param reverse whether the last element of the sequence comes first
   * @return h after each step, {@code [steps, n, hidden]}, then h and c after the last
   */
  public static Tensor[] of(Tensor ofInputs, Tensor h, Tensor c, Tensor stateWeight, boolean reverse) {
    return new LstmSequence(reverse).apply(ofInputs, stateWeight, h, c);
  }

  @Override
  Tensor[] start(Tensor[] inputs) {
    return new Tensor[] {inputs[2], inputs[3]};
  }

  @Override
  Tensor[] next(Tensor ofInput, Tensor[] state, Tensor[] inputs) {
    return Cells.lstm(ofInput, state[0], state[1], inputs[1]);
  }

  @Override
  public Tensor[] forward(Context ctx, Tensor[] inputs) {
    int steps = inputs[0].shape().size(0);
    int n = inputs[0].shape().size(1);
    int hidden = inputs[2].shape().size(1);
    boolean isKept = Arrays.stream(new int[] {0, 1, 2, 3}).anyMatch(ctx::needsGrad);
    Backend backend = inputs[0].backend();
    RowProgram program = NEXT.of(inputs[0].dtype());
    Tensor gates = blank(inputs[0], isKept ? steps : 1, n, GATES * hidden);
    Tensor outputs = blank(inputs[0], steps, n, hidden);
    Tensor cells = blank(inputs[0], steps, n, hidden);
    View weight = turned(inputs[1].view());
    View h = inputs[2].view();
    View[] read = new View[GATES + 1];
    read[GATES] = inputs[3].view();
    for (int i = 0; i < steps; i++) {
      int at = place(i, steps);
      View row = at(gates.view(), isKept ? at : 0);
      backend.matmul(h, weight, at(inputs[0].view(), at), row);
      gates(row, hidden, read, 0);
      h = at(outputs.view(), at);
      View c = at(cells.view(), at);
      backend.rows(program, Compute.NO_PARAMS, read.clone(), ROWS, new View[] {c, h});
      read[GATES] = c;
    }
    ctx.materializeGrads(false);
    ctx.put("inputs", INPUTS);
    ctx.save(inputs);
    ctx.save(outputs, cells, gates);
    return new Tensor[] {outputs, end(outputs), end(cells)};
  }

  @Override
  @Nullable
  Tensor[] gradients(Context ctx, @Nullable Tensor[] gradients) {
    Tensor weight = ctx.saved(1);
    Tensor outputs = ctx.saved(INPUTS);
    View cells = ctx.saved(INPUTS + 1).view();
    View gates = ctx.saved(INPUTS + 2).view();
    int steps = outputs.shape().size(0);
    int n = outputs.shape().size(1);
    int hidden = outputs.shape().size(2);
    Backend backend = weight.backend();
    RowProgram program = BACK.of(weight.dtype());
    View ofOutputs = orZeros(gradients[0], weight, steps, n, hidden);
    Tensor ofGates = blank(weight, steps, n, GATES * hidden);
    Tensor ofH = blank(weight, n, hidden);
    Tensor[] ofC = {blank(weight, n, hidden), blank(weight, n, hidden)};
    View[] read = new View[GATES + 5];
    View[] written = new View[GATES + 1];
    read[GATES + 3] = orZeros(gradients[1], weight, n, hidden);
    read[GATES + 4] = orZeros(gradients[2], weight, n, hidden);
    for (int i = steps - 1; i >= 0; i--) {
      int at = place(i, steps);
      View row = at(ofGates.view(), at);
      gates(at(gates, at), hidden, read, 0);
      read[GATES] = i == 0 ? ctx.saved(3).view() : at(cells, place(i - 1, steps));
      read[GATES + 1] = at(cells, at);
      read[GATES + 2] = at(ofOutputs, at);
      gates(row, hidden, written, 0);
      written[GATES] = ofC[i % 2].view();
      backend.rows(program, Compute.NO_PARAMS, read.clone(), ROWS, written.clone());
      backend.matmul(row, weight.view(), ofH.view());
      read[GATES + 3] = ofH.view();
      read[GATES + 4] = ofC[i % 2].view();
    }
    return new Tensor[] {
      ofGates, ctx.needsGrad(1) ? ofWeights(ofGates, ctx.saved(2), outputs) : null, ofH, ofC[0]
    };
  }
}
