package dev.adjoint;

/**
 * Random tensors of many distributions; those of {@link Tensor#rand} and {@link Tensor#randn} are there. Each takes a {@link
 * Key}, and the same key gives the same numbers: {@code Random.bernoulli(Adjoint.nextKey(), 0.5, 2, 3)} gives others at every
 * call. Types are float32 and int64 where none is given. No gradient flows through any of them but {@code normal} of tensors.
 */
public final class Random {
  private Random() {}

  // ---- Evenly distributed ----

  /** Numbers in [low, high), evenly distributed, float32. */
  public static Tensor uniform(Key key, double low, double high, int... sizes) {
    return uniform(key, low, high, Shape.of(sizes), DType.FLOAT32);
  }

  /**
   * Numbers in [low, high), evenly distributed. Both bounds are taken in the type, and where they are one number there, all
   * are that number.
   *
   * @throws AdjointException unless both bounds are finite, and {@code low <= high}
   */
  public static Tensor uniform(Key key, double low, double high, Shape shape, DType dtype) {
    check(low <= high && Double.isFinite(high - low), "uniform", "finite bounds, low <= high", low + " and " + high);
    Tensor numbers = Sampling.uniform(key, shape, dtype, Backends.current()).mul(high - low).add(low);
    // The sum may round up to the upper bound.
    return numbers.clampMax(Sampling.largestBelow(low, high, dtype));
  }

  /**
   * Integers from {@code low} up to, without, {@code high}, evenly distributed, int64.
   *
   * @throws AdjointException unless {@code low < high}, less than 2^63 apart
   */
  public static Tensor randint(Key key, long low, long high, int... sizes) {
    check(low < high && high - low > 0, "randint", "low < high, less than 2^63 apart", low + " and " + high);
    return Sampling.integers(key, low, high - low, Shape.of(sizes), Backends.current());
  }

  /** The numbers 0, 1, ..., n - 1 in a random order, each order as likely as any other, int64. */
  public static Tensor randperm(Key key, int n) {
    return Tensor.ofLongs(Choices.permutation(key, Shape.of(n).size()));
  }

  // ---- Yes or no ----

  /**
   * 1 with the chance {@code p} and 0 otherwise, float32.
   *
   * @throws AdjointException unless {@code 0 <= p <= 1}
   */
  public static Tensor bernoulli(Key key, double p, int... sizes) {
    checkChance("bernoulli", p);
    return Sampling.chance(key, p, Shape.of(sizes), Backends.current()).to(DType.FLOAT32);
  }

  /**
   * 1 with the chance of each element and 0 otherwise, of the chances' shape and type. The gradient towards the chances is
   * none.
   *
   * @throws AdjointException for chances outside [0, 1]
   */
  public static Tensor bernoulli(Key key, Tensor p) {
    Tensor chances = p.detach();
    Sampling.floating("bernoulli", p.dtype());
    checkAll("bernoulli", "chances from 0 to 1", chances, chances.ge(0), chances.le(1));
    Tensor drawn = Sampling.uniform(key, p.shape(), DType.FLOAT64, p.backend());
    return drawn.lt(chances.to(DType.FLOAT64)).to(p.dtype());
  }

  /**
   * What dropout multiplies by: 0 with the chance {@code p}, and {@code 1 / (1 - p)} otherwise; all 0 where p is 1.
   *
   * @param like gives the shape, the type and the device
   * @throws AdjointException unless {@code 0 <= p <= 1}
   */
  public static Tensor dropoutMask(Key key, double p, Tensor like) {
    checkChance("dropoutMask", p);
    Sampling.floating("dropoutMask", like.dtype());
    double scale = p == 1 ? 0 : 1 / (1 - p);
    return Sampling.kept(key, p, scale, like.shape(), like.dtype(), like.backend());
  }

  // ---- Others ----

  /** Numbers from the normal distribution with a mean and a standard deviation, float32. */
  public static Tensor normal(Key key, double mean, double std, int... sizes) {
    return normal(key, mean, std, Shape.of(sizes), DType.FLOAT32);
  }

