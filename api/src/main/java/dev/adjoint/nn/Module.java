package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Device;
import dev.adjoint.Mode;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function with parameters. What it owns it registers in its constructor, in the order it is listed: parameters, buffers
 * (what is kept but not learned, such as running means), and other modules, its parts.
 *
 * <pre>{@code
 * final class Scaled extends Module {
 *   private final Supplier<Tensor> scale = parameter("scale", Tensor.ones(1));
 *   private final Linear inner = part("inner", new Linear(4, 2, Key.of(1)));
 *
 *   public Tensor forward(Tensor x) {
 *     return inner.apply(x).mul(scale.get());
 *   }
 * }
 * }</pre>
 *
 * Parts are called with {@link #apply}, which runs the hooks; {@link #forward} does not. What is registered outlives every
 * {@link Scope}. A new module trains: see {@link #eval}.
 */
public abstract non-sealed class Module extends ModuleTree implements UnaryOperator<Tensor> {
  private final ModuleHooks hooks = new ModuleHooks();
  private boolean training = true;

  /** For modules. */
  protected Module() {}

  @Override
  final Module self() {
    return this;
  }

  // ---- What it computes ----

  /** What the module computes of an input, without its hooks: for modules to override. Others call {@link #apply}. */
  public abstract Tensor forward(Tensor x);

  /** The output for an input, with the hooks. */
  @Override
  public final Tensor apply(Tensor x) {
    return hooked(x, this::forward);
  }

  /**
   * The output of a function for an input, with the hooks of this module: for an {@code apply} of more than one input.
   *
   * @param x the input that the hooks see
   */
  protected final Tensor hooked(Tensor x, UnaryOperator<Tensor> f) {
    Objects.requireNonNull(x, () -> this + ": the input is null; expected a tensor");
    try {
      return hooks.run(this, x, f);
    } catch (AdjointException e) {
      throw Misfit.in(this, x, e);
    }
  }

  /** What it takes, as {@code [.., 784]}, for the error of an input that does not fit; empty where that error says it. */
  String takes(Shape given) {
    return "";
  }

  /** Sees a module's output. */
  @FunctionalInterface
  public interface ForwardHook {
    /** Gets what went in and what came out; what it returns, unless null, replaces the output. */
    @Nullable
    Tensor run(Module module, Tensor input, Tensor output);
  }

  /** Sees the gradients of one call of a module. */
  @FunctionalInterface
  public interface BackwardHook {
    /**
     * Gets the gradients towards the output and, unless it needs none, towards the input; what it returns, unless null,
     * replaces the latter.
     */
    @Nullable
    Tensor run(Module module, @Nullable Tensor gradInput, Tensor gradOutput);
  }

  /**
   * Calls a function after each {@link #apply}, in the order of registration.
   *
   * @return closing it removes the hook
   */
  public final Mode onForward(ForwardHook hook) {
    return hooks.onForward(hook);
  }

  /**
   * Calls a function when a backward pass went through a call of {@link #apply} that was made after the registration. While
   * there is one, calls work on a copy of their input.
   *
   * @return closing it removes the hook, also from calls that were made
   */
  public final Mode onBackward(BackwardHook hook) {
    return hooks.onBackward(hook);
  }

  // ---- Its state ----

  /**
   * Copies a state into the parameters and buffers, in place: {@link #load(Map, Strictness)} with {@link Strictness#EXACT}.
   *
   * @throws dev.adjoint.AdjointException if a name is missing, unknown, or has another shape; nothing has changed then
   */
  public final void load(Map<String, Tensor> state) {
    load(state, Strictness.EXACT);
  }

  /**
   * Copies a state into the parameters and buffers, in place, so that optimizers and others who hold them see it.
   * Floating-point values are converted to the type that is there, and all to the device.
   *
   * @return the names that did not meet
   * @throws dev.adjoint.AdjointException if a tensor has another shape or kind of type, and by strictness if a name is missing
   *     or unknown; lists all of these, and nothing has changed then
   */
  public final LoadReport load(Map<String, Tensor> state, Strictness strictness) {
    return StateLoading.load(this, state, strictness);
  }

  // ---- Modes and places ----

  /** Lets it and its parts work as in training: dropout drops, batch normalisation uses and tracks the batch's values. */
  public final Module train() {
    return training(true);
  }

  /** Lets it and its parts work as they will be used: no dropout, and running values. */
  public final Module eval() {
    return training(false);
  }

  private Module training(boolean on) {
    namedModules().values().forEach(module -> module.training = on);
    return this;
  }

  /**
   * Lets it and its parts work as they will be used, as {@link #eval} does, until the mode is closed: then each is as it was,
   * one in training and another not.
   */
  public final Mode evaluating() {
    Map<Module, Boolean> before = new IdentityHashMap<>();
    namedModules().values().forEach(module -> before.put(module, module.training));
    eval();
    return () -> before.forEach((module, on) -> module.training = on);
  }

  /** Whether it works as in training. */
  public final boolean isTraining() {
    return training;
  }

  /** Keeps all parameters, the parts' as well, as they are: they require no gradient. */
  public final Module freeze() {
    parameters().forEach(parameter -> parameter.requiresGrad(false));
    return this;
  }

  /** Lets all parameters, the parts' as well, require a gradient. */
  public final Module unfreeze() {
    parameters().forEach(parameter -> parameter.requiresGrad(true));
    return this;
  }

  /**
   * Moves parameters and buffers to a device. There they are other tensors: move a module before you make its optimizer, which
   * holds the old ones. Gradients are left behind; what was shared stays shared within this module.
   *
   * @return this
   */
  public final Module to(Device device) {
    Objects.requireNonNull(device, "to: the device is null; expected one such as Device.of(\"cpu\")");
    return replaced(tensor -> tensor.to(device));
  }

  /**
   * Converts floating-point parameters and buffers to another floating-point type. As with {@link #to(Device)} they are other
   * tensors then, if the type changes: convert a module before you make its optimizer.
   *
   * @return this
   * @throws DTypeException if the type is not floating-point
   */
  public final Module to(DType type) {
    Objects.requireNonNull(type, "to: the dtype is null; expected one such as DType.FLOAT64");
    if (!type.isFloating()) {
      throw new DTypeException("A module is converted to floating-point types alone; given " + type);
    }
    return replaced(tensor -> tensor.dtype().isFloating() ? tensor.to(type) : tensor);
  }

  private Module replaced(UnaryOperator<Tensor> change) {
    List<Owned> all = owned();
    Map<Tensor, Tensor> changed = new IdentityHashMap<>();
    try (var _ = Adjoint.noGrad()) {
      for (Owned owned : all) {
        changed.computeIfAbsent(owned.get(), change);
      }
    }
    changed.forEach((before, after) -> {
      if (after != before) {
        Scope.keepAlways(after).requiresGrad(before.requiresGrad());
      }
    });
    all.forEach(owned -> owned.replace(Objects.requireNonNull(changed.get(owned.get()))));
    return this;
  }

  // ---- What it is like ----

  /**
   * What an input of zeros, of the type of the parameters, meets on its way: {@link #summary(Tensor)}.
   *
   * @param inputShape all sizes, with the batch's: {@code 1, 3, 224, 224} for an image
   * @throws DTypeException if it takes another type, such as indices
   */
  public final Summary summary(int... inputShape) {
    List<Tensor> all = parameters();
    Device device = all.isEmpty() ? Tensor.zeros(0).device() : all.getFirst().device();
    DType type = all.isEmpty() ? DType.FLOAT32 : all.getFirst().dtype();
    try {
      return summary(Tensor.zeros(Shape.of(inputShape), type).to(device));
    } catch (DTypeException e) {
      String sizes = Arrays.toString(inputShape).replaceAll("[\\[\\]]", "");
      throw new DTypeException("summary(" + sizes + ") makes an input of zeros, " + type + " as the parameters. For a model of "
          + "another type, such as indices, use summary(Tensor.zeros(Shape.of(" + sizes + "), DType.INT64)). "
          + e.getMessage());
    }
  }

  /** What an input meets on its way: each module's output shape, parameters, work and bytes. It runs once, in eval mode. */
  public final Summary summary(Tensor example) {
    return Summary.of(this, example);
  }

  /**
   * The multiplications and additions of the matrix products and convolutions of one call, without those of the parts.
   *
   * @param input the shape that goes in
   * @param output the shape that comes out
   */
  protected long flops(Shape input, Shape output) {
    return 0;
  }

  /** The name of the class, and its settings where it has some: {@code Linear(784, 128)}. */
  @Override
  public String toString() {
    String name = getClass().getSimpleName();
    return name.isEmpty() ? "Module" : name;
  }
}
