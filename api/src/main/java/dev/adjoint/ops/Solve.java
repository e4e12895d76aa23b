package dev.adjoint.ops;

import dev.adjoint.LinearAlgebraException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.LinearAlgebra;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inverses and systems of equations. Their rules follow from differentiating {@code A X = B} (M. Giles, Collected matrix
 * derivative results for forward and reverse mode algorithmic differentiation, 2008, sections 2.2.3 and 2.3.1).
 */
public final class Solve {
  private Solve() {}

  /** The inverse of each matrix. */
  public static Tensor inv(Tensor a) {
    return Tape.apply(INVERSE, Matrices.checkSquare("inv", a));
  }

  /** X of {@code A X = B}; B is a vector, a matrix, or a batch of either. */
  public static Tensor solve(Tensor a, Tensor b) {
    Matrices.checkSquare("solve", a);
    Matrices.checkSame("solve", a, b);
    boolean vector = isVector(a, b);
    Tensor right = vector ? b.unsqueeze(-1) : b;
    checkRows("solve", a, b, right);
    Tensor x = broadcast(a, right, (left, columns) -> Tape.apply(SOLVE, left, columns));
    return vector ? x.squeeze(-1) : x;
  }

  /** Solves for each matrix of a batch; one matrix for a batch of right sides is factored once, the sides being columns. */
  private static Tensor broadcast(Tensor a, Tensor b, BinaryOperator<Tensor> solve) {
    int rank = b.shape().rank();
    if (a.shape().rank() > 2 || rank == 2) {
      int[] batch = Matrices.commonBatch(a, b);
      return solve.apply(Matrices.expandBatch(a, batch), Matrices.expandBatch(b, batch));
    }
    int[] rowsFirst = IntStream.range(0, rank).map(i -> i == 0 ? rank - 2 : i < rank - 1 ? i - 1 : i).toArray();
    int[] back = IntStream.range(0, rank).map(i -> i < rank - 2 ? i + 1 : i == rank - 2 ? 0 : i).toArray();
    Tensor rows = b.permute(rowsFirst);
    int columns = Matrices.count(Matrices.batch(b)) * Matrices.columns(b);
    Tensor x = solve.apply(a, rows.reshape(Matrices.rows(b), columns));
    return x.reshape(rows.shape().toArray()).permute(back);
  }

