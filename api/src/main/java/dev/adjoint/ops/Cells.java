package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.UnaryOp;
import org.jspecify.annotations.Nullable;

/** One step of a recurrent network. Weights hold the gates one after the other, in PyTorch's order. */
public final class Cells {
  private Cells() {}

  private static Tensor gates(
      String name, int count, Tensor x, Tensor state, Tensor weight, @Nullable Tensor bias, boolean isInput) {
    check(name, count, x, state, weight, isInput);
    Tensor in = isInput ? x : state;
    return bias == null ? in.matmul(weight.t()) : MatMul.matmul(in, weight.t(), bias);
  }

  private static void check(String name, int count, Tensor x, Tensor state, Tensor weight, boolean isInput) {
    Tensor in = isInput ? x : state;
    int hidden = state.shape().size(-1);
    if (weight.shape().rank() != 2 || weight.shape().size(0) != count * hidden
        || in.shape().size(-1) != weight.shape().size(1)) {
      throw new ShapeException(
          name + " of an input of shape " + x.shape() + " and a state of shape " + state.shape() + ": expected "
              + (isInput ? "input" : "state") + " weights of shape [" + count * hidden + ", " + in.shape().size(-1)
              + "]; given " + weight.shape());
    }
  }

  /** What the gates get from the input, with both biases. */
  private static Tensor ofInput(
      String name, int count, Tensor x, Tensor state, Tensor weight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    Tensor bias = inputBias == null ? stateBias : stateBias == null ? inputBias : inputBias.add(stateBias);
    return gates(name, count, x, state, weight, bias, true);
  }

  /** The gates of input and state together: the second product goes on top of the first. */
  private static Tensor withState(String name, int count, Tensor ofInput, Tensor state, Tensor stateWeight) {
    check(name, count, ofInput, state, stateWeight, false);
    return MatMul.matmul(state, stateWeight.t(), ofInput);
  }

  private static final Elementwise LSTM_CELL = Elementwise.of("lstm_cell", 0, Elementwise.Operands.REAL,
      (a, p) -> sigmoid(a[1]).mul(a[3]).add(sigmoid(a[0]).mul(tanh(a[2]))));
  private static final Elementwise LSTM_STATE = Elementwise.of("lstm_state", 0, Elementwise.Operands.REAL,
      (a, p) -> sigmoid(a[0]).mul(tanh(a[1])));
  private static final Elementwise GRU_STATE = Elementwise.of("gru_state", 0, Elementwise.Operands.REAL, (a, p) -> {
    Expr reset = sigmoid(a[0].add(a[3]));
    Expr update = sigmoid(a[1].add(a[4]));
    Expr fresh = tanh(a[2].add(reset.mul(a[5])));
    return fresh.add(update.mul(a[6].sub(fresh)));
  });

  private static Expr sigmoid(Expr x) {
    return Expr.unary(UnaryOp.SIGMOID, x);
  }

  private static Expr tanh(Expr x) {
    return Expr.unary(UnaryOp.TANH, x);
  }

  /**
   * Long short-term memory (Hochreiter and Schmidhuber, 1997, with a forget gate); the gates are input, forget, cell, output.
   *
   * @return the new h and c
   */
  public static Tensor[] lstm(
      Tensor x, Tensor h, Tensor c, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias,
      @Nullable Tensor stateBias) {
    return lstm(ofInput("lstmCell", 4, x, h, inputWeight, inputBias, stateBias), h, c, stateWeight);
  }

  /**
   * {@link #lstm(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)} where the input's part is known.
   *
   * @param ofInput {@code [.., 4 * hidden]}: the input times its weights, and all biases
   */
  public static Tensor[] lstm(Tensor ofInput, Tensor h, Tensor c, Tensor stateWeight) {
    Tensor[] gates = Joining.apart(withState("lstmCell", 4, ofInput, h, stateWeight), -1, 4);
    Tensor newC = LSTM_CELL.apply(gates[0], gates[1], gates[2], c);
    return new Tensor[] {LSTM_STATE.apply(gates[3], newC), newC};
  }

  /** The gated recurrent unit (Cho et al., 2014); the gates are reset, update, new. */
  public static Tensor gru(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return gru(gates("gruCell", 3, x, h, inputWeight, inputBias, true), h, stateWeight, stateBias);
  }

  /**
   * {@link #gru(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)} where the input's part is known.
   *
   * @param ofInput {@code [.., 3 * hidden]}: the input times its weights, and its biases
   */
  public static Tensor gru(Tensor ofInput, Tensor h, Tensor stateWeight, @Nullable Tensor stateBias) {
    Tensor[] input = Joining.apart(ofInput, -1, 3);
    Tensor[] ofState = Joining.apart(gates("gruCell", 3, ofInput, h, stateWeight, stateBias, false), -1, 3);
    return GRU_STATE.apply(input[0], input[1], input[2], ofState[0], ofState[1], ofState[2], h);
  }

  /** A plain recurrent cell before its tanh or relu. */
  public static Tensor plain(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return withState("rnnCell", 1, ofInput("rnnCell", 1, x, h, inputWeight, inputBias, stateBias), h, stateWeight);
  }
}
