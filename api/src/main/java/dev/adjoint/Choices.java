package dev.adjoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Random choices that depend on the choices before: made in Java, the same for every backend. */
final class Choices {
  private Choices() {}

  /** The random bits of a key, one after the other. */
  private static final class Bits {
    private final Key key;
    private long used;

    Bits(Key key) {
      this.key = key;
    }

    long next() {
      int[] block = Philox.block(key, used >>> 1, Philox.NUMBERS);
      int at = (int) (used++ & 1) * 2;
      return block[at] & 0xFFFFFFFFL | (long) block[at + 1] << 32;
    }

    /** In [0, 1). */
    double unit() {
      return (next() >>> 11) * 0x1p-53;
    }
  }

  /** By exchanging each with one of those not placed yet (Fisher and Yates; Durstenfeld, 1964). */
  static long[] permutation(Key key, int n) {
    long[] out = new long[n];
    Arrays.setAll(out, i -> i);
    Bits bits = new Bits(key);
    for (int i = n - 1; i > 0; i--) {
      int j = (int) Math.unsignedMultiplyHigh(bits.next(), i + 1L);
      long v = out[i];
      out[i] = out[j];
      out[j] = v;
    }
    return out;
  }

  static Tensor multinomial(Key key, Tensor weights, int count, boolean replacement) {
    Shape shape = weights.shape();
    if (shape.rank() != 1 && shape.rank() != 2) {
      throw new ShapeException("multinomial takes weights of one axis, or rows of them; given the shape " + shape);
    }
    if (count < 0) {
      throw new ShapeException("multinomial draws 0 or more; given " + count);
    }
    int n = shape.size(-1);
    double[] all = weights.toDoubleArray();
    Shape out = shape.rank() == 1 ? Shape.of(count) : Shape.of(shape.size(0), count);
    long[] drawn = new long[out.size()];
    Bits bits = new Bits(key);
    for (int row = 0; row < (shape.rank() == 1 ? 1 : shape.size(0)); row++) {
      double[] chances = Arrays.copyOfRange(all, row * n, (row + 1) * n);
      check(chances, count, replacement);
      int[] indices = replacement ? again(bits, chances, count) : once(bits, chances, count);
      for (int i = 0; i < count; i++) {
        drawn[row * count + i] = indices[i];
      }
    }
    return Creation.of(drawn, out).to(weights.device());
  }

  private static void check(double[] weights, int count, boolean replacement) {
    int possible = 0;
    for (double w : weights) {
      Random.check(w >= 0 && w < Double.POSITIVE_INFINITY, "multinomial", "finite weights of 0 or more", Double.toString(w));
      possible += w > 0 ? 1 : 0;
    }
    Random.check(possible > 0 || count == 0, "multinomial", "a weight above 0 in each row", Arrays.toString(weights));
    Random.check(
        replacement || count <= possible, "multinomial",
        "without replacement at most as many draws as there are weights above 0, " + possible + " here", count + " draws");
  }

  /** By inversion of the cumulative sum. */
  private static int[] again(Bits bits, double[] weights, int count) {
    double largest = Arrays.stream(weights).max().orElse(1);
    double[] sums = new double[weights.length];
    double sum = 0;
    int last = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += weights[i] / largest; // the sum of large weights may overflow
      sums[i] = sum;
      last = weights[i] > 0 ? i : last;
    }
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      double at = bits.unit() * sum;
      int low = 0;
      for (int high = last; low < high;) { // the first whose sum is above
        int middle = low + high >>> 1;
        if (sums[middle] > at) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      out[i] = low;
    }
    return out;
  }

  /** By a race of exponential times, of which the first to arrive are drawn (Efraimidis and Spirakis, 2006). */
  private static int[] once(Bits bits, double[] weights, int count) {
    double[] times = new double[weights.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = -StrictMath.log1p(-bits.unit()) / weights[i];
      times[i] = weights[i] > 0 ? times[i] : Double.POSITIVE_INFINITY;
    }
    return IntStream.range(0, times.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> times[i])).limit(count)
        .mapToInt(Integer::intValue).toArray();
  }
}
