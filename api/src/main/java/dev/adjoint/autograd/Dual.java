package dev.adjoint.autograd;

import dev.adjoint.Mode;
import dev.adjoint.Tensor;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A tangent that travels with a tensor through one forward-mode computation, its level. Nested computations have rising
 * levels; the tangents of one tensor form a list from the innermost level outwards. A level that has been left no longer
 * counts.
 */
public final class Dual {
  private static final ThreadLocal<long[]> LEVELS = ThreadLocal.withInitial(() -> new long[] {0});

  private final long level;
  private final Tensor tangent;
  private final @Nullable Dual outer;

  private Dual(long level, Tensor tangent, @Nullable Dual outer) {
    this.level = level;
    this.tangent = tangent;
    this.outer = outer;
  }

  /** A forward-mode computation of this thread, until closed. */
  public static final class Level implements Mode {
    private final long number;

    private Level(long number) {
      this.number = number;
    }

    @Override
    public void close() {
      LEVELS.get()[0] = number - 1;
    }

    /** The tensor with a tangent at this level. */
    public Tensor attach(Tensor primal, Tensor tangent) {
      return primal.withDual(new Dual(number, tangent, below(primal.dual(), number)));
    }

    /** The tangent at this level; null for zero. */
    public @Nullable Tensor tangent(Tensor tensor) {
      return at(tensor.dual(), number);
    }

    /** The tensor without its tangent at this level. */
    public Tensor primal(Tensor tensor) {
      return strip(tensor, number);
    }
  }

  /** How an operation turns tangents of its inputs into tangents of its outputs. */
  interface Rule {
    /**
     * The tangents of the outputs.
     *
     * @param primals takes from a tensor the tangents that do not count here
     * @param tangents of the inputs; null for zero
     */
    @Nullable
    Tensor[] apply(Primals primals, @Nullable Tensor[] tangents);
  }

  /** Takes from a tensor its tangents of one level and of those inside it. */
  interface Primals {
    Tensor of(Tensor tensor);
  }

  /** Enters a new level. */
  public static Level open() {
    return new Level(++LEVELS.get()[0]);
  }

  private static @Nullable Dual below(@Nullable Dual dual, long level) {
    Dual d = dual;
    while (d != null && d.level >= level) {
      d = d.outer;
    }
    return d;
  }

  private static @Nullable Tensor at(@Nullable Dual dual, long level) {
    for (Dual d = dual; d != null && d.level >= level; d = d.outer) {
      if (d.level == level) {
        return d.tangent;
      }
    }
    return null;
  }

  private static Tensor strip(Tensor tensor, long level) {
    Dual d = tensor.dual();
    return d == null || d.level < level ? tensor : tensor.withDual(below(d, level));
  }

  /** Gives the outputs the tangents that follow from those of the inputs, at every level in force, from the outermost. */
  static void push(Tensor[] inputs, IntPredicate isDifferentiable, Tensor[] outputs, Rule rule) {
    long innermost = LEVELS.get()[0];
    for (long level = 1; level <= innermost; level++) {
      @Nullable Tensor[] tangents = tangents(inputs, isDifferentiable, level);
      if (tangents == null) {
        continue;
      }
      long here = level;
      @Nullable Tensor[] results = rule.apply(tensor -> strip(tensor, here), tangents);
      for (int i = 0; i < outputs.length; i++) {
        Tensor tangent = results[i];
        if (tangent != null) {
          outputs[i] = outputs[i].withDual(new Dual(level, tangent, outputs[i].dual()));
        }
      }
    }
  }

  private static @Nullable Tensor @Nullable [] tangents(Tensor[] inputs, IntPredicate isDifferentiable, long level) {
    @Nullable Tensor[] tangents = null;
    for (int i = 0; i < inputs.length; i++) {
      Tensor tangent = isDifferentiable.test(i) ? at(inputs[i].dual(), level) : null;
      if (tangent != null) {
        tangents = tangents == null ? new Tensor[inputs.length] : tangents;
        tangents[i] = tangent;
      }
    }
    return tangents;
  }
}
