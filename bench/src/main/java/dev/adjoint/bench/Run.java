package dev.adjoint.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was measured, and where.
 *
 * @param facts of the machine and the versions
 */
record Run(Map<String, String> facts, List<Result> results) {
  static final Run EMPTY = new Run(Map.of(), List.of());

  /** What {@link #json} wrote. */
  static Run read(String json) {
    return Json.read(json, Run.class);
  }

  String json() {
    return Json.write(this);
  }

  /** Both; where both measured the same, the better one counts: on a shared machine neighbours only ever take time. */
  Run and(Run other) {
    Stream<Result> kept = results.stream().filter(result -> other.results.stream().noneMatch(result::isBeatenBy));
    Stream<Result> added =
        other.results.stream()
            .filter(result -> results.stream().noneMatch(mine -> mine.isOfTheSame(result) && !mine.isBeatenBy(result)));
    return new Run(other.facts, Stream.concat(kept, added).toList());
  }
}
