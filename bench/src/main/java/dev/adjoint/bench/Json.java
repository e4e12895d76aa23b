package dev.adjoint.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The small part of JSON that results need: a list of flat objects, one a line. Numbers are read as text. */
final class Json {
  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\": (?:\"((?:[^\"\\\\]|\\\\.)*)\"|([-+.\\w]+))");

  private Json() {}

  static String write(List<Map<String, Object>> objects) {
    return objects.stream().map(Json::object).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  static List<Map<String, String>> read(String text) {
    return text.lines().filter(line -> line.startsWith("{")).map(Json::members).toList();
  }

  private static String object(Map<String, Object> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\": " + value(member.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String value(Object value) {
    return value instanceof Number ? value.toString() : '"' + value.toString().replaceAll("([\"\\\\])", "\\\\$1") + '"';
  }

  private static Map<String, String> members(String line) {
    Map<String, String> members = new LinkedHashMap<>();
    Matcher matcher = MEMBER.matcher(line);
    while (matcher.find()) {
      String text = matcher.group(2);
      members.put(matcher.group(1), text == null ? matcher.group(3) : text.replaceAll("\\\\(.)", "$1"));
    }
    return members;
  }
}
