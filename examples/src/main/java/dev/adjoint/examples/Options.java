package dev.adjoint.examples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line of names and values: {@code --epochs 3 --data mnist}. */
final class Options {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @param usage is shown where it is not understood
   * @param known the names, without dashes
   */
  Options(String usage, List<String> known, String... args) {
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      if (!known.contains(name) || i + 1 == args.length) {
        throw new IllegalArgumentException("Usage: " + usage + "; given " + String.join(" ", args));
      }
      values.put(name, args[i + 1]);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int count(String name, int otherwise) {
    String text = values.get(name);
    return text == null ? otherwise : Program.count("--" + name, text);
  }
}
