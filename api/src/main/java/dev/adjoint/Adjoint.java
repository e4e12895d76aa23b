package dev.adjoint;

import dev.adjoint.autograd.GradMode;
import dev.adjoint.autograd.Reverse;
import dev.adjoint.spi.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Modes of the current thread, and transforms of functions: gradients, Jacobians, and products with them. */
public final class Adjoint {
  private Adjoint() {}

  // ---- Modes ----

  /** Records nothing until closed: {@code try (var _ = Adjoint.noGrad()) { ... }}. */
  public static Mode noGrad() {
    return GradMode.recording(false);
  }

  /** Records again until closed, inside {@link #noGrad()}; not inside {@link #inferenceMode()}. */
  public static Mode enableGrad() {
    return GradMode.recording(true);
  }

  /** Records nothing and counts no versions until closed; tensors made here cannot be saved for a gradient later. */
  public static Mode inferenceMode() {
    return GradMode.inference(true);
  }

  /** Whether operations of the current thread are recorded. */
  public static boolean isGradEnabled() {
    return GradMode.isRecording();
  }

  /**
   * Makes new tensors on this backend from now on, in all threads.
   *
   * @throws BackendException if there is none of that name, or it cannot run here; lists those found
   */
  public static void useBackend(String name) {
    Backends.use(name);
  }

  // ---- Random numbers ----

  /**
   * Starts the sequence of {@link #nextKey()} anew, in all threads: the same seed gives the same keys. Until it is called, they
   * differ from run to run.
   */
  public static void seed(long seed) {
    KeySequence.start(seed);
  }

  /** A key that was not given before, for random tensors; what has no key takes one from here. Threads share one sequence. */
  public static Key nextKey() {
    return KeySequence.next();
  }

  // ---- Gradients of tensors ----

  /** The gradients of a one-element tensor towards inputs, without touching their {@code grad()}; frees the graph. */
  public static List<Tensor> grad(Tensor output, Tensor... inputs) {
    List<Tensor> out = new ArrayList<>();
    for (Tensor gradient : grad(List.of(output), List.of(inputs), Collections.singletonList(null), GradOptions.DEFAULT)) {
      if (gradient != null) { // never null with Unused.ERROR
        out.add(gradient);
      }
    }
    return out;
  }

  /**
   * The gradients of outputs, summed, towards inputs, without touching their {@code grad()}.
   *
   * @param gradients towards the outputs, one for each; null for an output of one element
   * @return one entry an input; null only for unused ones, with {@link GradOptions.Unused#NULL}
   */
  public static List<@Nullable Tensor> grad(
      List<Tensor> outputs, List<Tensor> inputs, List<@Nullable Tensor> gradients, GradOptions options) {
    List<@Nullable Tensor> found = Reverse.gradients(outputs, gradients, inputs, options.retainGraph(), options.createGraph());
    List<@Nullable Tensor> out = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Tensor gradient = found.get(i);
      if (gradient == null && options.unused() == GradOptions.Unused.ERROR) {
        throw new AutogradException(
            "The outputs do not depend on input " + i + " (" + inputs.get(i).dtype() + inputs.get(i).shape()
                + "). If that is meant, ask for null or zeros: GradOptions.DEFAULT.unused(NULL) or unused(ZEROS)");
      }
      out.add(gradient == null && options.unused() == GradOptions.Unused.ZEROS ? Tensor.zerosLike(inputs.get(i)) : gradient);
    }
    return out;
  }

  // ---- Transforms of functions ----

  /**
   * The gradient function of a function with one output element. It can be differentiated again: {@code grad(grad(f))}.
   */
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    return x -> Transforms.valueAndGrad(f, x).grad();
  }

  /** A function's value and gradient in one pass. */
  public static Function<Tensor, ValueAndGrad> valueAndGrad(UnaryOperator<Tensor> f) {
    return x -> Transforms.valueAndGrad(f, x);
  }

  /** The gradient, towards its first argument, of a function of two. */
  public static BinaryOperator<Tensor> grad(BinaryOperator<Tensor> f) {
    return (x, y) -> Transforms.valueAndGrad(a -> f.apply(a, y), x).grad();
  }

  /**
   * The value and the gradients towards chosen arguments of a function of several.
   *
   * @param arguments which ones, in the order wanted; all of them where none is given
   */
  public static Function<List<Tensor>, ValueAndGrads> valueAndGrads(Function<List<Tensor>, Tensor> f, int... arguments) {
    return inputs -> Transforms.valueAndGrads(f, inputs, arguments);
  }

  /**
   * The value at a point and the pullback there: the function from a cotangent (of the value's shape) to the product of it
   * and the Jacobian. The pullback can be called any number of times.
   */
  public static Vjp vjp(UnaryOperator<Tensor> f, Tensor x) {
    return Transforms.vjp(f, x);
  }

  /**
   * A function's value and its pullback.
   *
   * @param value what the function returned
   * @param pullback from a cotangent of the value's shape to a gradient of the argument's
   */
  public record Vjp(Tensor value, UnaryOperator<Tensor> pullback) {}

  /**
   * The value at a point, and the derivative there in a direction: the product of the Jacobian and {@code tangent}, by
   * forward mode.
   *
   * @param tangent of the shape and type of {@code x}
   */
  public static Jvp jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    return Transforms.jvp(f, x, tangent);
  }

  /**
   * A function's value and its derivative in a direction.
   *
   * @param value what the function returned
   * @param tangent of the value's shape
   */
  public record Jvp(Tensor value, Tensor tangent) {}

  /** All partial derivatives of a function's elements: the output's axes, then the argument's. One reverse pass a row. */
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    return Transforms.jacobian(f, x);
  }

  /** All second derivatives of a function with one output element: the argument's axes, twice. */
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    return Transforms.hessian(f, x);
  }

  /** The Hessian of a function with one output element, times a vector of the argument's shape: forward over reverse. */
  public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor vector) {
    return jvp(grad(f), x, vector).tangent();
  }

  // ---- Elementwise functions of one's own ----

  /** A function of one number, as an operation: one fused kernel, with every derivative. */
  public static ElementwiseFunction elementwise(UnaryOperator<Expr> f) {
    return new ElementwiseFunction(1, args -> f.apply(args[0]));
  }

  /** A function of two numbers, as an operation: one fused kernel, with every derivative. */
  public static ElementwiseFunction elementwise(BinaryOperator<Expr> f) {
    return new ElementwiseFunction(2, args -> f.apply(args[0], args[1]));
  }

  /** A function of three numbers, as an operation: one fused kernel, with every derivative. */
  public static ElementwiseFunction elementwise(ElementwiseFunction.OfThree f) {
    return new ElementwiseFunction(3, args -> f.apply(args[0], args[1], args[2]));
  }

  /** A function of four numbers, as an operation: one fused kernel, with every derivative. */
  public static ElementwiseFunction elementwise(ElementwiseFunction.OfFour f) {
    return new ElementwiseFunction(4, args -> f.apply(args[0], args[1], args[2], args[3]));
  }
}
