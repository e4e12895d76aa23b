package dev.adjoint.nn;

/** How well a state must fit the module that loads it. */
public enum Strictness {
  /** Each parameter and buffer has its value in the state, and there are no others. */
  EXACT,
  /** What has the same name is loaded; it must have the same shape. To load a part of a network, to be tuned with a new end. */
  PARTIAL
}
