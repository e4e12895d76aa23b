package dev.adjoint.io;

import dev.adjoint.Shape;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the dictionary in an npy header: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}. */
final class NpyDictionary {
  private final Path file;
  private final long base;
  private final String text;
  private int at;

  NpyDictionary(Path file, long base, String text) {
    this.file = file;
    this.base = base;
    this.text = text;
  }

  NpyHeader read(long headerBytes) {
    @Nullable String descr = null;
    @Nullable Boolean fortran = null;
    @Nullable Shape shape = null;
    long descrAt = base;
    expect('{');
    while (!takes('}')) {
      long keyAt = base + at;
      String key = text("the name of an entry in quotes");
      expect(':');
      skipSpace();
      switch (key) {
        case "descr" -> {
          descrAt = base + at;
          descr = text("the name of one type, such as '<f4'. Records are not read: write their columns one by one");
        }
        case "fortran_order" -> fortran = truth();
        case "shape" -> shape = shape();
        default -> throw FormatException.at(file, keyAt, "the entry '" + key + "'", "descr, fortran_order and shape");
      }
      if (!takes(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    if (at < text.length()) {
      throw fault("nothing after the header's }");
    }
    if (descr == null || fortran == null || shape == null) {
      throw FormatException.at(file, base, "a header without " + (descr == null ? "descr"
          : fortran == null ? "fortran_order"
              : "shape"),
          "descr, fortran_order and shape");
    }
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN
        : descr.startsWith("=") ? ByteOrder.nativeOrder() : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(type(descr, descrAt), order, fortran, shape, headerBytes);
  }

  private Element type(String descr, long descrAt) {
    String kind = descr.isEmpty() || "<>|=".indexOf(descr.charAt(0)) < 0 ? descr : descr.substring(1);
    return switch (kind) {
      case "f8" -> Element.F64;
      case "f4" -> Element.F32;
      case "f2" -> Element.F16;
      case "i8" -> Element.I64;
      case "i4" -> Element.I32;
      case "i2" -> Element.I16;
      case "i1" -> Element.I8;
      case "u4" -> Element.U32;
      case "u2" -> Element.U16;
      case "u1" -> Element.U8;
      case "b1" -> Element.BOOL;
      default -> throw FormatException.at(file, descrAt, "the type '" + descr + "'",
          "f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or b1. Convert it with astype before it is saved");
    };
  }

  private Shape shape() {
    long start = base + at;
    List<Long> sizes = new ArrayList<>();
    expect('(');
    while (!takes(')')) {
      sizes.add(number());
      // As Python 2 wrote them.
      takes('L');
      if (!takes(',')) {
        expect(')');
        break;
      }
    }
    return Sizes.shape(file, start, sizes.stream().mapToLong(Long::longValue).toArray());
  }

  private long number() {
    skipSpace();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 18) {
      at = start;
      throw fault("a size of at most 18 digits");
    }
    return Long.parseLong(text, start, at, 10);
  }

  private boolean truth() {
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw fault("True or False");
  }

  private String text(String expected) {
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw fault(expected);
    }
    String out = text.substring(at + 1, end);
    at = end + 1;
    return out;
  }

  private void expect(char c) {
    if (!takes(c)) {
      throw fault("'" + c + "'");
    }
  }

  private boolean takes(char c) {
    skipSpace();
    boolean here = at < text.length() && text.charAt(at) == c;
    at += here ? 1 : 0;
    return here;
  }

  private void skipSpace() {
    while (at < text.length() && " \n\t\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private FormatException fault(String expected) {
    String rest = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 12));
    return FormatException.at(file, base + at, rest.isEmpty() ? "the end of the header" : "\"" + rest + "\"", expected);
  }
}
