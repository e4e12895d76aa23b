package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random tensors: the same on every backend, and distributed as they should be. Bounds are 5 standard deviations of what is
 * measured: of a million runs with other seeds, one would fail.
 */
public abstract class RandomCases extends OnBackend {
  private static final int N = 20_000;
  private static final double SIGMAS = 5;
  /** The Kolmogorov-Smirnov distance, times sqrt(n), that is exceeded as rarely as 5 standard deviations are. */
  private static final double KOLMOGOROV = Math.sqrt(Math.log(2 / 5.7e-7) / 2);

  // ---- The same numbers everywhere ----

  @Test
  void uniformNumbersAreTheSameOnEveryBackend() {
    assertThat(Tensor.rand(Key.of(42), 5).toFloatArray()).containsExactly(UNIFORM);
    assertThat(Arrays.hashCode(Tensor.rand(Key.of(42), 1000).toFloatArray())).isEqualTo(UNIFORM_FLOAT32);
    assertThat(Arrays.hashCode(Tensor.rand(Key.of(42), DType.FLOAT64, 1000).toDoubleArray())).isEqualTo(UNIFORM_FLOAT64);
  }

  @Test
  void integersAndChoicesAreTheSameOnEveryBackend() {
    Key key = Key.of(43);
    assertThat(Arrays.hashCode(Random.randint(key, -1000, 1_000_000_007L, 1000).toLongArray())).isEqualTo(INTEGERS);
    assertThat(Arrays.hashCode(Random.bernoulli(key, 0.3, 1000).toFloatArray())).isEqualTo(CHANCES);
    assertThat(Arrays.hashCode(Random.randperm(key, 1000).toLongArray())).isEqualTo(PERMUTATION);
    Tensor weights = Tensor.of(1.0, 0.0, 3.0, 2.0);
    assertThat(Random.multinomial(key, weights, 6, true).toLongArray()).containsExactly(DRAWN);
    assertThat(Random.multinomial(key, weights, 3, false).toLongArray()).containsExactly(DRAWN_ONCE);
  }

  @Test
  void normalNumbersAreTheSameOnEveryBackendButForTheirLastDigits() {
    double[] expected = NORMAL;
    assertThat(Tensor.randn(Key.of(42), DType.FLOAT64, 6).toDoubleArray()).containsExactly(expected, within(1e-14));
    assertThat(Tensor.randn(Key.of(42), 6).toDoubleArray()).containsExactly(expected, within(3e-7));
  }

  @Test
  void aShapeOnlyArrangesTheNumbers() {
    Key key = Key.of(1);
    float[] row = Tensor.rand(key, 15).toFloatArray();
    assertThat(Tensor.rand(key, 3, 5).toFloatArray()).containsExactly(row);
    assertThat(Tensor.rand(key, 7).toFloatArray()).containsExactly(Arrays.copyOf(row, 7));
    double[] normal = Tensor.randn(key, DType.FLOAT64, 15).toDoubleArray();
    assertThat(Tensor.randn(key, DType.FLOAT64, 8).toDoubleArray()).containsExactly(Arrays.copyOf(normal, 8));
  }

  @Test
  void theSameKeyGivesTheSameNumbersHoweverOftenItIsUsed() {
    for (int i = 0; i < 50; i++) { // long enough for kernels to be compiled in between
      assertThat(Arrays.hashCode(Tensor.rand(Key.of(42), 1000).toFloatArray())).isEqualTo(UNIFORM_FLOAT32);
      assertThat(Tensor.randn(Key.of(9), 1000).toFloatArray()).containsExactly(Tensor.randn(Key.of(9), 1000).toFloatArray());
    }
  }

