package dev.adjoint.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the machine allows, measured in the same run. */
final class Limits {
  private static final double TRIAD_ARRAYS = 3;

  private final List<Result> results;

  Limits(List<Result> results) {
    this.results = results.stream().filter(result -> result.contender() == Contender.MACHINE).toList();
  }

  /** The shortest time that bandwidth or arithmetic allow for a work; 0 where neither is what bounds it. */
  double microseconds(String name) {
    Optional<Work> found = Suite.find(name);
    if (found.isEmpty()) {
      return 0;
    }
    Work work = found.get();
    double arithmetic = work.flops() == 0 ? 0 : work.flops() / flopsPerMicrosecond(work.type());
    double memory = work.bytes() == 0 ? 0 : work.bytes() / bytesPerMicrosecond();
    double limit = Math.max(arithmetic, memory);
    return Double.isFinite(limit) ? limit : 0;
  }

  /** The limits in words, as a Markdown list. */
  String markdown() {
    return String.format(
        Locale.ROOT,
        """
            - bandwidth of the memory (STREAM's triad, arrays used again, all threads): %.1f GB/s
            - OpenBLAS with its own threads, 2048 x 2048: %.0f GFLOP/s in float32, %.0f GFLOP/s in float64
            - a new array of 2^20 float32, which Java fills with zeros before anything is written to it: %.0f µs
            """,
        bytesPerMicrosecond() / 1e3,
        flopsPerMicrosecond(Work.Type.FLOAT32) / 1e3,
        flopsPerMicrosecond(Work.Type.FLOAT64) / 1e3,
        newArray());
  }

  private double newArray() {
    return results.stream()
        .filter(result -> Suite.find(result.work()).filter(work -> work.operation() == Operation.NEW_ARRAY).isPresent())
        .mapToDouble(Result::value)
        .findFirst()
        .orElse(0);
  }

  private double bytesPerMicrosecond() {
    return results.stream()
        .flatMap(result -> Suite.find(result.work()).stream()
            .filter(work -> work.operation() == Operation.TRIAD)
            .map(work -> TRIAD_ARRAYS * work.size() * work.type().bytes() / result.value()))
        .findFirst()
        .orElse(0.0);
  }

  private double flopsPerMicrosecond(Work.Type type) {
    return results.stream()
        .flatMap(result -> Suite.find(result.work()).stream()
            .filter(work -> work.operation() == Operation.MATMUL && work.type() == type)
            .map(work -> work.flops() / result.value()))
        .findFirst()
        .orElse(0.0);
  }
}
