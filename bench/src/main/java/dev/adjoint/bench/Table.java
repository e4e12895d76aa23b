package dev.adjoint.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contenders side by side, one line a piece of work, as Markdown. */
final class Table {
  private static final String ABSENT = "–";

  private final Map<Timing.Work, Map<Contender, Double>> lines = new TreeMap<>();

  /** Where a contender did the same work in several ways (with one thread, with all), its best time counts. */
  Table(Iterable<Timing> timings) {
    for (Timing timing : timings) {
      lines
          .computeIfAbsent(timing.work(), _ -> new EnumMap<>(Contender.class))
          .merge(timing.contender(), timing.microseconds(), Math::min);
    }
  }

  String markdown() {
    var titles = new ArrayList<String>();
    titles.add("work (µs a call)");
    for (Contender contender : Contender.values()) {
      titles.add(contender.title());
    }
    titles.add("Adjoint / libtorch");
    titles.add("Adjoint / ND4J");
    String alignment = "|---" + "|---:".repeat(titles.size() - 1) + "|\n";
    return lines.entrySet().stream()
        .map(entry -> line(cells(entry.getKey(), entry.getValue())))
        .collect(Collectors.joining("", line(titles) + alignment, ""));
  }

  private static List<String> cells(Timing.Work work, Map<Contender, Double> times) {
    var cells = new ArrayList<String>();
    cells.add(work.toString());
    for (Contender contender : Contender.values()) {
      cells.add(threeDigits(times.get(contender)));
    }
    Double adjoint = times.get(Contender.ADJOINT_CPU);
    cells.add(ratio(adjoint, times.get(Contender.LIBTORCH)));
    cells.add(ratio(adjoint, times.get(Contender.SAMEDIFF)));
    return cells;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String ratio(@Nullable Double adjoint, @Nullable Double peer) {
    return adjoint == null || peer == null ? ABSENT : threeDigits(adjoint / peer);
  }

  private static String threeDigits(@Nullable Double value) {
    if (value == null) {
      return ABSENT;
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(value)), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
