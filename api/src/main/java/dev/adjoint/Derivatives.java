package dev.adjoint;

import dev.adjoint.autograd.Dual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of a function of several tensors with several outputs. {@link Adjoint} has the same for one tensor.
 *
 * <pre>{@code
 * var f = Derivatives.of(in -> List.of(in.get(0).mul(in.get(1)), in.get(0).add(in.get(1))));
 * List<List<Tensor>> blocks = f.jacobian(x, y);
 * }</pre>
 */
public final class Derivatives {
  private final Function<List<Tensor>, List<Tensor>> f;
  private final boolean isStrict;

  private Derivatives(Function<List<Tensor>, List<Tensor>> f, boolean isStrict) {
    this.f = f;
    this.isStrict = isStrict;
  }

  /** Of a function with a list of outputs. */
  public static Derivatives of(Function<List<Tensor>, List<Tensor>> f) {
    return new Derivatives(f, false);
  }

  /** Of a function with one output. */
  public static Derivatives ofOne(Function<List<Tensor>, Tensor> f) {
    return of(inputs -> List.of(f.apply(inputs)));
  }

  /**
   * The same, but where an output (or, for second derivatives, a gradient) does not depend on an input, that is an
   * {@link AutogradException} and not zeros: it may be by mistake.
   */
  public Derivatives strict() {
    return new Derivatives(f, true);
  }

  /**
   * Values, and the way back from them.
   *
   * @param values the outputs
   * @param pullback from cotangents, one for each output, of its type and shape, to gradients of the inputs; null for an
   *     output of one element stands for 1
   */
  public record Vjp(List<Tensor> values, Function<List<@Nullable Tensor>, List<Tensor>> pullback) {
    /** The gradients of the inputs of a function whose only output has one element. */
    public List<Tensor> pull() {
      return pullback.apply(Collections.nCopies(values.size(), null));
    }

    /** The gradients of the inputs. */
    public List<Tensor> pull(Tensor... cotangents) {
      return pullback.apply(Arrays.asList(cotangents));
    }
  }

  /**
   * Values, and their derivatives in a direction.
   *
   * @param values the outputs
   * @param tangents one for each output, of its shape
   */
  public record Jvp(List<Tensor> values, List<Tensor> tangents) {}

  /** The values, and the products of cotangents and the Jacobian; the pullback can be called any number of times. */
  public Vjp vjp(Tensor... inputs) {
    Transforms.Recorded run = Transforms.Recorded.ofAll(f, List.of(inputs));
    return new Vjp(run.results(), cotangents -> {
      List<Tensor> values = run.values();
      if (cotangents.size() != values.size()) {
        throw new AutogradException(
            "There are " + values.size() + " outputs and " + cotangents.size() + " cotangents; expected one for each");
      }
      for (int i = 0; i < values.size(); i++) {
        Tensor cotangent = cotangents.get(i);
        if (cotangent != null) {
          Transforms.checkLike("cotangent", values.get(i), cotangent);
        } else if (values.get(i).size() != 1) {
          throw new AutogradException(
              "A cotangent may be left out for an output of one element; output " + i + " has the shape "
                  + values.get(i).shape());
        }
      }
      if (isStrict) {
        for (int i = 0; i < values.size(); i++) {
          checkDifferentiable(i, values.get(i));
        }
      }
      return filled(run.pullAll(cotangents), run.variables(), "The outputs are");
    });
  }

  private static void checkDifferentiable(int output, Tensor value) {
    if (!value.requiresGrad()) {
      throw new AutogradException("Output " + output + " does not require a gradient: it does not depend on the inputs");
    }
  }