  /** X of {@code A X = B}, or of {@code X A = B}, where A is triangular; only that triangle is read. */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper, boolean left, boolean unit) {
    Matrices.checkSquare("solveTriangular", a);
    Matrices.checkSame("solveTriangular", a, b);
    Matrices.check("solveTriangular", b);
    if (!left) {
      return Matrices.t(solveTriangular(Matrices.t(a), Matrices.t(b), !upper, true, unit));
    }
    checkRows("solveTriangular", a, b, b);
    return broadcast(a, b, (t, columns) -> triangular(t, columns, upper, unit));
  }

  static Tensor triangular(Tensor a, Tensor b, boolean upper, boolean unit) {
    return Tape.apply(new Triangular(upper, unit), a, b);
  }

  /** As PyTorch tells them apart: one axis, or one axis less than A and A's sizes up to the last. */
  private static boolean isVector(Tensor a, Tensor b) {
    int rank = a.shape().rank();
    return b.shape().rank() == 1
        || b.shape().rank() == rank - 1 && b.shape().equals(Shape.of(Arrays.copyOf(a.shape().toArray(), rank - 1)));
  }

  private static void checkRows(String operation, Tensor a, Tensor b, Tensor columns) {
    if (columns.shape().rank() < 2 || Matrices.rows(columns) != Matrices.rows(a)) {
      throw new ShapeException(
          operation + " of shapes " + a.shape() + " and " + b.shape() + ": the right side has "
              + (columns.shape().rank() < 2 ? "no" : Matrices.rows(columns)) + " rows; expected as many as the matrix, "
              + Matrices.rows(a));
    }
  }

  /** The factors of a square matrix; refuses a singular one. */
  private static int[] factors(LinearAlgebra algebra, String operation, Tensor matrices, double[] a, int index) {
    int n = Matrices.rows(matrices);
    int[] batch = Matrices.batch(matrices);
    int[] pivots = new int[n];
    algebra.lu(a, n, n, pivots);
    for (int i = 0; i < n; i++) {
      if (a[i * n + i] == 0) {
        Matrices.checkNoNaN(operation, matrices, batch, index);
        throw new LinearAlgebraException(
            operation + ": " + Matrices.which(batch, index) + " is singular: pivot " + i + " of its LU factorisation is zero."
                + " Use pinv or lstsq for a matrix without an inverse");
      }
    }
    return pivots;
  }

  private static final Operation INVERSE = new Operation() {
    @Override
    public String name() {
      return "inv";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      LinearAlgebra algebra = inputs[0].backend().linearAlgebra();
      int n = Matrices.rows(inputs[0]);
      int[] batch = Matrices.batch(inputs[0]);
      double[] all = Matrices.read(inputs[0]);
      for (int i = 0; i < Matrices.count(batch); i++) {
        double[] a = Matrices.slice(all, i, n * n);
        int[] pivots = factors(algebra, name(), inputs[0], a, i);
        double[] inverse = new double[n * n];
        for (int k = 0; k < n; k++) {
          inverse[k * n + k] = 1;
        }
        algebra.luSolve(a, pivots, n, inverse, n);
        Matrices.put(inverse, all, i);
      }
      return Matrices.write(all, inputs[0], inputs[0].shape().toArray());
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == OUTPUT;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor y = Matrices.t(values.output());
      return Matrices.mm(y, Matrices.mm(gradient, y)).neg();
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      Tensor y = values.output();
      return tangent == null ? null : Matrices.mm(y, Matrices.mm(tangent, y)).neg();
    }
  };

  private static final Operation SOLVE = new Operation() {
    @Override
    public String name() {
      return "solve";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      LinearAlgebra algebra = inputs[0].backend().linearAlgebra();
      int n = Matrices.rows(inputs[0]);
      int columns = Matrices.columns(inputs[1]);
      int[] batch = Matrices.batch(inputs[0]);
      double[] as = Matrices.read(inputs[0]);
      double[] bs = Matrices.read(inputs[1]);
      for (int i = 0; i < Matrices.count(batch); i++) {
        double[] a = Matrices.slice(as, i, n * n);
        int[] pivots = factors(algebra, name(), inputs[0], a, i);
        double[] b = Matrices.slice(bs, i, n * columns);
        algebra.luSolve(a, pivots, n, b, columns);
        Matrices.put(b, bs, i);
      }
      return Matrices.write(bs, inputs[1], inputs[1].shape().toArray());
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0 || input == 0 && other == OUTPUT;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor towardsB = Tape.apply(this, Matrices.t(values.input(0)), gradient);
      return input == 1 ? towardsB : Matrices.mm(towardsB, Matrices.t(values.output())).neg();
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      return implicit(values, tangents, tangents[0], right -> Tape.apply(this, values.input(0), right));
    }
  };

  /** The tangent of X where {@code A X = B}: the solution for {@code dB - dA X}. */
  private static @Nullable Tensor implicit(
      Operation.Values values, @Nullable Tensor[] tangents, @Nullable Tensor da,
      UnaryOperator<Tensor> solve) {
    Tensor db = tangents[1];
    Tensor moved = da == null ? null : Matrices.mm(da, values.output());
    Tensor right = moved == null ? db : db == null ? moved.neg() : db.sub(moved);
    return right == null ? null : solve.apply(right);
  }

  private static final class Triangular extends Operation {
    private final boolean upper;
    private final boolean unit;

    Triangular(boolean upper, boolean unit) {
      this.upper = upper;
      this.unit = unit;
    }

    @Override
    public String name() {
      return "solve_triangular";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      LinearAlgebra algebra = inputs[0].backend().linearAlgebra();
      int n = Matrices.rows(inputs[0]);
      int columns = Matrices.columns(inputs[1]);
      double[] as = Matrices.read(inputs[0]);
      double[] bs = Matrices.read(inputs[1]);
      for (int i = 0; i < Matrices.count(Matrices.batch(inputs[0])); i++) {
        double[] b = Matrices.slice(bs, i, n * columns);
        algebra.solveTriangular(Matrices.slice(as, i, n * n), n, b, columns, upper, false, unit);
        Matrices.put(b, bs, i);
      }
      return Matrices.write(bs, inputs[1], inputs[1].shape().toArray());
    }

    /** What of a change of A matters: the triangle that is read. */
    private Tensor part(Tensor change) {
      return upper ? Matrices.triu(change, unit ? 1 : 0) : Matrices.tril(change, unit ? -1 : 0);
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0 || input == 0 && other == OUTPUT;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      Tensor towardsB = triangular(Matrices.t(values.input(0)), gradient, !upper, unit);
      return input == 1 ? towardsB : part(Matrices.mm(towardsB, Matrices.t(values.output()))).neg();
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor da = tangents[0];
      return implicit(values, tangents, da == null ? null : part(da), right -> Tape.apply(this, values.input(0), right));
    }
  }
}
