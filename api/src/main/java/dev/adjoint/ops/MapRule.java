package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.spi.BinaryOp;
import dev.adjoint.spi.Differentiation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression with what follows from it: the expressions of its gradients and tangents, derived when first asked for
 * and themselves rules, so that derivatives of every order are each one kernel.
 */
final class MapRule {
  private final String name;
  private final Kernel kernel;
  private final int arity;
  /** The operation without parameters, the same each time. */
  private final MapOp plain = new MapOp(this);
  /**
   * The input that a power with a constant exponent is taken of; -1 in other rules. A derivative of such a power depends on it
   * also where it is a number: the derivative after that is a zero, not an error, as in PyTorch.
   */
  private final int base;
  private final AtomicReferenceArray<@Nullable Gradient> gradients;
  private final ConcurrentHashMap<Integer, Part> tangents = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, Optional<Part>> joined = new ConcurrentHashMap<>();

  /**
   * An expression over some of the values a rule may read.
   *
   * @param rule over the arguments in the order of {@code reads}
   * @param reads which values: {@code 0..arity-1} the inputs, {@code arity} the output, and after it the gradient (or the
   *     tangents of the inputs)
   */
  record Part(MapRule rule, int[] reads) {}

  /**
   * The gradient towards one input.
   *
   * @param part null where it is the output's gradient itself, or zero
   */
  record Gradient(boolean isZero, @Nullable Part part, BitSet reads) {}

  MapRule(String name, Expr expr, int arity) {
    this(name, expr, arity, isPowerOfNumber(expr) ? 0 : -1);
  }

  private MapRule(String name, Expr expr, int arity, int base) {
    this.name = name;
    this.kernel = Kernel.of(expr);
    this.arity = arity;
    this.base = base;
    this.gradients = new AtomicReferenceArray<>(arity);
  }

  private static boolean isPowerOfNumber(Expr expr) {
    return expr instanceof Expr.Binary b && b.op() == BinaryOp.POW && b.b() instanceof Expr.Const;
  }

  /** The operation without parameters. */
  MapOp plain() {
    return plain;
  }

  /** The operation with these parameters, none perhaps. */
  MapOp op(double[] params) {
    return params.length == 0 ? plain : new MapOp(this, params);
  }

  String name() {
    return name;
  }

  Kernel kernel() {
    return kernel;
  }

  int arity() {
    return arity;
  }

  /** Whether an input is of a floating-point type, as far as the expression can tell. */
  boolean isFloating(int input) {
    DType type = input < kernel.arity() ? kernel.input(input) : null;
    return type == null || type.isFloating();
  }

