package dev.adjoint.samples;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * An input of a sample: numbers, the same at every call, and how the operation sees them. The numbers are the leaf that is
 * differentiated; a layout other than row by row is a view of it.
 *
 * @param shape of the leaf
 * @param values of the leaf, row by row
 * @param kind the type; floating-point inputs are float64, and float32 in a second run
 * @param differentiable whether derivatives towards it are checked
 * @param layout the view that the operation gets
 */
public record Input(Shape shape, double[] values, Kind kind, boolean differentiable, Layout layout) {
  /** Types of inputs. */
  public enum Kind {
    /** float64, and float32 in a second run. */
    REAL,
    /** int32. */
    INT32,
    /** int64. */
    INT64,
    /** bool. */
    BOOL
  }

  /** A view, here and in TorchScript, where it is applied to the name before it. */
  public record Layout(String name, UnaryOperator<Tensor> view, String torch) {
    static final Layout ROW_BY_ROW = new Layout("", x -> x, "");
    static final Layout TRANSPOSED = new Layout("transposed", x -> x.transpose(-1, -2), ".transpose(-1, -2)");
    static final Layout NARROWED =
        new Layout("narrowed", x -> x.narrow(-1, 1, x.shape().size(-1) - 1), "[..., 1:]");
    static final Layout FLIPPED = new Layout("flipped", x -> x.flip(-1), ".flip([-1])");

    static Layout expanded(int times, int rank) {
      return new Layout(
          "expanded", x -> x.unsqueeze(0).expand(stretched(x.shape(), times)),
          ".unsqueeze(0).expand([" + times + ", -1".repeat(rank) + "])");
    }

    private static Shape stretched(Shape shape, int times) {
      int[] sizes = new int[shape.rank() + 1];
      sizes[0] = times;
      System.arraycopy(shape.toArray(), 0, sizes, 1, shape.rank());
      return Shape.of(sizes);
    }
  }

  /** Different numbers between two bounds, evenly spread, in no order: away from both bounds, and no two of them close. */
  public static Input real(double low, double high, int... sizes) {
    Shape shape = Shape.of(sizes);
    int n = shape.size();
    Random random = new Random(31L * Arrays.hashCode(sizes) + Double.hashCode(low) + 7L * Double.hashCode(high));
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      // Rounded to float32, so that both runs start from the same numbers.
      values[i] = (float) (low + (high - low) * (i + 0.3 + 0.4 * random.nextDouble()) / n);
    }
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double v = values[i];
      values[i] = values[j];
      values[j] = v;
    }
    return new Input(shape, values, Kind.REAL, true, Layout.ROW_BY_ROW);
  }

  /** The given numbers. */
  public static Input of(double... values) {
    return of(Shape.of(values.length), values);
  }

  /** The given numbers, row by row. */
  public static Input of(Shape shape, double... values) {
    return new Input(shape, values, Kind.REAL, true, Layout.ROW_BY_ROW);
  }

  /** Integers from {@code low} up to, without, {@code high}, int64. */
  public static Input ints(int low, int high, int... sizes) {
    Shape shape = Shape.of(sizes);
    Random random = new Random(31L * Arrays.hashCode(sizes) + low + 7L * high);
    double[] values = random.ints(shape.size(), low, high).asDoubleStream().toArray();
    return new Input(shape, values, Kind.INT64, false, Layout.ROW_BY_ROW);
  }

  /** The given integers, int64. */
  public static Input ints(Shape shape, double... values) {
    return new Input(shape, values, Kind.INT64, false, Layout.ROW_BY_ROW);
  }

  /** Truths, about half of them true, bool. */
  public static Input bools(int... sizes) {
    Input bits = ints(0, 2, sizes);
    return new Input(bits.shape, bits.values, Kind.BOOL, false, Layout.ROW_BY_ROW);
  }

  /** The same, int32. */
  public Input int32() {
    return new Input(shape, values, Kind.INT32, false, layout);
  }

  /** The same, as a constant: no derivative towards it is checked. */
  public Input constant() {
    return new Input(shape, values, kind, false, layout);
  }

  /** The same, other numbers: for two inputs of one shape. */
  public Input shifted(double by) {
    double[] moved = Arrays.stream(values).map(v -> (float) (v + by)).toArray();
    return new Input(shape, moved, kind, differentiable, layout);
  }

  /** The operation gets it with its last two axes exchanged. */
  public Input transposed() {
    return with(Layout.TRANSPOSED);
  }

  /** The operation gets it without the first index of its last axis. */
  public Input narrowed() {
    return with(Layout.NARROWED);
  }

  /** The operation gets its last axis in reverse order: a negative stride. */
  public Input flipped() {
    return with(Layout.FLIPPED);
  }

  /** The operation gets it repeated along a new first axis, of stride 0. */
  public Input expanded(int times) {
    return with(Layout.expanded(times, shape.rank()));
  }

  private Input with(Layout other) {
    return new Input(shape, values, kind, differentiable, other);
  }

  /** The leaf, on the backend in use. */
  public Tensor leaf(DType floating) {
    Tensor doubles = Tensor.of(values, shape);
    return doubles.to(switch (kind) {
      case REAL -> floating;
      case INT32 -> DType.INT32;
      case INT64 -> DType.INT64;
      case BOOL -> DType.BOOL;
    });
  }
}
