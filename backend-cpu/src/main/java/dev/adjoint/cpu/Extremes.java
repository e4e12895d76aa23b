package dev.adjoint.cpu;

/**
 * The largest and the smallest of some numbers by their bits. Those of numbers without a sign ascend, above them are those of
 * NaN; those of numbers with a sign come behind, as unsigned integers, and ascend with the magnitude, again to NaN.
 *
 * <p>All methods are given the {@code highest} and the {@code lowest} bits as signed integers, and as unsigned ones the
 * highest, {@code last}. Their results are those of {@link Math#max} and {@link Math#min}.
 */
final class Extremes {
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final int MINUS_INFINITY = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
  private static final long LONG_INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
  private static final long LONG_MINUS_INFINITY = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);

  private Extremes() {}

  static double largest(int highest, int lowest, int last) {
    return haveNaN(highest, last) ? Double.NaN : Float.intBitsToFloat(highest >= 0 ? highest : lowest);
  }

  static double smallest(int highest, int lowest, int last) {
    return haveNaN(highest, last) ? Double.NaN : Float.intBitsToFloat(last < 0 ? last : lowest);
  }

  private static boolean haveNaN(int highest, int last) {
    return highest > INFINITY || last < 0 && last > MINUS_INFINITY;
  }

  static double largest(long highest, long lowest, long last) {
    return haveNaN(highest, last) ? Double.NaN : Double.longBitsToDouble(highest >= 0 ? highest : lowest);
  }

  static double smallest(long highest, long lowest, long last) {
    return haveNaN(highest, last) ? Double.NaN : Double.longBitsToDouble(last < 0 ? last : lowest);
  }

  private static boolean haveNaN(long highest, long last) {
    return highest > LONG_INFINITY || last < 0 && last > LONG_MINUS_INFINITY;
  }
}
