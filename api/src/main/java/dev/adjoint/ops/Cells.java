package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import org.jspecify.annotations.Nullable;

/** One step of a recurrent network. Weights hold the gates one after the other, in PyTorch's order. */
public final class Cells {
  private Cells() {}

  private static Tensor gates(
      String name, int count, Tensor x, Tensor state, Tensor weight, @Nullable Tensor bias, boolean isInput) {
    Tensor in = isInput ? x : state;
    int hidden = state.shape().size(-1);
    if (weight.shape().rank() != 2 || weight.shape().size(0) != count * hidden
        || in.shape().size(-1) != weight.shape().size(1)) {
      throw new ShapeException(
          name + " of an input of shape " + x.shape() + " and a state of shape " + state.shape() + ": expected "
              + (isInput ? "input" : "state") + " weights of shape [" + count * hidden + ", " + in.shape().size(-1)
              + "]; given " + weight.shape());
    }
    Tensor out = in.matmul(weight.t());
    return bias == null ? out : out.add(bias);
  }

  private static Tensor gate(Tensor gates, int index, Tensor state) {
    int hidden = state.shape().size(-1);
    return gates.narrow(-1, index * hidden, hidden);
  }

  /**
   * Long short-term memory (Hochreiter and Schmidhuber, 1997, with a forget gate); the gates are input, forget, cell, output.
   *
   * @return the new h and c
   */
  public static Tensor[] lstm(
      Tensor x, Tensor h, Tensor c, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias,
      @Nullable Tensor stateBias) {
    Tensor gates = gates("lstmCell", 4, x, h, inputWeight, inputBias, true)
        .add(gates("lstmCell", 4, x, h, stateWeight, stateBias, false));
    Tensor in = gate(gates, 0, h).sigmoid();
    Tensor forget = gate(gates, 1, h).sigmoid();
    Tensor cell = gate(gates, 2, h).tanh();
    Tensor out = gate(gates, 3, h).sigmoid();
    Tensor newC = forget.mul(c).add(in.mul(cell));
    return new Tensor[] {out.mul(newC.tanh()), newC};
  }

  /** The gated recurrent unit (Cho et al., 2014); the gates are reset, update, new. */
  public static Tensor gru(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    Tensor ofInput = gates("gruCell", 3, x, h, inputWeight, inputBias, true);
    Tensor ofState = gates("gruCell", 3, x, h, stateWeight, stateBias, false);
    Tensor reset = gate(ofInput, 0, h).add(gate(ofState, 0, h)).sigmoid();
    Tensor update = gate(ofInput, 1, h).add(gate(ofState, 1, h)).sigmoid();
    Tensor fresh = gate(ofInput, 2, h).add(reset.mul(gate(ofState, 2, h))).tanh();
    return fresh.add(update.mul(h.sub(fresh)));
  }

  /** A plain recurrent cell before its tanh or relu. */
  public static Tensor plain(
      Tensor x, Tensor h, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return gates("rnnCell", 1, x, h, inputWeight, inputBias, true)
        .add(gates("rnnCell", 1, x, h, stateWeight, stateBias, false));
  }
}
