package dev.adjoint.bench;

/**
 * What was measured of one contender doing one piece of work.
 *
 * @param work its name
 * @param value the time of one call in microseconds, the median of the iterations' averages, or a peak of memory in MiB
 * @param spread half the distance between the fastest iteration and the slowest
 * @param allocated bytes of Java heap that one call allocates
 */
record Result(String work, Contender contender, double value, double spread, double allocated) {
  boolean isOfTheSame(Result other) {
    return work.equals(other.work) && contender == other.contender;
  }

  boolean isBeatenBy(Result other) {
    return isOfTheSame(other) && other.value < value;
  }
}
