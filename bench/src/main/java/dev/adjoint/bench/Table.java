package dev.adjoint.bench;

import dev.adjoint.bench.Contender.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The contenders side by side, one line a piece of work, as Markdown. */
final class Table {
  private static final String ABSENT = "–";
  private static final List<Column> OURS = List.of(Column.ADJOINT, Column.ADJOINT_SCOPE);
  private static final List<Column> COLUMNS =
      List.of(
          Column.ADJOINT, Column.ADJOINT_SCOPE, Column.LIBTORCH, Column.LIBTORCH_KEEPING, Column.ADJOINT_ND4J, Column.ND4J);

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

  /** Columns that nothing was measured for are left out. */
  String markdown() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(titles());
    lines.forEach((work, results) -> rows.add(cells(work, results)));
    List<Integer> kept =
        IntStream.range(0, rows.getFirst().size())
            .filter(column -> rows.stream().skip(1).anyMatch(row -> !row.get(column).equals(ABSENT)))
            .boxed()
            .toList();
    List<String> text = new ArrayList<>(rows.stream().map(row -> line(kept.stream().map(row::get).toList())).toList());
    text.add(1, "|---" + "|---:".repeat(Math.max(0, kept.size() - 1)) + "|\n");
    return String.join("", text);
  }

  private static List<String> titles() {
    var titles = new ArrayList<String>();
    titles.add("work (µs a call)");
    COLUMNS.forEach(column -> titles.add(column.title()));
    titles.addAll(List.of("Adjoint / libtorch", "in a scope", "goal", "limit", "bytes a call", "in a scope"));
    return titles;
  }

  private List<String> cells(String work, Map<Column, Result> results) {
    var cells = new ArrayList<String>();
    cells.add(work);
    COLUMNS.forEach(column -> cells.add(threeDigits(value(results.get(column)))));
    Result libtorch = results.get(Column.LIBTORCH);
    OURS.forEach(column -> cells.add(ratio(results.get(column), libtorch)));
    cells.add(threeDigits(positive(Suite.goal(work))));
    cells.add(threeDigits(positive(limits.microseconds(work))));
    OURS.forEach(column -> cells.add(allocated(results.get(column))));
    return cells;
  }

  private static String ratio(@Nullable Result ours, @Nullable Result libtorch) {
    return ours == null || libtorch == null ? ABSENT : threeDigits(ours.value() / libtorch.value());
  }

  private static String allocated(@Nullable Result result) {
    return result == null ? ABSENT : String.format(Locale.ROOT, "%,.0f", result.allocated());
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