  @Test
  void shapesTypesAndDevices() {
    assertThat(Tensor.rand(Key.of(1)).shape()).isEqualTo(Shape.of());
    assertThat(Tensor.randn(Key.of(1), 0, 4).shape()).isEqualTo(Shape.of(0, 4));
    assertThat(Tensor.rand(Key.of(1), 1).size()).isEqualTo(1);
    Tensor like = Tensor.zeros(Shape.of(3, 2), DType.FLOAT64);
    assertThat(Tensor.randLike(Key.of(1), like).toDoubleArray())
        .containsExactly(Tensor.rand(Key.of(1), DType.FLOAT64, 3, 2).toDoubleArray());
    assertThat(Tensor.randnLike(Key.of(1), like).dtype()).isEqualTo(DType.FLOAT64);
    assertThat(Tensor.randn(Key.of(1), 2).device().backend()).isEqualTo(backend());
    assertThat(Random.randperm(Key.of(1), 0).size()).isZero();
    Tensor in = Tensor.rand(Key.of(1), 7);
    assertThat(in.muli(2).isWholeStorage()).isTrue();
  }

  // ---- Distributions ----

  /** The mean of powers of the numbers, which have the given mean and variance. */
  private static void moment(double[] x, double center, int power, double mean, double variance) {
    double sum = 0;
    for (double v : x) {
      sum += Math.pow(v - center, power);
    }
    assertThat(sum / x.length).as("moment %d", power).isCloseTo(mean, within(SIGMAS * Math.sqrt(variance / x.length)));
  }

