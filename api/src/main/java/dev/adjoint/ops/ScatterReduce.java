package dev.adjoint.ops;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.ScatterReduction;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Combining elements that are placed at the same index. Sums and means run where the tensors are; products and extrema go
 * through Java arrays, and what their gradients are made of runs where the tensors are.
 */
public final class ScatterReduce {
  private ScatterReduce() {}

  /**
   * Combines {@code source[.., i, ..]} into {@code out[.., index[.., i, ..], ..]}; {@code out} is {@code x} where nothing is
   * placed.
   *
   * @param includeSelf whether the element of {@code x} counts as well where something is placed
   */
  public static Tensor scatterReduce(
      Tensor x, int axis, Tensor index, Tensor source, ScatterReduction how, boolean includeSelf) {
    String name = "scatterReduce " + how.name().toLowerCase(Locale.ROOT);
    if (x.dtype() == DType.BOOL || how == ScatterReduction.MEAN && !x.dtype().isFloating()) {
      throw new DTypeException(name + " of a tensor " + x.dtype() + ": convert it with to(FLOAT32) first");
    }
    Scattering.Target target = new Scattering.Target(name, x, axis, index, source);
    Tensor places = Indices.places(target.into.shape(), x.backend());
    Cells cells = new Cells(
        x.flatten(), Gathering.pick(places, target.axis, target.at).flatten(), target.source.flatten());
    return cells.combine(how, includeSelf).reshape(x.shape().toArray());
  }

  /** Everything flattened: the elements of {@code x}, and for each element of the source the place it goes to. */
  private record Cells(Tensor x, Tensor at, Tensor source) {
    Tensor combine(ScatterReduction how, boolean includeSelf) {
      Tensor hits = hits();
      if (includeSelf) {
        return of(x, how, hits.add(1));
      }
      Tensor start = Indices.number("scatterReduce", neutral(how), x);
      return of(Tensor.where(hits.gt(0), start, x), how, hits.maximum(Tensor.onesLike(hits)));
    }

    private Tensor of(Tensor into, ScatterReduction how, Tensor weights) {
      return switch (how) {
        case SUM -> Scattering.add(into, 0, at, source);
        case MEAN -> Scattering.add(into, 0, at, source).div(weights);
        case PROD -> Tape.apply(Product.INSTANCE, into, at, source);
        case AMAX, AMIN -> Tape.apply(new Extremum(how), into, at, source);
      };
    }

    /** How many sources go to each place. */
    Tensor hits() {
      return Scattering.add(Tensor.zeros(x.shape(), DType.INT32, x.backend()), 0, at, Tensor.onesLike(at));
    }

    private double neutral(ScatterReduction how) {
      return switch (how) {
        case SUM, MEAN -> 0;
        case PROD -> 1;
        case AMAX -> lowest();
        case AMIN -> x.dtype().isFloating() ? Double.POSITIVE_INFINITY : -1 - lowest();
      };
    }

    private double lowest() {
      return x.dtype().isFloating() ? Double.NEGATIVE_INFINITY : x.dtype() == DType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }
  }

  private static Tensor inArrays(ScatterReduction how, Tensor[] inputs, String name) {
    Tape.checkOneDevice(name, inputs);
    Tensor x = inputs[0].detach();
    int[] at = inputs[1].toIntArray();
    Tensor out;
    if (x.dtype().isFloating()) {
      double[] cells = x.toDoubleArray();
      double[] source = inputs[2].detach().toDoubleArray();
      for (int i = 0; i < at.length; i++) {
        double old = cells[at[i]];
        cells[at[i]] = how == ScatterReduction.PROD ? old * source[i]
            : how == ScatterReduction.AMAX ? Math.max(old, source[i]) : Math.min(old, source[i]);
      }
      out = Indices.doubles(cells, x.backend());
    } else {
      long[] cells = x.toLongArray();
      long[] source = inputs[2].toLongArray();
      for (int i = 0; i < at.length; i++) {
        long old = cells[at[i]];
        cells[at[i]] = how == ScatterReduction.PROD ? old * source[i]
            : how == ScatterReduction.AMAX ? Math.max(old, source[i]) : Math.min(old, source[i]);
      }
      out = Indices.longs(cells, x.backend());
    }
    return out.to(x.dtype());
  }

  private static final class Extremum extends Operation {
    private final ScatterReduction how;

    Extremum(ScatterReduction how) {
      this.how = how;
    }

    @Override
    public String name() {
      return "scatter_" + how.name().toLowerCase(Locale.ROOT);
    }

