package dev.adjoint;

/** How elements that are placed at one index are combined. */
public enum ScatterReduction {
  /** Their sum. */
  SUM,
  /** Their product; the gradient is exact also where one of them is 0. */
  PROD,
  /** Their mean. */
  MEAN,
  /** The largest; a gradient is shared evenly among equals. */
  AMAX,
  /** The smallest; a gradient is shared evenly among equals. */
  AMIN
}
