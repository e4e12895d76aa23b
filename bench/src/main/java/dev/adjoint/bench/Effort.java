package dev.adjoint.bench;

import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long to measure, and whom. */
enum Effort {
  /** The whole suite in about ten minutes. */
  QUICK(
      12, 2, 4,
      List.of(
          Contender.MACHINE, Contender.ADJOINT, Contender.ADJOINT_SCOPE, Contender.LIBTORCH_PASSIVE,
          Contender.LIBTORCH_BLAS, Contender.LIBTORCH_ONE)),
  /** For figures to publish: about three times as long. */
  FULL(18, 3, 6, List.of(Contender.values()));

  private static final int MANY = 1000;
  private static final TimeValue ITERATION = TimeValue.milliseconds(250);

  private final int warmups;
  private final int nativeWarmups;
  private final int iterations;
  private final List<Contender> contenders;

  Effort(int warmups, int nativeWarmups, int iterations, List<Contender> contenders) {
    this.warmups = warmups;
    this.nativeWarmups = nativeWarmups;
    this.iterations = iterations;
    this.contenders = contenders;
  }

  List<Contender> contenders() {
    return contenders;
  }

  ChainedOptionsBuilder options(ChainedOptionsBuilder options, Contender contender, Work work) {
    // Java takes seconds to become hot: all of Adjoint, and the way into the others, which counts where a call is short.
    boolean isJava = contender.isAdjoint() || work.size() <= MANY;
    return options
        .warmupIterations(isJava ? warmups : nativeWarmups)
        .warmupTime(ITERATION)
        .measurementIterations(iterations)
        .measurementTime(ITERATION);
  }
}
