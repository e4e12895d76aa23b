package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.ops.GruSequence;
import java.util.Objects;

/**
 * Gated recurrent units along sequences: {@link Functional#gruCell} at each step. Parameters have the names of {@link Lstm}'s,
 * and are uniform within {@code 1 / sqrt(hidden)} at first.
 */
public final class Gru extends RecurrentLayer {
  /**
   * One layer.
   *
   * @throws ShapeException if a number is less than 1
   */
  public Gru(int in, int hidden, Key key) {
    this(in, hidden, RecurrentOptions.DEFAULT, key);
  }

  /**
   * With options.
   *
   * @throws ShapeException if a number is less than 1
   */
  public Gru(int in, int hidden, RecurrentOptions options, Key key) {
    super(3, in, hidden, options, key);
  }

  /**
   * What went out.
   *
   * @param output {@code [steps, n, directions * hidden]}, as the input is laid out: h of the last layer at each step
   * @param h {@code [layers * directions, n, hidden]}: the state at the end of each layer and direction
   */
  public record Output(Tensor output, Tensor h) {}

  /**
   * The outputs alone, from a state of zeros.
   *
   * @param x {@code [steps, n, in]}, {@code [n, steps, in]} if the options say so, or {@code [steps, in]}
   * @throws ShapeException if it has another shape
   */
  @Override
  public Tensor forward(Tensor x) {
    return forwardWithState(x).output();
  }

  /** Outputs and state, from a state of zeros. */
  public Output forwardWithState(Tensor x) {
    return forward(x, zeros(x));
  }

  /**
   * Outputs and state, from a given state.
   *
   * @param h {@code [layers * directions, n, hidden]}, without n where x has none
   * @throws ShapeException if it has another shape
   */
  public Output forward(Tensor x, Tensor h) {
    Objects.requireNonNull(h, "Gru: the state h is null; expected a tensor, or forwardWithState(x)");
    Tensor[] all = run(x, new Tensor[] {h});
    return new Output(all[0], all[1]);
  }

  @Override
  Tensor[] sequence(Tensor x, Tensor[] state, Weights weights, boolean reverse) {
    Tensor ofInputs = Functional.linear(x, weights.input().get(), weights.inputBias().get());
    return GruSequence.of(ofInputs, state[0], weights.state().get(), weights.stateBias().get(), reverse);
  }
}
