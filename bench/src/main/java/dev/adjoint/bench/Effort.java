package dev.adjoint.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long to measure.
 *
 * @param forks fresh JVMs a benchmark
 * @param warmups iterations of a second before measuring, in each fork
 * @param iterations measured iterations of a second, in each fork
 */
record Effort(int forks, int warmups, int iterations) {
  /** The whole suite with its peers in under ten minutes. */
  static final Effort QUICK = new Effort(1, 2, 3);

  /** For figures to publish. */
  static final Effort FULL = new Effort(3, 5, 10);

  ChainedOptionsBuilder applyTo(ChainedOptionsBuilder options) {
    TimeValue second = TimeValue.seconds(1);
    return options
        .forks(forks)
        .warmupIterations(warmups)
        .warmupTime(second)
        .measurementIterations(iterations)
        .measurementTime(second);
  }
}
