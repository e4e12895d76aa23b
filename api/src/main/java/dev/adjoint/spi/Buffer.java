package dev.adjoint.spi;

import dev.adjoint.DType;

/** Storage that a backend owns: a number of elements of one type. Freed by the garbage collector; nobody closes it. */
public interface Buffer {
  /** The type of the elements. */
  DType dtype();

  /** The number of elements. */
  int size();
}
