package dev.adjoint.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was measured, and where.
 *
 * @param facts of the machine and the versions
 */
record Run(Map<String, ?> facts, List<Result> results) {
  static final Run EMPTY = new Run(Map.of(), List.of());

  /** What {@link #json} wrote. */
  static Run read(String json) {
    List<Map<String, String>> objects = Json.read(json);
    return new Run(objects.getFirst(), objects.stream().skip(1).map(Result::of).toList());
  }

  String json() {
    List<Map<String, Object>> objects = new ArrayList<>();
    objects.add(new LinkedHashMap<>(facts));
    results.forEach(result -> objects.add(result.members()));
    return Json.write(objects);
  }

  /** Both; where both measured the same, the later one counts. */
  Run and(Run later) {
    List<Result> kept = results.stream().filter(result -> later.results.stream().noneMatch(result::isOfTheSame)).toList();
    return new Run(later.facts, Stream.concat(kept.stream(), later.results.stream()).toList());
  }
}
