package dev.adjoint.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What every benchmark has in common: the average time of one call, in microseconds, in a JVM of its own that has the Vector
 * API and may call native libraries. JMH's annotations are inherited.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = {
  "--add-modules=jdk.incubator.vector",
  "--enable-native-access=ALL-UNNAMED",
  "--sun-misc-unsafe-memory-access=allow"
})
public abstract class Measured {
  /** For the benchmarks. */
  protected Measured() {}
}
