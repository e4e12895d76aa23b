package dev.adjoint.bench;

import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long to measure, and whom. */
enum Effort {
  /** Those that matter most, briefly: to see where one stands. */
  QUICK(
      4,
      List.of(
          Contender.MACHINE, Contender.ADJOINT, Contender.ADJOINT_SCOPE, Contender.LIBTORCH_PASSIVE,
          Contender.LIBTORCH_BLAS, Contender.LIBTORCH_ONE)),
  /** Everybody, and longer. */
  FULL(6, List.of(Contender.values()));

  /** The task is hot when JMH gets it; JMH's own loop is not. */
  private static final int WARMUPS = 2;
  private static final TimeValue ITERATION = TimeValue.milliseconds(250);

  private final int iterations;
  private final List<Contender> contenders;

  Effort(int iterations, List<Contender> contenders) {
    this.iterations = iterations;
    this.contenders = contenders;
  }

  List<Contender> contenders() {
    return contenders;
  }

  ChainedOptionsBuilder options(ChainedOptionsBuilder options) {
    return options
        .warmupIterations(WARMUPS)
        .warmupTime(ITERATION)
        .measurementIterations(iterations)
        .measurementTime(ITERATION);
  }
}