  /** An expression over a number of inputs, and its derivatives, in writing. */
  static ScalarFormula formula(Expr expr, int arity) {
    List<String> derivatives = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      Expr derivative = Differentiation.derivative(expr, i);
      derivatives.add(derivative == null ? "0" : Differentiation.lean(derivative).toString());
    }
    return new ScalarFormula(expr.toString(), derivatives);
  }

  Gradient gradient(int input) {
    Gradient known = gradients.get(input);
    if (known == null) {
      known = deriveGradient(input);
      gradients.set(input, known);
    }
    return known;
  }

  private Gradient deriveGradient(int input) {
    Expr derivative = Differentiation.derivative(kernel.expr(), input);
    if (derivative == null) {
      return new Gradient(true, null, new BitSet());
    }
    Expr incoming = Expr.arg(arity + 1, kernel.dtype());
    Expr plain = Differentiation.lean(incoming.mul(derivative).cast(kernel.dtype()));
    Expr viaOutput = Differentiation.lean(incoming.mul(withOutput(derivative)).cast(kernel.dtype()));
    // Reading the output instead of recomputing it pays where it does not mean keeping one tensor more.
    Expr gradient = cost(viaOutput) <= cost(plain) ? viaOutput : plain;
    BitSet reads = Differentiation.reads(gradient);
    boolean keepsBase = input == base && !reads.get(input);
    Part part = gradient.equals(incoming) && !keepsBase ? null : part(name + "_grad", gradient, keepsBase);
    reads.set(input, reads.get(input) || keepsBase);
    reads.clear(arity + 1);
    return new Gradient(false, part, reads);
  }

  /** First the tensors that are kept, then the steps. */
  private static int cost(Expr gradient) {
    return Differentiation.reads(gradient).cardinality() * 10_000 + Kernel.of(gradient).steps().size();
  }

  /**
   * The gradients towards some inputs, added up.
   *
   * @param inputs a bit each
   * @param hasBefore whether they are added to one more tensor, the second value after the output
   * @return null where one of them is zero, or the sum is no other than the output's gradient, or would be rounded on the way
   */
  @Nullable
  Part joined(int inputs, boolean hasBefore) {
    if (arity >= Integer.SIZE - 1) {
      return null;
    }
    int key = inputs << 1 | (hasBefore ? 1 : 0);
    Optional<Part> known = joined.get(key);
    if (known == null) {
      known = Optional.ofNullable(deriveJoined(inputs, hasBefore));
      joined.put(key, known);
    }
    return known.orElse(null);
  }

  private @Nullable Part deriveJoined(int inputs, boolean hasBefore) {
    DType type = kernel.dtype();
    Expr sum = hasBefore ? Expr.arg(arity + 2, type) : null;
    for (int i = 0; i < arity; i++) {
      if ((inputs >> i & 1) != 0) {
        Gradient gradient = gradient(i);
        if (gradient.isZero) {
          return null;
        }
        // Not made shorter: the same steps as one after the other, and so the same result.
        Part part = gradient.part;
        Expr term = part == null ? Expr.arg(arity + 1, type) : Differentiation.renumber(part.rule.kernel.expr(), part.reads);
        sum = sum == null ? term : sum.add(term);
      }
    }
    return sum == null || sum instanceof Expr.Arg || type.isHalf() ? null : part(name + "_grad", sum, false);
  }

  private Expr withOutput(Expr derivative) {
    Expr whole = kernel.expr();
    // A float16 output was rounded: what a derivative reads of it is recomputed in float32.
    return whole instanceof Expr.Arg || whole.dtype().isHalf() ? derivative
        : Differentiation.replace(derivative, whole, Expr.arg(arity, kernel.dtype()));
  }

  /** The derivative over the inputs and, as argument {@code arity}, the output. */
  private @Nullable Expr derivative(int input) {
    Expr plain = Differentiation.derivative(kernel.expr(), input);
    Expr viaOutput = plain == null ? null : withOutput(plain);
    return viaOutput == null || cost(viaOutput) > cost(plain) ? plain : viaOutput;
  }

  /**
   * The tangent of the output.
   *
   * @param mask which inputs have a tangent, a bit each
   * @return null for zero
   */
  @Nullable
  Part tangent(int mask) {
    Part part = tangents.computeIfAbsent(mask, this::deriveTangent);
    return part.reads.length == 0 ? null : part;
  }

  private Part deriveTangent(int mask) {
    Expr sum = null;
    for (int i = 0; i < arity; i++) {
      Expr derivative = (mask >> i & 1) == 0 ? null : derivative(i);
      if (derivative != null) {
        Expr term = Expr.arg(arity + 1 + i, kernel.input(i)).cast(kernel.dtype().computed()).mul(derivative);
        sum = sum == null ? term : sum.add(term);
      }
    }
    return sum == null ? new Part(this, new int[0])
        : part(name + "_tangent", Differentiation.lean(sum.cast(kernel.dtype())), false);
  }

  /** @param keepsBase whether the base of a power is an input though the expression no longer reads it */
  private Part part(String partName, Expr expr, boolean keepsBase) {
    int[] reads = Differentiation.reads(expr).stream().toArray();
    int[] numbers = new int[reads.length == 0 ? 0 : reads[reads.length - 1] + 1];
    int newBase = -1;
    for (int i = 0; i < reads.length; i++) {
      numbers[reads[i]] = i;
      newBase = reads[i] == base ? i : newBase;
    }
    if (keepsBase) { // the last input: the expression does not number it
      newBase = reads.length;
      reads = Arrays.copyOf(reads, newBase + 1);
      reads[newBase] = base;
    }
    return new Part(new MapRule(partName, Differentiation.renumber(expr, numbers), reads.length, newBase), reads);
  }

  /** Whether the gradient towards an input reads another input or the output. */
  boolean reads(int input, int other) {
    return gradient(input).reads.get(other == Operation.OUTPUT ? arity : other);
  }
}
