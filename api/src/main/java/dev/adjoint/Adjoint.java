package dev.adjoint;

import dev.adjoint.autograd.Checkpoint;
import dev.adjoint.autograd.MultiGradHook;
import dev.adjoint.autograd.Reverse;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Modes of the current thread, gradients, and transforms of functions: Jacobians, and products with them. */
public final class Adjoint extends ModeMethods {
  private Adjoint() {}

  // ---- Backends ----

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

  /**
   * A key of a sequence of one's own, such as a layer's, which Adjoint does not seed. A function that runs again for its
   * gradient, in {@link #checkpoint}, gets the keys of its first run again.
   *
   * @param sequence gives another key at each call
   */
  public static Key nextKey(Supplier<Key> sequence) {
    return KeySequence.next(sequence);
  }

  /**
   * Makes all that this thread draws until closed a function of a key: {@link #nextKey()}, and the sequences of layers such as
   * dropout, give keys made of this one, in order. Around a step of training, with a key of the step's number, it lets a run
   * that was interrupted go on as it would have.
   */
  public static Mode keysFrom(Key key) {
    return KeySequence.from(key);
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

  /**
   * Adds to the gradients of all leaves that the outputs depend on, in one pass; {@link Tensor#backward()} for several.
   *
   * @param gradients towards the outputs, one for each; null for an output of one element
   */
  public static void backward(List<Tensor> outputs, List<@Nullable Tensor> gradients, Backward options) {
    Reverse.backward(outputs, gradients, options.into(), options.keepsGraph(), options.recordsGraph());
  }

  /** {@link #backward(List, List, Backward)} of outputs of one element each. */
  public static void backward(Tensor... outputs) {
    backward(List.of(outputs), Collections.nCopies(outputs.length, null), Backward.DEFAULT);
  }

  /**
   * Calls a function once at the end of each backward pass in which one of these tensors got a gradient.
   *
   * @param hook gets one entry a tensor, null for one that the pass did not reach
   * @return closing it removes the hook
   */
  public static Mode registerMultiGradHook(List<Tensor> tensors, Consumer<List<@Nullable Tensor>> hook) {
    return MultiGradHook.all(tensors, hook);
  }

  /** Calls a function once in each backward pass, with the first gradient that reaches one of these tensors. */
  public static Mode registerAnyGradHook(List<Tensor> tensors, Consumer<Tensor> hook) {
    return MultiGradHook.any(tensors, hook);
  }

  /**
   * Runs something once the backward pass is over in which this is called, from a hook or a rule.
   *
   * @throws AutogradException outside of a backward pass
   */
  public static void afterBackward(Runnable callback) {
    Tape.atEndOfBackward(callback);
  }

  /**
   * A function's value without what it saves for its gradients: the backward pass computes it again. Random numbers are the
   * same again, those of {@link #nextKey()} too.
   *
   * @param f computes the same every time, and depends on nothing that changes but its inputs
   */
  public static Tensor checkpoint(UnaryOperator<Tensor> f, Tensor input) {
    return checkpointAll(in -> new Tensor[] {f.apply(in[0])}, input)[0];
  }

  /** {@link #checkpoint(UnaryOperator, Tensor)} with several inputs and outputs. */
  public static Tensor[] checkpointAll(Function<Tensor[], Tensor[]> f, Tensor... inputs) {
    return Checkpoint.run(KeySequence.repeating(f), inputs);
  }

  /** Who requires a gradient behind a tensor, and why; or why it requires none. A tree of text. */
  public static String explain(Tensor tensor) {
    return Explanation.of(tensor);
  }

  // ---- Functions with rules of one's own ----

  /**
   * A function with a gradient rule of one's own; {@link CustomFunction} is the form with more to say.
   *
   * @param forward the output, from the inputs; runs unrecorded
   * @param vjp the gradients of the inputs; recorded under createGraph
   */
  public static SimpleFunction custom(Function<Tensor[], Tensor> forward, SimpleFunction.Vjp vjp) {
    return new SimpleFunction(forward, vjp, null);
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

  /** A vector of the argument's shape, times the Hessian of a function with one output element: reverse over reverse. */
  public static Tensor vhp(UnaryOperator<Tensor> f, Tensor x, Tensor vector) {
    return vjp(grad(f), x).pullback().apply(vector);
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
