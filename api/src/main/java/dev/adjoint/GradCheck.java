package dev.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares derivatives with central finite differences, in float64: the Jacobian by reverse mode, by forward mode, and, for
 * second order, that of the gradient.
 *
 * @param eps the step of the difference; the error of the difference grows as its square
 * @param atol the absolute error allowed
 * @param rtol the error allowed relative to the numerical value
 * @param forwardMode whether forward mode is checked as well
 */
public record GradCheck(double eps, double atol, double rtol, boolean forwardMode) {
  /** Step 1e-6, tolerances 1e-5 and 1e-3, as in PyTorch; forward mode included. */
  public static final GradCheck DEFAULT = new GradCheck(1e-6, 1e-5, 1e-3, true);

  /** This check, of reverse mode alone: for custom functions without a forward-mode rule. */
  public GradCheck reverseOnly() {
    return new GradCheck(eps, atol, rtol, false);
  }

  /**
   * Checks the first derivatives of a function.
   *
   * @throws AutogradException if one is wrong; shows both values and where
   */
  public static void check(UnaryOperator<Tensor> f, Tensor x) {
    DEFAULT.run(one(f), List.of(x));
  }

  /**
   * Checks the first and second derivatives of a function.
   *
   * @throws AutogradException if one is wrong; shows both values and where
   */
  public static void checkSecondOrder(UnaryOperator<Tensor> f, Tensor x) {
    DEFAULT.runSecondOrder(one(f), List.of(x));
  }

  private static Function<List<Tensor>, Tensor> one(UnaryOperator<Tensor> f) {
    return inputs -> f.apply(inputs.getFirst());
  }

  /**
   * Checks the first derivatives of a function of several float64 tensors towards each of them.
   *
   * @throws AutogradException if one is wrong; shows both values and where
   */
  public void run(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    checkInputs(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      int which = i;
      UnaryOperator<Tensor> towards = x -> f.apply(with(inputs, which, x));
      double[][] numeric = numericJacobian(towards, inputs.get(i), i);
      compare(i, "reverse mode", numeric, reverseJacobian(towards, inputs.get(i), i));
      if (forwardMode) {
        compare(i, "forward mode", numeric, forwardJacobian(towards, inputs.get(i)));
      }
    }
  }

  /** Whether the first derivatives of a function are right; {@link #run} says what is wrong where they are not. */
  public boolean passes(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    try {
      run(f, inputs);
      return true;
    } catch (AutogradException wrong) {
      return false;
    }
  }

  /**
   * Checks the first and second derivatives of a function of several float64 tensors towards each of them. For the second it
   * checks the gradient, with fixed random weights on the outputs, as a function of the inputs.
   *
   * @throws AutogradException if one is wrong; shows both values and where
   */
  public void runSecondOrder(Function<List<Tensor>, Tensor> f, List<Tensor> inputs) {
    run(f, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      int which = i;
      run(arguments -> gradient(f, arguments, which), inputs);
    }
  }

  private static Tensor gradient(Function<List<Tensor>, Tensor> f, List<Tensor> arguments, int which) {
    return Adjoint.valueAndGrads(values -> {
      Tensor y = f.apply(values);
      return y.mul(weights(y.shape()).to(y.device())).sum();
    }, which).apply(arguments).grads().getFirst();
  }

  /** Different for every element, so that no wrong derivative hides in a sum; the same at every call. */
  private static Tensor weights(Shape shape) {
    Random random = new Random(shape.hashCode());
    double[] values = random.doubles(shape.size(), 0.5, 1.5).toArray();
    return Tensor.of(values, shape);
  }

  private static List<Tensor> with(List<Tensor> inputs, int which, Tensor replacement) {
    List<Tensor> out = new ArrayList<>(inputs);
    out.set(which, replacement);
    return out;
  }

