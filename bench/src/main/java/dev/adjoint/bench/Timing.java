package dev.adjoint.bench;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * How long one contender took over one piece of work.
 *
 * @param microseconds the average time of one call
 */
record Timing(Work work, Contender contender, double microseconds) {
  /**
   * A piece of work that every contender can do: a line of the table.
   *
   * @param name class and method of the benchmark, for instance {@code Add.plain}
   * @param size its parameter {@code size}, in elements; 0 where it has none
   */
  record Work(String name, int size) implements Comparable<Work> {
    private static final Comparator<Work> ORDER = Comparator.comparing(Work::name).thenComparing(Work::size);

    @Override
    public int compareTo(Work other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return size == 0 ? name : String.format(Locale.ROOT, "%s, %,d", name, size);
    }
  }

  /** What JMH measured. */
  static Timing of(RunResult result) {
    BenchmarkParams params = result.getParams();
    String[] path = params.getBenchmark().split("\\.");
    String name = path[path.length - 2] + "." + path[path.length - 1];
    int size = Integer.parseInt(param(params, "size", "0"));
    Contender contender = Contender.of(path[path.length - 3], param(params, "backend", ""));
    return new Timing(new Work(name, size), contender, result.getPrimaryResult().getScore());
  }

  private static String param(BenchmarkParams params, String name, String otherwise) {
    return Objects.requireNonNullElse(params.getParam(name), otherwise);
  }
}