  /** Zeros in the place of gradients that there are not; an error if this is strict. */
  private List<Tensor> filled(List<@Nullable Tensor> gradients, List<Tensor> inputs, String whatIs) {
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor gradient = gradients.get(i);
      if (gradient == null && isStrict) {
        throw new AutogradException(
            whatIs + " independent of input " + i + "; expected to depend on it, as strict() was asked");
      }
      out.add(gradient == null ? Tensor.zerosLike(inputs.get(i)) : gradient);
    }
    return out;
  }

  /**
   * The values, and their derivatives in a direction, by forward mode.
   *
   * @param tangents one for each input, of its type and shape; null for zero
   */
  public Jvp jvp(List<Tensor> inputs, List<? extends @Nullable Tensor> tangents) {
    if (tangents.size() != inputs.size()) {
      throw new AutogradException(
          "There are " + inputs.size() + " inputs and " + tangents.size() + " tangents; expected one for each");
    }
    try (Dual.Level level = Dual.open()) {
      List<Tensor> arguments = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        Tensor tangent = tangents.get(i);
        if (tangent != null) {
          Transforms.checkLike("tangent", inputs.get(i), tangent);
        }
        arguments.add(tangent == null ? inputs.get(i) : level.attach(inputs.get(i), tangent));
      }
      List<Tensor> values = new ArrayList<>();
      List<Tensor> derivatives = new ArrayList<>();
      for (Tensor value : f.apply(Collections.unmodifiableList(arguments))) {
        Tensor derivative = level.tangent(value);
        if (derivative == null && isStrict) {
          throw new AutogradException("Output " + values.size() + " does not depend on the inputs");
        }
        values.add(level.primal(value));
        derivatives.add(derivative == null ? Tensor.zerosLike(values.getLast()) : derivative);
      }
      return new Jvp(values, derivatives);
    }
  }

  /** All partial derivatives: a list for each output, in it a tensor for each input, of the output's axes, then the input's. */
  public List<List<Tensor>> jacobian(Tensor... inputs) {
    Transforms.Recorded run = Transforms.Recorded.ofAll(f, List.of(inputs));
    List<List<Tensor>> blocks = new ArrayList<>();
    for (int i = 0; i < run.values().size(); i++) {
      Tensor value = run.values().get(i);
      if (isStrict) {
        checkDifferentiable(i, value);
      }
      blocks.add(block(run, i, value));
    }
    return blocks;
  }

  private List<Tensor> block(Transforms.Recorded run, int output, Tensor value) {
    List<List<Tensor>> lines = new ArrayList<>();
    for (int k = 0; k < value.size(); k++) {
      @Nullable Tensor[] cotangents = new Tensor[run.values().size()];
      cotangents[output] = Transforms.unit(value, k);
      lines.add(filled(run.pullAll(Arrays.asList(cotangents)), run.variables(), "Output " + output + " is"));
    }
    List<Tensor> block = new ArrayList<>();
    for (int j = 0; j < run.variables().size(); j++) {
      int input = j;
      Tensor x = run.variables().get(j);
      Shape shape = Transforms.join(value.shape(), x.shape());
      block.add(
          lines.isEmpty() ? Tensor.zeros(shape, x.dtype(), x.backend())
              : Tensor.stack(0, lines.stream().map(line -> line.get(input).flatten()).toArray(Tensor[]::new))
                  .reshape(shape.toArray()));
    }
    return block;
  }

  /**
   * All second derivatives of a function with one output of one element: entry i, j has the axes of input i, then of input j.
   *
   * @throws AutogradException if there are more outputs, or more elements
   */
  public List<List<Tensor>> hessian(Tensor... inputs) {
    return gradient().jacobian(inputs);
  }

  /** The Hessian times vectors, one for each input, of its type and shape: forward over reverse. */
  public List<Tensor> hvp(List<Tensor> inputs, List<? extends @Nullable Tensor> vectors) {
    return gradient().jvp(inputs, vectors).tangents();
  }

  /** Vectors, one for each input, times the Hessian: reverse over reverse. */
  public List<Tensor> vhp(List<Tensor> inputs, List<Tensor> vectors) {
    return gradient().vjp(inputs.toArray(Tensor[]::new)).pull(vectors.toArray(Tensor[]::new));
  }

  /** The gradients, as a function that can be differentiated. */
  private Derivatives gradient() {
    return new Derivatives(inputs -> {
      Transforms.Recorded run = Transforms.Recorded.ofAll(f, inputs);
      List<Tensor> values = run.values();
      if (values.size() != 1 || values.getFirst().size() != 1) {
        throw new AutogradException(
            "Second derivatives are of functions with one output of one element; this one returned "
                + values.stream().map(v -> v.shape().toString()).toList());
      }
      if (isStrict) {
        checkDifferentiable(0, values.getFirst());
      }
      return filled(run.pullAll(Collections.singletonList(null)), run.variables(), "The output is").stream()
          .map(Objects::requireNonNull).toList();
    }, isStrict);
  }
}