    @Override
    protected boolean isDifferentiable(int input) {
      return input != 1;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return inArrays(how, inputs, name());
    }

    @Override
    protected boolean reads(int input, int other) {
      return true;
    }

    /** 1 for those that are the extremum of their place, 0 for the others. */
    private static Tensor won(Tensor candidate, Tensor best) {
      // NaN wins where there is one, and equals nothing, itself neither.
      return Tensor.where(best.eq(best), candidate.eq(best), candidate.ne(candidate)).to(candidate.dtype());
    }

    private record Shares(Tensor x, Tensor source, Tensor winners) {
      static Shares of(Values values) {
        Tensor at = values.input(1);
        Tensor best = values.output().detach();
        Tensor x = won(values.input(0).detach(), best);
        Tensor source = won(values.input(2).detach(), Gathering.pick(best, 0, at));
        return new Shares(x, source, Scattering.add(x, 0, at, source));
      }
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Shares shares = Shares.of(values);
      Tensor share = gradient.div(shares.winners);
      return input == 0 ? share.mul(shares.x) : Gathering.pick(share, 0, values.input(1)).mul(shares.source);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Shares shares = Shares.of(values);
      Tensor sum = tangents[0] == null ? Tensor.zerosLike(shares.x) : tangents[0].mul(shares.x);
      if (tangents[2] != null) {
        sum = Scattering.add(sum, 0, values.input(1), tangents[2].mul(shares.source));
      }
      return sum.div(shares.winners);
    }
  }

  /** The product; each factor's derivative is the product of the others, found by division where the factor is not 0. */
  private static final class Product extends Operation {
    static final Product INSTANCE = new Product();

    @Override
    public String name() {
      return "scatter_prod";
    }

    @Override
    protected boolean isDifferentiable(int input) {
      return input != 1;
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return inArrays(ScatterReduction.PROD, inputs, name());
    }

    @Override
    protected boolean reads(int input, int other) {
      return true;
    }

    /** The derivative of each product towards the element of {@code x}. */
    private static Tensor bySelf(Values values) {
      Tensor x = values.input(0);
      Tensor one = Indices.number("scatter_prod", 1, x);
      Tensor nonzero = Tensor.where(x.eq(0), one, x);
      return Tape.apply(INSTANCE, nonzero, values.input(1), values.input(2)).div(nonzero);
    }

    /** The derivative of its product towards each element of the source. */
    private static Tensor bySource(Values values) {
      Tensor at = values.input(1);
      Tensor source = values.input(2);
      Tensor one = Indices.number("scatter_prod", 1, source);
      Tensor zero = source.eq(0);
      Tensor none = Tensor.zeros(values.input(0).shape(), DType.INT32, source.backend());
      Tensor zeros = Gathering.pick(Scattering.add(none, 0, at, zero.to(DType.INT32)), 0, at);
      Tensor onlyZero = Tensor.where(zero, zeros.eq(1), zero);
      Tensor withoutIt = Tape.apply(INSTANCE, values.input(0), at, Tensor.where(onlyZero, one, source));
      Tensor divided = Gathering.pick(values.output(), 0, at).div(Tensor.where(zero, one, source));
      Tensor factor = Tensor.where(onlyZero, Gathering.pick(withoutIt, 0, at), divided);
      boolean severalZeros = source.size() > 0 && zeros.max().itemAsLong() > 1;
      return severalZeros ? Tape.apply(OnceDifferentiable.INSTANCE, factor) : factor;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return input == 0 ? gradient.mul(bySelf(values))
          : Gathering.pick(gradient, 0, values.input(1)).mul(bySource(values));
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor sum = tangents[0] == null ? Tensor.zerosLike(values.input(0)) : tangents[0].mul(bySelf(values));
      Tensor source = tangents[2];
      return source == null ? sum : Scattering.add(sum, 0, values.input(1), source.mul(bySource(values)));
    }
  }

  /** The same values, which refuse to be differentiated: of a product with two zeros the second derivative is not known. */
  private static final class OnceDifferentiable extends Operation {
    static final OnceDifferentiable INSTANCE = new OnceDifferentiable();

    @Override
    public String name() {
      return "scatter_prod_gradient";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      return inputs[0].detach().copy();
    }

    private static AutogradException refusal() {
      return new AutogradException(
          "The second derivative of scatterReduce prod is not defined here where two or more zeros are placed at one index");
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      throw refusal();
    }

    @Override
    protected Tensor forward(Values values, @Nullable Tensor[] tangents) {
      throw refusal();
    }
  }
}
