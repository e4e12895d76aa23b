package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In training, zeros with probability p, and the other elements divided by {@code 1 - p}; in evaluation the input. Each call
 * drops others, from a sequence of keys that starts anew with each module: the same key gives the same numbers again. Where a
 * call is repeated for its gradient, as {@link Adjoint#checkpoint} does, it drops the same elements again.
 */
public final class Dropout extends Module {
  private final double p;
  private final Key key;
  private final AtomicLong calls = new AtomicLong();

  /**
   * With the keys of this process, which {@link Adjoint#seed} starts.
   *
   * @throws IllegalArgumentException unless p is from 0 to 1
   */
  public Dropout(double p) {
    this(p, Adjoint.nextKey());
  }

  /**
   * With keys made of a key.
   *
   * @throws IllegalArgumentException unless p is from 0 to 1
   */
  public Dropout(double p, Key key) {
    OptionChecks.probability("Dropout", p);
    this.p = p;
    this.key = Objects.requireNonNull(key, "Dropout: the key is null; expected one such as Key.of(1)");
  }

  @Override
  public Tensor forward(Tensor x) {
    return isTraining() && p > 0 ? Functional.dropout(x, p, true, nextKey()) : x;
  }

  private Key nextKey() {
    return Adjoint.nextKey(() -> key.fold(calls.getAndIncrement()));
  }

  @Override
  public String toString() {
    return "Dropout(" + p + ")";
  }
}
