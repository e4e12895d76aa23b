package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Powers and exponentials of square matrices. */
public final class MatrixFunctions {
  private MatrixFunctions() {}

  /** The product of a matrix with itself, by repeated squaring; the inverse for negative exponents. */
  public static Tensor power(Tensor a, int exponent) {
    Matrices.checkSquare("matrixPower", a);
    if (exponent == 0) {
      // A function of the matrix all the same: its gradient is zero.
      Tensor no = Tensor.zerosLike(a).detach().ne(0);
      return Tensor.where(no, a, Matrices.eye(Matrices.rows(a), a).expand(a.shape()));
    }
    Tensor square = exponent < 0 ? Solve.inv(a) : a;
    Tensor product = null;
    for (long left = Math.abs((long) exponent); left > 0; left /= 2) {
      if (left % 2 == 1) {
        product = product == null ? square : Matrices.mm(product, square);
      }
      square = left > 1 ? Matrices.mm(square, square) : square;
    }
    return product == null ? square : product == a ? a.copy() : product;
  }

  /** The sum of {@code Aᵏ / k!}. */
  public static Tensor exp(Tensor a) {
    return Tape.apply(EXPONENTIAL, Matrices.checkSquare("matrixExp", a));
  }

  /** The degree of the Taylor polynomial: with norms up to the bounds below, exact to rounding. */
  private static final int DEGREE = 18;

  /** Of every so many terms one power of the matrix is computed. */
  private static final int BLOCK = 4;
  private static final double DOUBLE_BOUND = 1.09;
  private static final double SINGLE_BOUND = 3.01;

  /**
   * By scaling and squaring. Its derivative towards E is the upper right block of the exponential of
   * {@code [[A, E], [0, A]]} (R. Mathias, A chain rule for matrix functions and applications, 1996, theorem 2.1), whose own
   * derivative is again one.
   */
  private static final Operation EXPONENTIAL = new Operation() {
    @Override
    public String name() {
      return "matrix_exp";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tensor a = inputs[0].detach();
      if (a.size() == 0) {
        return a.copy();
      }
      double norm = a.abs().sum(-2).max().item();
      double bound = a.dtype() == DType.FLOAT32 ? SINGLE_BOUND : DOUBLE_BOUND;
      int squarings = norm > bound && norm < Double.POSITIVE_INFINITY
          ? (int) Math.ceil(Math.log(norm / bound) / Math.log(2))
          : 0;
      Tensor power = polynomial(a.mul(Math.scalb(1.0, -squarings)));
      for (int i = 0; i < squarings; i++) {
        power = Matrices.mm(power, power);
      }
      return power;
    }

    @Override
    protected boolean reads(int input, int other) {
      return other == 0;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return towards(Matrices.t(values.input(0)), gradient);
    }

    @Override
    protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor tangent = tangents[0];
      return tangent == null ? null : towards(values.input(0), tangent);
    }
  };

  /** The derivative of the exponential towards a direction. */
  private static Tensor towards(Tensor a, Tensor direction) {
    int n = Matrices.rows(a);
    if (a.size() == 0) {
      return direction;
    }
    // Linear in the direction: one of length 1 keeps the squarings few.
    double length = Arrays.stream(Matrices.read(direction)).map(Math::abs).max().orElse(0);
    double scale = length > 0 && length < Double.POSITIVE_INFINITY ? length : 1;
    Tensor upper = Joining.concat(-1, a, direction.div(scale));
    Tensor lower = Joining.concat(-1, Tensor.zerosLike(a), a);
    return exp(Joining.concat(-2, upper, lower)).narrow(-2, 0, n).narrow(-1, n, n).mul(scale);
  }

  /** The Taylor polynomial, by M. Paterson and L. Stockmeyer's scheme: few products, many sums. */
  private static Tensor polynomial(Tensor a) {
    Tensor[] powers = new Tensor[BLOCK + 1];
    powers[0] = Matrices.eye(Matrices.rows(a), a);
    powers[1] = a;
    for (int i = 2; i <= BLOCK; i++) {
      powers[i] = Matrices.mm(powers[i - 1], a);
    }
    double[] factors = new double[DEGREE + 1];
    factors[0] = 1;
    for (int i = 1; i <= DEGREE; i++) {
      factors[i] = factors[i - 1] / i;
    }
    Tensor sum = null;
    for (int start = DEGREE / BLOCK * BLOCK; start >= 0; start -= BLOCK) {
      Tensor block = powers[0].mul(factors[start]);
      for (int i = 1; i < BLOCK && start + i <= DEGREE; i++) {
        block = block.add(powers[i].mul(factors[start + i]));
      }
      sum = sum == null ? block : Matrices.mm(sum, powers[BLOCK]).add(block);
    }
    return sum == null ? a : sum;
  }
}
