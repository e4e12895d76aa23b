package dev.adjoint.bench;

import dev.adjoint.bench.Contender.Column;
import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long to measure, and whom. */
enum Effort {
  /** The whole suite in under ten minutes. */
  QUICK(
      10, 2, 4,
      List.of(
          Contender.MACHINE, Contender.ADJOINT, Contender.LIBTORCH_PASSIVE, Contender.LIBTORCH_BLAS, Contender.LIBTORCH_ONE)),
  /** For figures to publish: about three times as long. */
  FULL(15, 5, 10, List.of(Contender.values()));

  private static final TimeValue ITERATION = TimeValue.milliseconds(300);

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

  ChainedOptionsBuilder options(ChainedOptionsBuilder options, Contender contender) {
    // Compiled code of others is hot from the start; ours takes seconds to become so.
    boolean isJava = contender.column() == Column.ADJOINT || contender.column() == Column.ADJOINT_ND4J;
    return options
        .warmupIterations(isJava ? warmups : nativeWarmups)
        .warmupTime(ITERATION)
        .measurementIterations(iterations)
        .measurementTime(ITERATION);
  }
}