  /**
   * Numbers from the normal distribution with a mean and a standard deviation.
   *
   * @throws AdjointException for a negative deviation, or NaN
   */
  public static Tensor normal(Key key, double mean, double std, Shape shape, DType dtype) {
    check(std >= 0, "normal", "a standard deviation of 0 or more", Double.toString(std));
    return Sampling.normal(key, shape, dtype, Backends.current()).mul(std).add(mean);
  }

  /**
   * Numbers from normal distributions, each element with its own mean and standard deviation, which broadcast: {@code mean +
   * std * randn}, so that gradients flow to both.
   *
   * @throws AdjointException for a negative deviation, or NaN
   */
  public static Tensor normal(Key key, Tensor mean, Tensor std) {
    checkDeviations(std);
    return mean.add(std.mul(noise(key, Shape.broadcast(mean.shape(), std.shape()), mean, std)));
  }

  /** {@link #normal(Key, Tensor, Tensor)} with one standard deviation. */
  public static Tensor normal(Key key, Tensor mean, double std) {
    check(std >= 0, "normal", "a standard deviation of 0 or more", Double.toString(std));
    return mean.add(noise(key, mean.shape(), mean, mean).mul(std));
  }

  /** {@link #normal(Key, Tensor, Tensor)} with one mean. */
  public static Tensor normal(Key key, double mean, Tensor std) {
    checkDeviations(std);
    return std.mul(noise(key, std.shape(), std, std)).add(mean);
  }

  private static Tensor noise(Key key, Shape shape, Tensor a, Tensor b) {
    DType common = DType.promote(a.dtype(), a.shape().rank() > 0, b.dtype(), b.shape().rank() > 0);
    return Sampling.normal(key, shape, common.isFloating() ? common : DType.FLOAT32, a.backend());
  }

  /** Numbers from the exponential distribution with a rate, float32: their mean is {@code 1 / rate}. */
  public static Tensor exponential(Key key, double rate, int... sizes) {
    return exponential(key, rate, Shape.of(sizes), DType.FLOAT32);
  }

  /**
   * Numbers from the exponential distribution with a rate: their mean is {@code 1 / rate}.
   *
   * @throws AdjointException unless the rate is above 0
   */
  public static Tensor exponential(Key key, double rate, Shape shape, DType dtype) {
    check(rate > 0, "exponential", "a rate above 0", Double.toString(rate));
    return Sampling.exponential(key, rate, shape, Backends.current()).to(Sampling.floating("exponential", dtype));
  }

  /**
   * Indices along the last axis, drawn with chances in proportion to weights, int64. Drawn one after the other by the calling
   * thread.
   *
   * @param weights of one axis, or a row of them for each of several independent sets of draws
   * @param count how many from each row
   * @param replacement whether an index may be drawn again
   * @return of the shape [count] or [rows, count]
   * @throws AdjointException for weights that are negative, NaN or infinite, or all zero, and without replacement for
   *     more draws than there are weights above 0
   */
  public static Tensor multinomial(Key key, Tensor weights, int count, boolean replacement) {
    return Choices.multinomial(key, weights, count, replacement);
  }

  // ---- Checks ----

  private static void checkChance(String what, double p) {
    check(p >= 0 && p <= 1, what, "a chance from 0 to 1", Double.toString(p));
  }

  private static void checkDeviations(Tensor std) {
    Tensor values = std.detach();
    checkAll("normal", "standard deviations of 0 or more", values, values.ge(0), values.ge(0));
  }

  private static void checkAll(String what, String expected, Tensor values, Tensor right, Tensor rightToo) {
    Tensor wrong = right.bitwiseAnd(rightToo).bitwiseNot();
    if (wrong.to(DType.INT64).sum().itemAsLong() > 0) {
      throw new AdjointException(what + " takes " + expected + "; given " + values);
    }
  }

  static void check(boolean right, String what, String expected, String given) {
    if (!right) {
      throw new AdjointException(what + " takes " + expected + "; given " + given);
    }
  }
}