  private static void checkInputs(List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw new AutogradException("There is no input to check derivatives towards");
    }
    for (int i = 0; i < inputs.size(); i++) {
      Tensor x = inputs.get(i);
      if (x.dtype() != DType.FLOAT64) {
        throw new DTypeException(
            "Input " + i + " is " + x.dtype() + "; finite differences need float64. Convert it with to(FLOAT64)");
      }
      if (x.view().repeats()) {
        throw new AutogradException(
            "Input " + i + " has elements that share storage (it was expanded or unfolded). Pass a copy()");
      }
    }
  }

  private double[][] numericJacobian(UnaryOperator<Tensor> f, Tensor x, int input) {
    double[] point = x.toDoubleArray();
    double[][] columns = new double[point.length][];
    try (var _ = Adjoint.noGrad()) {
      for (int j = 0; j < point.length; j++) {
        double[] up = at(f, x, point, j, eps);
        double[] down = at(f, x, point, j, -eps);
        for (int k = 0; k < up.length; k++) {
          up[k] = (up[k] - down[k]) / (2 * eps);
          if (Double.isNaN(up[k])) {
            throw new AutogradException(
                "The function is NaN near input " + input + " at element " + j + " (" + point[j] + "), output element " + k
                    + ": choose a point inside its domain");
          }
        }
        columns[j] = up;
      }
    }
    return columns;
  }

  private static double[] at(UnaryOperator<Tensor> f, Tensor x, double[] point, int j, double step) {
    double[] moved = point.clone();
    moved[j] += step;
    return f.apply(Tensor.of(moved, x.shape()).to(x.device())).toDoubleArray();
  }

  private static double[][] reverseJacobian(UnaryOperator<Tensor> f, Tensor x, int input) {
    Adjoint.Vjp vjp = Adjoint.vjp(f, x.detach());
    if (!vjp.value().dtype().isFloating()) {
      throw new DTypeException("The output is " + vjp.value().dtype() + ": only floating-point outputs have derivatives");
    }
    int rows = vjp.value().size();
    double[][] columns = new double[x.size()][rows];
    for (int k = 0; k < rows; k++) {
      double[] row = pull(vjp, k);
      double[] again = pull(vjp, k);
      for (int j = 0; j < row.length; j++) {
        if (Double.compare(row[j], again[j]) != 0) {
          throw new AutogradException(
              "The gradient towards input " + input + " is not reentrant: two runs at the same point gave " + row[j] + " and "
                  + again[j] + " at element " + j);
        }
        columns[j][k] = row[j];
      }
    }
    return columns;
  }

  private static double[] pull(Adjoint.Vjp vjp, int element) {
    double[] unit = new double[vjp.value().size()];
    unit[element] = 1;
    Tensor cotangent = Tensor.of(unit, vjp.value().shape()).to(vjp.value().device()).to(vjp.value().dtype());
    return vjp.pullback().apply(cotangent).toDoubleArray();
  }

  private static double[][] forwardJacobian(UnaryOperator<Tensor> f, Tensor x) {
    double[][] columns = new double[x.size()][];
    for (int j = 0; j < columns.length; j++) {
      double[] unit = new double[x.size()];
      unit[j] = 1;
      columns[j] = Adjoint.jvp(f, x.detach(), Tensor.of(unit, x.shape()).to(x.device())).tangent().toDoubleArray();
    }
    return columns;
  }

  private void compare(int input, String mode, double[][] numeric, double[][] analytic) {
    @Nullable String worst = null;
    double excess = 0;
    for (int j = 0; j < numeric.length; j++) {
      for (int k = 0; k < numeric[j].length; k++) {
        double n = numeric[j][k];
        double a = analytic[j][k];
        double over = Math.abs(n - a) - (atol + rtol * Math.abs(n));
        if (!(over <= excess)) {
          excess = Double.isNaN(over) ? Double.POSITIVE_INFINITY : over;
          worst = "d output[" + k + "] / d input " + input + "[" + j + "]: numerical " + n + ", by " + mode + " " + a;
        }
      }
    }
    if (worst != null) {
      boolean isZero = Arrays.stream(analytic).flatMapToDouble(Arrays::stream).allMatch(a -> a == 0);
      throw new AutogradException(
          "The derivative by " + mode + " is wrong. " + worst + ", more than atol " + atol + " + rtol " + rtol + " apart."
              + (isZero ? " The numerical derivative was expected to be zero, as no gradient flows from the output." : "")
              + whole(numeric, analytic));
    }
  }

  /** Both Jacobians, a row for each element of the output, if they are small enough to be read. */
  private static String whole(double[][] numeric, double[][] analytic) {
    return numeric.length * numeric[0].length > 64 ? ""
        : "\nnumerical: " + rows(numeric) + "\nanalytic:  " + rows(analytic);
  }

  private static String rows(double[][] columns) {
    return IntStream.range(0, columns[0].length)
        .mapToObj(k -> Arrays.stream(columns).map(column -> String.format(Locale.ROOT, "%.4f", column[k] + 0.0))
            .collect(Collectors.joining(", ", "[", "]")))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
