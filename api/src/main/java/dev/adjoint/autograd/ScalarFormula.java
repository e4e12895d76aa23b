package dev.adjoint.autograd;

import java.util.List;

/**
 * What an elementwise operation computes of each element, as a person would write it: its inputs are a, b, c, ..., the numbers
 * that were handed to it p0, p1, ...
 *
 * @param value the function, for instance {@code a * sigmoid(a)}
 * @param derivatives its derivative by each input; {@code 0} where it does not depend on it
 */
public record ScalarFormula(String value, List<String> derivatives) {
  /** A formula. */
  public ScalarFormula {
    derivatives = List.copyOf(derivatives);
  }
}
