package dev.adjoint.io;

import java.util.Locale;

/**
 * Numbers as tables spell them, {@code nan} and {@code inf} as Python does among them. Throws NumberFormatException for what is
 * no number, and ArithmeticException, which says what was expected, for one that is too large.
 */
final class CsvNumber {
  private CsvNumber() {}

  static float toFloat(String text) {
    if (isSpecial(text)) {
      return (float) special(text);
    }
    float number = Float.parseFloat(checked(text));
    if (Float.isInfinite(number)) {
      throw new ArithmeticException("a number that float32 holds, up to " + Float.MAX_VALUE + ", or doubles instead of floats");
    }
    return number;
  }

  static double toDouble(String text) {
    if (isSpecial(text)) {
      return special(text);
    }
    double number = Double.parseDouble(checked(text));
    if (Double.isInfinite(number)) {
      throw new ArithmeticException("a number that float64 holds, up to " + Double.MAX_VALUE);
    }
    return number;
  }

  private static boolean isSpecial(String text) {
    return switch (word(text)) {
      case "nan", "inf", "infinity" -> true;
      default -> false;
    };
  }

  private static double special(String text) {
    return word(text).equals("nan") ? Double.NaN
        : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static String word(String text) {
    return (text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text).toLowerCase(Locale.ROOT);
  }

  /** Without what Java would take for a number though nobody else would: 1f, 1d, 0x1p3, and control characters around it. */
  private static String checked(String text) {
    boolean suffix = !text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0;
    if (suffix || text.indexOf('x') >= 0 || text.indexOf('X') >= 0 || !text.equals(text.trim())) {
      throw new NumberFormatException(text);
    }
    return text;
  }
}
