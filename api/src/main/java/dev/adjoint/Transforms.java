package dev.adjoint;

import dev.adjoint.autograd.Dual;
import dev.adjoint.autograd.GradMode;
import dev.adjoint.autograd.Reverse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How the transforms of {@link Adjoint} are built on the tape and on tangents. */
final class Transforms {
  private Transforms() {}

  /**
   * The argument as a fresh variable. Its history, if an outer transform or the caller's own graph recorded one, goes on: the
   * copy is recorded as any other operation.
   */
  private static Tensor variable(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "A gradient is towards a floating-point tensor; given " + x.dtype() + ". Convert it with to(FLOAT32)");
    }
    Tensor copy = x.copy();
    return copy.requiresGrad() ? copy : copy.requiresGrad(true);
  }

  static ValueAndGrad valueAndGrad(UnaryOperator<Tensor> f, Tensor x) {
    ValueAndGrads all = valueAndGrads(inputs -> f.apply(inputs.getFirst()), List.of(x));
    return new ValueAndGrad(all.value(), all.grads().getFirst());
  }

  static ValueAndGrads valueAndGrads(Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int... arguments) {
    int[] chosen = arguments.length > 0 ? arguments : IntStream.range(0, inputs.size()).toArray();
    Recorded run = Recorded.of(f, inputs, chosen);
    if (run.value().size() != 1) {
      throw new AutogradException(
          "grad is of functions with one output element; this one returned the shape " + run.value().shape()
              + ". Reduce it, for instance with sum(), or use jacobian or vjp");
    }
    return new ValueAndGrads(run.result(), run.pull(Tensor.onesLike(run.value()), false));
  }

  static Adjoint.Vjp vjp(UnaryOperator<Tensor> f, Tensor x) {
    Recorded run = Recorded.of(f, x);
    return new Adjoint.Vjp(run.result(), cotangent -> {
      checkLike("cotangent", run.value(), cotangent);
      return run.pull(cotangent, true).getFirst();
    });
  }

  static Adjoint.Jvp jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    checkLike("tangent", x, tangent);
    try (Dual.Level level = Dual.open()) {
      Tensor value = f.apply(level.attach(x, tangent));
      Tensor primal = level.primal(value);
      Tensor derivative = level.tangent(value);
      return new Adjoint.Jvp(primal, derivative == null ? Tensor.zerosLike(primal) : derivative);
    }
  }

  /** Refuses a tangent or cotangent that is not like the tensor it belongs to. */
  static void checkLike(String what, Tensor x, Tensor given) {
    Objects.requireNonNull(given, () -> "The " + what + " is null; expected a tensor " + x.dtype() + x.shape());
    if (!given.shape().equals(x.shape()) || given.dtype() != x.dtype()) {
      throw new AutogradException(
          "The " + what + " of a tensor " + x.dtype() + x.shape() + " has its type and shape; given " + given.dtype()
              + given.shape());
    }
    if (given.backend() != x.backend()) {
      throw new AutogradException(
          "A tensor and its " + what + " are on different devices: the tensor on " + x.device() + ", the " + what + " on "
              + given.device() + ". Move it with to(Device.of(\"" + x.device() + "\"))");
    }
  }

  static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    Recorded run = Recorded.of(f, x);
    Tensor[] lines = new Tensor[run.value().size()];
    if (lines.length == 0) {
      return Tensor.zeros(join(run.value().shape(), x.shape()), x.dtype(), x.backend());
    }
    for (int i = 0; i < lines.length; i++) {
      lines[i] = run.pull(unit(run.value(), i), true).getFirst().flatten();
    }
    return Tensor.stack(0, lines).reshape(join(run.value().shape(), x.shape()).toArray());
  }

  static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    return jacobian(point -> valueAndGrad(f, point).grad(), x);
  }

  static Shape join(Shape a, Shape b) {
    return Shape.of(IntStream.concat(IntStream.of(a.toArray()), IntStream.of(b.toArray())).toArray());
  }

  /** Zeros like a tensor, with a 1 at one element. */
  static Tensor unit(Tensor like, int element) {
    Tensor unit = Tensor.zerosLike(like);
    unit.reshape(like.size()).narrow(0, element, 1).addi(1);
    return unit;
  }

  /**
   * A function that was run on variables, ready to be pulled back.
   *
   * @param isDifferentiable whether somebody may differentiate the results again
   */
  record Recorded(List<Tensor> values, List<Tensor> variables, boolean isDifferentiable) {
    static Recorded of(UnaryOperator<Tensor> f, Tensor x) {
      return of(inputs -> f.apply(inputs.getFirst()), List.of(x), new int[] {0});
    }

    static Recorded of(Function<List<Tensor>, Tensor> f, List<Tensor> inputs, int[] chosen) {
      return ofAll(in -> List.of(f.apply(in)), inputs, chosen);
    }

    static Recorded ofAll(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
      return ofAll(f, inputs, IntStream.range(0, inputs.size()).toArray());
    }

    private static Recorded ofAll(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs, int[] chosen) {
      boolean wanted = Adjoint.isGradEnabled();
      // Inference mode too ends here: what is differentiated must be recorded.
      try (var _ = GradMode.inference(false)) {
        List<Tensor> arguments = new ArrayList<>(inputs);
        List<Tensor> variables = new ArrayList<>();
        for (int i : chosen) {
          Tensor variable = variable(inputs.get(i));
          arguments.set(i, variable);
          variables.add(variable);
        }
        List<Tensor> values = f.apply(Collections.unmodifiableList(arguments));
        // Somebody may differentiate the results again, towards what the function read besides its variables.
        boolean more = wanted && values.stream().anyMatch(value -> Reverse.dependsOnMoreThan(value, variables));
        return new Recorded(values, variables, more);
      }
    }

    Tensor value() {
      return values.getFirst();
    }

    Tensor result() {
      return results().getFirst();
    }

    List<Tensor> results() {
      return isDifferentiable ? values : values.stream().map(Tensor::withoutHistory).toList();
    }

    List<Tensor> pull(Tensor cotangent, boolean again) {
      if (!value().requiresGrad()) {
        return variables.stream().map(Tensor::zerosLike).toList();
      }
      GradOptions options =
          new GradOptions(again || isDifferentiable, isDifferentiable, GradOptions.Unused.ZEROS);
      List<Tensor> out = new ArrayList<>();
      for (Tensor gradient : Adjoint.grad(values, variables, List.of(cotangent), options)) {
        out.add(Objects.requireNonNull(gradient));
      }
      return out;
    }

    /** From the outputs that have a cotangent, or whose cotangent is 1; null where they do not depend on a variable. */
    List<@Nullable Tensor> pullAll(List<@Nullable Tensor> cotangents) {
      List<Tensor> outputs = new ArrayList<>();
      List<@Nullable Tensor> given = new ArrayList<>();
      boolean alone = values.size() == 1 || cotangents.stream().allMatch(Objects::isNull);
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).requiresGrad() && (alone || cotangents.get(i) != null)) {
          outputs.add(values.get(i));
          given.add(cotangents.get(i));
        }
      }
      if (outputs.isEmpty()) {
        return Collections.nCopies(variables.size(), null);
      }
      return Adjoint.grad(outputs, variables, given, new GradOptions(true, isDifferentiable, GradOptions.Unused.NULL));
    }
  }
}
