package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a reader has to know of a run to make sense of it. */
final class Facts {
  private static final List<String> LIBRARIES = List.of("pytorch", "nd4j-native", "openblas");

  private Facts() {}

  static Map<String, String> here(Effort effort) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("effort", effort.name());
    facts.put("processor", processor());
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("libraries", String.join(", ", libraries()));
    return facts;
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** The jars on the class path that matter, by their names. */
  private static List<String> libraries() throws IOException {
    Path folder = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0]).resolveSibling("lib");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(jar -> jar.getFileName().toString().replace(".jar", ""))
          .filter(jar -> LIBRARIES.stream().anyMatch(name -> jar.matches(name + "-[-.\\dM]+")))
          .sorted()
          .toList();
    }
  }
}
