package dev.adjoint.spi;

/** How elements are combined along axes. */
public enum Reduction {
  /** Their sum; 0 where there are none. */
  SUM,
  /** Their product; 1 where there are none. */
  PROD,
  /** The largest; NaN if one is NaN. Never asked for where there are none. */
  MAX,
  /** The smallest; NaN if one is NaN. Never asked for where there are none. */
  MIN
}
