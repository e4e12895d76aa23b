package dev.adjoint.bench;

import dev.adjoint.bench.Contender.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contenders side by side, one line a piece of work, as Markdown. */
final class Table {
  private static final String ABSENT = "–";
  private static final List<Column> COLUMNS = List.of(Column.ADJOINT, Column.LIBTORCH, Column.ADJOINT_ND4J, Column.ND4J);

  private final Map<String, Map<Column, Result>> lines = new LinkedHashMap<>();
  private final Limits limits;

  /** Where several contenders share a column, the best of them counts. */
  Table(List<Result> results) {
    limits = new Limits(results);
    Suite.LINES.forEach(line -> lines.put(line.work().toString(), new EnumMap<>(Column.class)));
    for (Result result : results) {
      lines
          .computeIfAbsent(result.work(), _ -> new EnumMap<>(Column.class))
          .merge(result.contender().column(), result, (a, b) -> a.value() <= b.value() ? a : b);
    }
    lines.values().forEach(line -> line.remove(Column.LIMIT));
    lines.values().removeIf(Map::isEmpty);
  }

  String markdown() {
    var titles = new ArrayList<String>();
    titles.add("work (µs a call)");
    COLUMNS.forEach(column -> titles.add(column.title()));
    titles.addAll(List.of("Adjoint / libtorch", "goal", "limit", "Adjoint allocates (bytes)"));
    String alignment = "|---" + "|---:".repeat(titles.size() - 1) + "|\n";
    return lines.entrySet().stream()
        .map(entry -> line(cells(entry.getKey(), entry.getValue())))
        .collect(Collectors.joining("", line(titles) + alignment, ""));
  }

  private List<String> cells(String work, Map<Column, Result> results) {
    var cells = new ArrayList<String>();
    cells.add(work);
    COLUMNS.forEach(column -> cells.add(threeDigits(value(results.get(column)))));
    Result adjoint = results.get(Column.ADJOINT);
    Result libtorch = results.get(Column.LIBTORCH);
    cells.add(adjoint == null || libtorch == null ? ABSENT : threeDigits(adjoint.value() / libtorch.value()));
    cells.add(threeDigits(positive(Suite.goal(work))));
    cells.add(threeDigits(positive(limits.microseconds(work))));
    cells.add(adjoint == null ? ABSENT : String.format(Locale.ROOT, "%,.0f", adjoint.allocated()));
    return cells;
  }

  private static @Nullable Double value(@Nullable Result result) {
    return result == null ? null : result.value();
  }

  private static @Nullable Double positive(double value) {
    return value > 0 ? value : null;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String threeDigits(@Nullable Double value) {
    if (value == null) {
      return ABSENT;
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(value)), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
