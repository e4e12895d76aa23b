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

  /** Both; where both measured the same, the later one counts. */
  Run and(Run later) {
    List<Result> kept = results.stream().filter(result -> later.results.stream().noneMatch(result::isOfTheSame)).toList();
    return new Run(later.facts, Stream.concat(kept.stream(), later.results.stream()).toList());
  }
}
