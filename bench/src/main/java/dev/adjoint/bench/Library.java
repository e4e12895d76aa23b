package dev.adjoint.bench;

/** Something that can do a {@link Work}. */
public interface Library {
  /** The cotangent of an output is made of these numbers, which no input has. */
  long COTANGENT_SEED = 99;

  /** Whether it can do this one; most can do all. */
  default boolean can(Work work) {
    return !work.operation().isLimit();
  }

  /** Makes the inputs: the one at {@code i} of the numbers with seed {@code i + 1}. */
  Task prepare(Work work);

  /** A work with its inputs, to be done again and again. */
  interface Task extends AutoCloseable {
    /**
     * Does the work once.
     *
     * @return anything that keeps it from being optimised away
     */
    Object run();

    /** Does the work once more. The output, row by row. */
    float[] output();

    /** The gradient that the latest run found for an input. */
    float[] gradient(int input);

    /** Frees what lies outside the heap. */
    @Override
    default void close() {}
  }
}
