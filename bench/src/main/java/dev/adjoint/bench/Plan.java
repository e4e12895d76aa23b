package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The works that are wanted, and their measuring: a process for each group and contender, one after the other. */
final class Plan {
  private static final String MEMORY = "memory";

  private final Map<String, List<String>> groups = new LinkedHashMap<>();

  /** Those whose {@code group/work} one of the patterns is found in; all, if there is none. */
  Plan(List<String> patterns) {
    List<Pattern> compiled = patterns.stream().map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE)).toList();
    Suite.LINES.forEach(line -> add(compiled, line.group(), line.work().toString()));
    // A process remembers its peak, so each network has one of its own.
    PeakMemory.WORKS.forEach(work -> add(compiled, MEMORY + " of " + work.operation(), PeakMemory.name(work)));
  }

  Map<String, List<String>> groups() {
    return groups;
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  List<Result> measure(String group, Effort effort, List<Contender> contenders) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (Contender contender : contenders) {
      if (contender.isPresent()) {
        // Its heap is left to the JVM where memory is what is measured.
        List<String> heap = group.startsWith(MEMORY) ? List.of() : contender.heap();
        results.addAll(measure(effort, contender, heap, groups.getOrDefault(group, List.of())));
      }
    }
    return results;
  }

  private void add(List<Pattern> patterns, String group, String work) {
    if (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matcher(group + "/" + work).find())) {
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(work);
    }
  }

  private static List<Result> measure(Effort effort, Contender contender, List<String> heap, List<String> works)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("bench", ".json");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow"));
      // Half of libtorch's time for 16 elements would be JavaCPP's watch over its pointers, which are all closed by hand.
      command.add("-Dorg.bytedeco.javacpp.nopointergc=true");
      command.addAll(heap);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
      command.addAll(List.of(contender.name(), effort.name(), file.toString()));
      command.addAll(works);
      var builder = new ProcessBuilder(command).inheritIO();
      builder.environment().putAll(contender.environment());
      int code = builder.start().waitFor();
      if (code != 0) {
        System.err.println(contender + " ended with code " + code + "; what it had measured by then counts.");
      }
      return List.of(Json.read(Files.readString(file), Result[].class));
    } finally {
      Files.delete(file);
    }
  }
}