  private static void kolmogorov(double[] probabilities) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double distance = 0;
    int n = sorted.length;
    for (int i = 0; i < n; i++) {
      distance = Math.max(distance, Math.max(sorted[i] - (double) i / n, (i + 1.0) / n - sorted[i]));
    }
    assertThat(distance * Math.sqrt(n)).as("Kolmogorov-Smirnov").isLessThan(KOLMOGOROV);
  }

  /** That counts are as even as chance makes them. */
  private static void chiSquare(long[] counts, double... chances) {
    double n = Arrays.stream(counts).sum();
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = n * (chances.length == 0 ? 1.0 / counts.length : chances[i]);
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    int freedom = counts.length - 1;
    // The distribution has a long upper tail where there are few degrees of freedom.
    assertThat(sum).as("chi-square of %d", freedom).isLessThan(freedom + SIGMAS * Math.sqrt(2.0 * freedom) + 25);
  }

  @Test
  void uniformNumbersAreEven() {
    for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      double[] x = Tensor.rand(Key.of(5), type, N).toDoubleArray();
      assertThat(Arrays.stream(x)).allMatch(v -> v >= 0 && v < 1);
      moment(x, 0.5, 1, 0, 1 / 12.0);
      moment(x, 0.5, 2, 1 / 12.0, 1 / 180.0);
      moment(x, 0.5, 3, 0, 1 / 448.0);
      moment(x, 0.5, 4, 1 / 80.0, 1 / 2304.0 - 1 / 6400.0);
      kolmogorov(x);
      long[] counts = new long[256];
      Arrays.stream(x).forEach(v -> counts[(int) (v * 256)]++);
      chiSquare(counts);
      double scale = type == DType.FLOAT32 ? 0x1p24 : 0x1p53;
      assertThat(Arrays.stream(x)).allMatch(v -> v * scale == Math.rint(v * scale));
      long[] last = new long[2];
      Arrays.stream(x).forEach(v -> last[(int) ((long) (v * scale) & 1)]++);
      chiSquare(last);
    }
  }

  @Test
  void normalNumbersAreNormal() {
    for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      double[] x = Tensor.randn(Key.of(6), type, N).toDoubleArray();
      moment(x, 0, 1, 0, 1);
      moment(x, 0, 2, 1, 2);
      moment(x, 0, 3, 0, 15);
      moment(x, 0, 4, 3, 96);
      double[] p = Tensor.of(x).mul(Math.sqrt(0.5)).erf().add(1).mul(0.5).toDoubleArray();
      kolmogorov(p);
      long[] counts = new long[64];
      Arrays.stream(p).forEach(v -> counts[(int) (v * 64)]++);
      chiSquare(counts);
    }
  }

  private static double correlation(double[] a, int from, double[] b, int at, int n, double mean) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < n; i++) {
      double x = a[from + i] - mean;
      double y = b[at + i] - mean;
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    return ab / Math.sqrt(aa * bb) * Math.sqrt(n);
  }

  @Test
  void numbersDoNotDependOnTheirNeighbours() {
    double[] x = Tensor.rand(Key.of(8), N).toDoubleArray();
    double[] z = Tensor.randn(Key.of(8), N).toDoubleArray();
    for (int lag = 1; lag <= 8; lag++) {
      assertThat(correlation(x, lag, x, 0, N - lag, 0.5)).as("lag %d", lag).isBetween(-SIGMAS, SIGMAS);
      assertThat(correlation(z, lag, z, 0, N - lag, 0)).as("lag %d", lag).isBetween(-SIGMAS, SIGMAS);
    }
    // Pairs share a radius in Box and Muller's method: their squares must not be correlated either.
    double[] squares = Arrays.stream(z).map(v -> v * v).toArray();
    double[] even = IntStream.range(0, N / 2).mapToDouble(i -> squares[2 * i]).toArray();
    double[] odd = IntStream.range(0, N / 2).mapToDouble(i -> squares[2 * i + 1]).toArray();
    assertThat(correlation(even, 0, odd, 0, N / 2, 1)).isBetween(-SIGMAS, SIGMAS);
  }

  @Test
  void derivedKeysAreIndependent() {
    Key key = Key.of(3);
    Key[] split = key.split(3);
    Key[] keys = {key, split[0], split[1], split[2], key.fold(0), key.fold(1), key.fold(1L << 32), key.fold(-1), Key.of(4),
      split[0].fold(0), key.fold(0).split(1)[0]};
    assertThat(keys).doesNotHaveDuplicates();
    double[][] streams = Arrays.stream(keys).map(k -> Tensor.rand(k, 5000).toDoubleArray()).toArray(double[][]::new);
    for (int i = 0; i < streams.length; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(correlation(streams[i], 0, streams[j], 0, 5000, 0.5)).as("%d and %d", i, j).isBetween(-SIGMAS, SIGMAS);
      }
    }
    assertThat(key.split(2)).containsExactly(split[0], split[1]);
    assertThat(key.fold(7)).isEqualTo(key.fold(7));
  }

  @Test
  void uniformBetweenBounds() {
    double[] x = Random.uniform(Key.of(10), -2, 6, N).toDoubleArray();
    assertThat(Arrays.stream(x)).allMatch(v -> v >= -2 && v <= 6);
    kolmogorov(Arrays.stream(x).map(v -> (v + 2) / 8).toArray());
    assertThat(Random.uniform(Key.of(10), 3, 3, 4).toDoubleArray()).containsOnly(3);
  }

  @Test
  void integersBetweenBounds() {
    Tensor x = Random.randint(Key.of(11), -3, 7, N);
    assertThat(x.dtype()).isEqualTo(DType.INT64);
    long[] counts = new long[10];
    Arrays.stream(x.toLongArray()).forEach(v -> counts[(int) v + 3]++);
    chiSquare(counts);
    long low = Long.MIN_VALUE + 5;
    assertThat(Arrays.stream(Random.randint(Key.of(11), low, -7, 1000).toLongArray())).allMatch(v -> v >= low && v < -7)
        .anyMatch(v -> v < Long.MIN_VALUE / 2).anyMatch(v -> v > Long.MIN_VALUE / 2);
    long large = (1L << 60) + 1; // more bits than a double holds
    assertThat(Random.randint(Key.of(11), large, large + 2, 100).toLongArray()).containsOnly(large, large + 1);
  }

  @Test
  void exponentialNumbers() {
    double[] x = Random.exponential(Key.of(12), 2, Shape.of(N), DType.FLOAT64).toDoubleArray();
    moment(x, 0, 1, 0.5, 0.25);
    moment(x, 0, 2, 0.5, 24 / 16.0 - 0.25);
    kolmogorov(Arrays.stream(x).map(v -> -Math.expm1(-2 * v)).toArray());
    assertThat(Arrays.stream(Random.exponential(Key.of(12), 2, 50).toDoubleArray())).allMatch(v -> v >= 0);
  }

  @Test
  void chances() {
    double[] x = Random.bernoulli(Key.of(13), 0.3, N).toDoubleArray();
    assertThat(Arrays.stream(x)).allMatch(v -> v == 0 || v == 1);
    moment(x, 0, 1, 0.3, 0.21);
    double[] p = Random.bernoulli(Key.of(13), Tensor.of(0, 0.2f, 0.9f, 1).unsqueeze(1).expand(Shape.of(4, N))).toDoubleArray();
    moment(Arrays.copyOfRange(p, N, 2 * N), 0, 1, 0.2f, 0.16);
    moment(Arrays.copyOfRange(p, 2 * N, 3 * N), 0, 1, 0.9f, 0.09);
    assertThat(Arrays.copyOf(p, N)).containsOnly(0);
    assertThat(Arrays.copyOfRange(p, 3 * N, 4 * N)).containsOnly(1);
  }

  @Test
  void dropoutKeepsTheMean() {
    double[] x = Random.dropoutMask(Key.of(14), 0.25, Tensor.zeros(N)).toDoubleArray();
    assertThat(Arrays.stream(x)).allMatch(v -> v == 0 || Math.abs(v - 4 / 3.0) < 1e-6);
    moment(x, 0, 1, 1, 1 / 3.0);
    assertThat(Random.dropoutMask(Key.of(14), 1, Tensor.zeros(9)).toDoubleArray()).containsOnly(0);
    assertThat(Random.dropoutMask(Key.of(14), 0, Tensor.zeros(9)).toDoubleArray()).containsOnly(1);
  }

  @Test
  void normalWithMeansAndDeviations() {
    double[] x = Random.normal(Key.of(15), 3, 2, N).toDoubleArray();
    moment(x, 3, 1, 0, 4);
    moment(x, 3, 2, 4, 32);
    Tensor mean = Tensor.of(1, -1).requiresGrad(true);
    Tensor std = Tensor.of(0.5f, 2).requiresGrad(true);
    Tensor noise = Tensor.randn(Key.of(15), 2);
    Tensor drawn = Random.normal(Key.of(15), mean, std);
    drawn.sum().backward();
    assertValues(mean.grad(), 1, 1);
    assertThat(std.grad().toFloatArray()).containsExactly(noise.toFloatArray());
    assertThat(Random.normal(Key.of(15), mean, 0).detach().toFloatArray()).containsExactly(1, -1);
  }

  @Test
  void permutationsAreAllAsLikely() {
    long[] orders = new long[24];
    for (int i = 0; i < 4800; i++) {
      long[] p = Random.randperm(Key.of(16).fold(i), 4).toLongArray();
      assertThat(Arrays.stream(p).sorted().toArray()).containsExactly(0, 1, 2, 3);
      int order = 0;
      for (int a = 0; a < 4; a++) {
        int smaller = 0;
        for (int b = a + 1; b < 4; b++) {
          smaller += p[b] < p[a] ? 1 : 0;
        }
        order = order * (4 - a) + smaller;
      }
      orders[order]++;
    }
    chiSquare(orders);
    long[] many = Random.randperm(Key.of(17), N).toLongArray();
    assertThat(Arrays.stream(many).sorted().toArray()).containsExactly(IntStream.range(0, N).asLongStream().toArray());
  }

  @Test
  void drawsInProportionToWeights() {
    Tensor weights = Tensor.of(new float[][] {{1, 0, 3, 4}, {5, 5, 0, 0}});
    Tensor drawn = Random.multinomial(Key.of(18), weights, N, true);
    assertThat(drawn.shape()).isEqualTo(Shape.of(2, N));
    assertThat(drawn.dtype()).isEqualTo(DType.INT64);
    long[][] counts = new long[2][4];
    long[] all = drawn.toLongArray();
    for (int i = 0; i < all.length; i++) {
      counts[i / N][(int) all[i]]++;
    }
    assertThat(counts[0][1] + counts[1][2] + counts[1][3]).isZero();
    chiSquare(new long[] {counts[0][0], counts[0][2], counts[0][3]}, 1 / 8.0, 3 / 8.0, 4 / 8.0);
    chiSquare(new long[] {counts[1][0], counts[1][1]});
  }

  @Test
  void drawsWithoutReplacement() {
    Tensor weights = Tensor.of(1.0, 2.0, 0.0, 3.0).unsqueeze(0).expand(Shape.of(3000, 4));
    long[] drawn = Random.multinomial(Key.of(19), weights, 2, false).toLongArray();
    long[] firsts = new long[3];
    long[] seconds = new long[2];
    for (int i = 0; i < drawn.length; i += 2) {
      assertThat(drawn[i]).isNotEqualTo(drawn[i + 1]).isNotEqualTo(2);
      firsts[drawn[i] == 3 ? 2 : (int) drawn[i]]++;
      if (drawn[i] == 3) {
        seconds[(int) drawn[i + 1]]++;
      }
    }
    chiSquare(firsts, 1 / 6.0, 2 / 6.0, 3 / 6.0);
    chiSquare(seconds, 1 / 3.0, 2 / 3.0);
    assertThat(Random.multinomial(Key.of(19), Tensor.of(1e300, 1e300), 40, true).toLongArray()).contains(0, 1);
  }

  // ---- Keys that nobody names ----

  @Test
  void aSeedRepeatsTheSequence() {
    Adjoint.seed(123);
    float[] first = Tensor.rand(4).toFloatArray();
    float[] second = Tensor.rand(4).toFloatArray();
    float[] normal = Tensor.randn(2, 2).toFloatArray();
    assertThat(second).isNotEqualTo(first);
    Adjoint.seed(123);
    assertThat(Tensor.rand(4).toFloatArray()).containsExactly(first);
    assertThat(Tensor.rand(4).toFloatArray()).containsExactly(second);
    assertThat(Tensor.randn(2, 2).toFloatArray()).containsExactly(normal);
    Adjoint.seed(124);
    assertThat(Tensor.rand(4).toFloatArray()).isNotEqualTo(first);
  }

  @Test
  void noTwoThreadsGetTheSameKey() {
    Key[] keys = IntStream.range(0, 20_000).parallel().mapToObj(i -> Adjoint.nextKey()).toArray(Key[]::new);
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void keysOfAThreadAreAFunctionOfOneWhileItSaysSo() {
    Key own = Key.of(5);
    Key first;
    Key second;
    try (var _ = Adjoint.keysFrom(Key.of(7))) {
      first = Adjoint.nextKey();
      second = Adjoint.nextKey(() -> own);
      try (var _ = Adjoint.keysFrom(Key.of(8))) {
        assertThat(Adjoint.nextKey()).isNotIn(first, second);
      }
    }
    assertThat(second).isNotIn(first, own);
    assertThat(Adjoint.nextKey(() -> own)).isEqualTo(own);
    try (var _ = Adjoint.keysFrom(Key.of(7))) {
      assertThat(Adjoint.nextKey()).isEqualTo(first);
      assertThat(Adjoint.nextKey()).isEqualTo(second);
    }
  }

  // ---- What is refused ----

  @Test
  void whatCannotBeDrawnIsRefused() {
    Key key = Key.of(1);
    Tensor some = Tensor.of(0.5f, 0.5f);
    refused(() -> Random.normal(key, 0, -1, 2), "normal", "-1");
    refused(() -> Random.normal(key, 0, Double.NaN, 2), "normal", "NaN");
    refused(() -> Random.normal(key, some, Tensor.of(1, -0.5f)), "normal", "-0.5");
    refused(() -> Random.normal(key, some, Tensor.of(1, Float.NaN)), "normal", "NaN");
    refused(() -> Random.bernoulli(key, 1.5, 2), "bernoulli", "1.5");
    refused(() -> Random.bernoulli(key, Tensor.of(0.5f, -0.25f)), "bernoulli", "-0.25");
    refused(() -> Random.bernoulli(key, Tensor.of(0.5f, Float.NaN)), "bernoulli", "NaN");
    refused(() -> Random.dropoutMask(key, -0.1, some), "dropoutMask", "-0.1");
    refused(() -> Random.uniform(key, 2, 1, 2), "uniform", "2.0 and 1.0");
    refused(() -> Random.uniform(key, 0, Double.POSITIVE_INFINITY, 2), "uniform", "Infinity");
    refused(() -> Random.randint(key, 3, 3, 2), "randint", "3 and 3");
    refused(() -> Random.randint(key, Long.MIN_VALUE, Long.MAX_VALUE, 2), "randint", "2^63");
    refused(() -> Random.exponential(key, 0, 2), "exponential", "0.0");
    refused(() -> Random.multinomial(key, some, 3, false), "multinomial", "3 draws");
    refused(() -> Random.multinomial(key, Tensor.of(1, 0), 2, false), "multinomial", "2 draws");
    refused(() -> Random.multinomial(key, Tensor.of(1, -1), 1, true), "multinomial", "-1");
    refused(() -> Random.multinomial(key, Tensor.of(0, 0), 1, true), "multinomial", "above 0");
    refused(() -> Random.multinomial(key, Tensor.of(1, Float.NaN), 1, true), "multinomial", "NaN");
    refused(() -> Random.multinomial(key, Tensor.of(1, Float.POSITIVE_INFINITY), 1, true), "multinomial", "Infinity");
    assertThatThrownBy(() -> Random.multinomial(key, Tensor.zeros(1, 1, 1), 1, true)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Random.multinomial(key, some, -1, true)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Random.randperm(key, -1)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Tensor.rand(key, DType.INT64, 2)).isInstanceOf(DTypeException.class)
        .hasMessageContaining("randint");
    assertThatThrownBy(() -> Random.bernoulli(key, Tensor.ofInts(1))).isInstanceOf(DTypeException.class);
  }

  private static void refused(Runnable draw, String what, String given) {
    assertThatThrownBy(draw::run).isInstanceOf(AdjointException.class).hasMessageContaining(what)
        .hasMessageContaining(given);
  }

  // ---- Pinned: they may not change from one version to the next ----

  private static final float[] UNIFORM = {0.61295986f, 0.4685865f, 0.0732317f, 0.3408615f, 0.98771864f};
  private static final int UNIFORM_FLOAT32 = -1692125109;
  private static final int UNIFORM_FLOAT64 = -1381759309;
  private static final double[] NORMAL = {
    -0.9701897898778522, 0.19401895606956673, -1.2356207419107479, 1.9239267506573894, -0.07318150834378521, 0.13913749635697806
  };
  private static final int INTEGERS = 1069233012;
  private static final int CHANCES = -1485819135;
  private static final int PERMUTATION = -454598925;
  private static final long[] DRAWN = {2, 0, 2, 2, 2, 2};
  private static final long[] DRAWN_ONCE = {2, 0, 3};

  @Test
  void uniformStaysBelowItsUpperBound() {
    for (DType type : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64}) {
      double step = type == DType.FLOAT16 ? 0x1p-10
          : type == DType.BFLOAT16 ? 0x1p-7
              : type == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
      // Two numbers lie in [1, 1 + 2 steps), and half of the sums round to others.
      Tensor drawn = Random.uniform(Key.of(3), 1, 1 + 2 * step, Shape.of(200), type);
      assertThat(drawn.to(DType.FLOAT64).toDoubleArray()).as("%s", type).containsOnly(1, 1 + step);
      Tensor negative = Random.uniform(Key.of(3), -1 - 2 * step, -1, Shape.of(200), type);
      assertThat(negative.to(DType.FLOAT64).toDoubleArray()).as("%s", type).containsOnly(-1 - 2 * step, -1 - step);
      assertThat(Random.uniform(Key.of(3), -1, 0, Shape.of(200), type).lt(0).to(DType.INT32).min().item()).isEqualTo(1);
      assertThat(Random.uniform(Key.of(3), 2, 2, Shape.of(2), type).to(DType.FLOAT64).toDoubleArray()).containsOnly(2);
    }
  }
}
