package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.autograd.Operation;
import dev.adjoint.spi.Differentiation;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import java.util.BitSet;
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
  private final AtomicReferenceArray<@Nullable Gradient> gradients;
  private final ConcurrentHashMap<Integer, Part> tangents = new ConcurrentHashMap<>();

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
    this.name = name;
    this.kernel = Kernel.of(expr);
    this.arity = arity;
    this.gradients = new AtomicReferenceArray<>(arity);
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

  Gradient gradient(int input) {
    Gradient known = gradients.get(input);
    if (known == null) {
      known = deriveGradient(input);
      gradients.set(input, known);
    }
    return known;
  }

  private Gradient deriveGradient(int input) {
    Expr derivative = derivative(input);
    if (derivative == null) {
      return new Gradient(true, null, new BitSet());
    }
    if (derivative instanceof Expr.Const c && c.value() == 1) {
      return new Gradient(false, null, new BitSet());
    }
    Expr incoming = Expr.arg(arity + 1, kernel.dtype());
    Part part = part(name + "_grad", incoming.mul(derivative).cast(kernel.dtype()));
    BitSet reads = Differentiation.reads(derivative);
    return new Gradient(false, part, reads);
  }

  /** The derivative over the inputs and, as argument {@code arity}, the output. */
  private @Nullable Expr derivative(int input) {
    Expr whole = kernel.expr();
    Expr plain = Differentiation.derivative(whole, input);
    if (plain == null || whole instanceof Expr.Arg || whole.dtype().isHalf()) {
      // A float16 output was rounded: its derivative is recomputed in float32.
      return plain;
    }
    // Reading the output instead of recomputing it pays where it does not mean keeping one tensor more.
    Expr viaOutput = Differentiation.replace(plain, whole, Expr.arg(arity, kernel.dtype()));
    int cost = Differentiation.reads(plain).cardinality();
    return Differentiation.reads(viaOutput).cardinality() <= cost ? viaOutput : plain;
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
    return sum == null ? new Part(this, new int[0]) : part(name + "_tangent", sum.cast(kernel.dtype()));
  }

  private static Part part(String name, Expr expr) {
    int[] reads = Differentiation.reads(expr).stream().toArray();
    int[] numbers = new int[reads.length == 0 ? 0 : reads[reads.length - 1] + 1];
    for (int i = 0; i < reads.length; i++) {
      numbers[reads[i]] = i;
    }
    return new Part(new MapRule(name, Differentiation.renumber(expr, numbers), reads.length), reads);
  }

  /** Whether the gradient towards an input reads another input or the output. */
  boolean reads(int input, int other) {
    return gradient(input).reads.get(other == Operation.OUTPUT ? arity : other);
  }
}
