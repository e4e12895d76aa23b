package dev.adjoint.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A strict reader of JSON (RFC 8259) that also refuses names given twice, for the headers of files. */
final class Json {
  private static final int DEEPEST = 64;

  private final Path file;
  private final long base;
  private final byte[] text;
  private int at;

  private Json(Path file, long base, byte[] text) {
    this.file = file;
    this.base = base;
    this.text = text;
  }

  /**
   * A value.
   *
   * @param is a map of names to values, a list of values, a String, a Long, a Double (also for integers beyond a Long), a
   *     Boolean, or null
   * @param at the byte in the file where it begins
   */
  record Value(@Nullable Object is, long at) {}

  /** Reads one value with nothing but white space after it. */
  static Value read(Path file, long base, byte[] text) {
    Json json = new Json(file, base, text);
    Value value = json.value(0);
    json.skipSpace();
    if (json.at < text.length) {
      throw json.fault("the end of the JSON");
    }
    return value;
  }

  /** A text in quotes. */
  static String quoted(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("Half of a surrogate pair cannot be written; given in a name or text: " + text);
    }
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private Value value(int depth) {
    skipSpace();
    long start = base + at;
    int first = peek();
    Object is = switch (first) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> {
        if (first != '-' && !isDigit(first)) {
          throw fault("a JSON value");
        }
        yield number();
      }
    };
    return new Value(is, start);
  }

  private int deeper(int depth) {
    if (depth == DEEPEST) {
      throw fault("at most " + DEEPEST + " levels of JSON");
    }
    return depth + 1;
  }

  private Map<String, Value> object(int depth) {
    Map<String, Value> out = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return out;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw fault("a name in quotes");
      }
      int start = at;
      String name = string();
      skipSpace();
      expect(':');
      if (out.putIfAbsent(name, value(depth)) != null) {
        throw FormatException.at(file, base + start, "the name " + quoted(name) + " again", "each name once");
      }
      skipSpace();
      if (peek() == '}') {
        at++;
        return out;
      }
      expect(',');
    }
  }

  private List<Value> array(int depth) {
    List<Value> out = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return out;
    }
    while (true) {
      out.add(value(depth));
      skipSpace();
      if (peek() == ']') {
        at++;
        return out;
      }
      expect(',');
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    int start = at++;
    int run = at;
    while (peek() != '"') {
      if (peek() == '\\') {
        out.append(Utf8.decode(file, ByteBuffer.wrap(text, run, at - run), base));
        at++;
        out.append(escaped());
        run = at;
      } else if (peek() >= 0 && peek() < ' ' || at >= text.length) {
        throw fault("the quotes that end a text");
      } else {
        at++;
      }
    }
    out.append(Utf8.decode(file, ByteBuffer.wrap(text, run, at - run), base));
    at++;
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(out)) {
      throw FormatException.at(file, base + start, "half of a surrogate pair", "both halves, \\ud800 to \\udbff first");
    }
    return out.toString();
  }

  private char escaped() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
          int digit = peek() < 0 ? -1 : Character.digit(peek(), 16);
          if (digit < 0) {
            throw fault("four hexadecimal digits after \\u");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> {
        at--;
        throw fault("one of \" \\ / b f n r t u after \\");
      }
    };
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    boolean zero = peek() == '0';
    int from = at;
    digits();
    if (zero && at - from > 1) {
      at = from + 1;
      throw fault("no digit after a leading 0");
    }
    boolean whole = true;
    if (peek() == '.') {
      at++;
      digits();
      whole = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
      whole = false;
    }
    String digits = new String(text, start, at - start, StandardCharsets.US_ASCII);
    try {
      return whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      return Double.valueOf(digits);
    }
  }

  private void digits() {
    if (!isDigit(peek())) {
      throw fault("a digit");
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private @Nullable Object word(String word, @Nullable Object means) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw fault("the rest of " + word);
      }
    }
    return means;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw fault("'" + c + "'");
    }
    at++;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The byte here, 0 to 255; -1 at the end. */
  private int peek() {
    return at < text.length ? text[at] & 0xFF : -1;
  }

  private FormatException fault(String expected) {
    int c = peek();
    String found = c < 0 ? "the end of the JSON" : c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "the byte 0x%02x".formatted(c);
    return FormatException.at(file, base + at, found, expected);
  }
}
