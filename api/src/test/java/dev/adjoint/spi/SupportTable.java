package dev.adjoint.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first table of a Markdown page, whose columns are backends: what {@link Support} says of each of them. */
final class SupportTable {
  private final List<String> before;
  private final List<String> after;
  private final SortedSet<String> backends = new TreeSet<>();
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  private SupportTable(List<String> lines) {
    int first = 0;
    while (first < lines.size() && !lines.get(first).startsWith("|")) {
      first++;
    }
    int end = first;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    before = lines.subList(0, first);
    after = lines.subList(end, lines.size());
    if (end > first) {
      List<String> header = cells(lines.get(first));
      backends.addAll(header.subList(1, header.size()));
      for (String line : lines.subList(Math.min(first + 2, end), end)) {
        List<String> cells = cells(line);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i < cells.size(); i++) {
          row.put(header.get(i), cells.get(i));
        }
        rows.put(cells.getFirst(), row);
      }
    }
  }

  static SupportTable empty() {
    return new SupportTable(List.of());
  }

  static SupportTable read(Path page) throws IOException {
    return new SupportTable(Files.readAllLines(page));
  }

  private static List<String> cells(String line) {
    String inner = line.strip();
    inner = inner.substring(1, inner.length() - (inner.endsWith("|") ? 1 : 0));
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  /** What the table says of a backend; empty if it does not know it. */
  Map<String, String> column(String backend) {
    Map<String, String> column = new LinkedHashMap<>();
    rows.forEach((what, row) -> {
      @Nullable String cell = row.get(backend);
      if (cell != null) {
        column.put(what, cell);
      }
    });
    return column;
  }

  /** Sets what is said of a backend, and leaves out the rows that nobody has any more. */
  SupportTable with(String backend, Map<String, String> column) {
    backends.add(backend);
    Map<String, Map<String, String>> old = new LinkedHashMap<>(rows);
    rows.clear();
    column.forEach((what, cell) -> {
      Map<String, String> row = old.getOrDefault(what, new LinkedHashMap<>());
      row.put(backend, cell);
      rows.put(what, row);
    });
    return this;
  }

  /** The page's lines. */
  List<String> lines() {
    List<String> table = new ArrayList<>();
    table.add(line("", backends.stream()));
    table.add("|" + " --- |".repeat(1 + backends.size()));
    rows.forEach((what, row) -> table.add(line(what, backends.stream().map(name -> row.getOrDefault(name, "")))));
    return Stream.of(before, table, after).flatMap(List::stream).toList();
  }

  private static String line(String first, Stream<String> cells) {
    return Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |"));
  }
}
