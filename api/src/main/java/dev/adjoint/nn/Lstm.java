package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.LstmSequence;
import java.util.Objects;

/**
 * Long short-term memory along sequences: {@link Functional#lstmCell} at each step. Parameters have PyTorch's names, {@code
 * weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0} for each layer, with {@code _reverse} for the
 * other direction, and are uniform within {@code 1 / sqrt(hidden)} at first.
 */
public final class Lstm extends RecurrentLayer {
  /**
   * One layer.
   *
   * @throws ShapeException if a number is less than 1
   */
  public Lstm(int in, int hidden, Key key) {
    this(in, hidden, RecurrentOptions.DEFAULT, key);
  }

  /**
   * With options.
   *
   * @throws ShapeException if a number is less than 1
   */
  public Lstm(int in, int hidden, RecurrentOptions options, Key key) {
    super(4, in, hidden, options, key);
  }

  /**
   * What went out.
   *
   * @param output {@code [steps, n, directions * hidden]}, as the input is laid out: h of the last layer at each step
   * @param h {@code [layers * directions, n, hidden]}: the state at the end of each layer and direction
   * @param c as h
   */
  public record Output(Tensor output, Tensor h, Tensor c) {}

  /**
   * The outputs alone, from states of zeros.
   *
   * @param x {@code [steps, n, in]}, {@code [n, steps, in]} if the options say so, or {@code [steps, in]}
   * @throws ShapeException if it has another shape
   */
  @Override
  public Tensor forward(Tensor x) {
    return forwardWithState(x).output();
  }

  /** Outputs and states, from states of zeros. */
  public Output forwardWithState(Tensor x) {
    Tensor zeros = zeros(x);
    return forward(x, zeros, zeros);
  }

  /**
   * Outputs and states, from given states.
   *
   * @param h {@code [layers * directions, n, hidden]}, without n where x has none
   * @param c as h
   * @throws ShapeException if one has another shape
   */
  public Output forward(Tensor x, Tensor h, Tensor c) {
    Objects.requireNonNull(h, "Lstm: the state h is null; expected a tensor, or forwardWithState(x)");
    Objects.requireNonNull(c, "Lstm: the state c is null; expected a tensor, or forwardWithState(x)");
    Tensor[] all = run(x, new Tensor[] {h, c});
    return new Output(all[0], all[1], all[2]);
  }

  @Override
  Tensor[] sequence(Tensor x, Tensor[] state, Weights weights, boolean reverse) {
    Tensor bias = weights.inputBias().get();
    Tensor other = weights.stateBias().get();
    Tensor ofInputs = Functional.linear(x, weights.input().get(), bias == null || other == null ? null : bias.add(other));
    return LstmSequence.of(ofInputs, state[0], state[1], weights.state().get(), reverse);
  }
}
