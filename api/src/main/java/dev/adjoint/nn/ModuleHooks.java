package dev.adjoint.nn;

import dev.adjoint.Mode;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hooks of one module. */
final class ModuleHooks {
  private final List<Entry<Module.ForwardHook>> forward = new CopyOnWriteArrayList<>();
  private final List<Entry<Module.BackwardHook>> backward = new CopyOnWriteArrayList<>();

  /** One registration: a function that is registered twice has two, and each is removed by its own handle. */
  private static final class Entry<H> {
    private final H hook;

    Entry(H hook) {
      this.hook = Objects.requireNonNull(hook, "The hook is null; expected a function");
    }
  }

  Mode onForward(Module.ForwardHook hook) {
    return add(forward, hook);
  }

  Mode onBackward(Module.BackwardHook hook) {
    return add(backward, hook);
  }

  private static <H> Mode add(List<Entry<H>> to, H hook) {
    Entry<H> entry = new Entry<>(hook);
    to.add(entry);
    return () -> to.remove(entry);
  }

  Tensor run(Module module, Tensor x, UnaryOperator<Tensor> f) {
    if (backward.isEmpty()) {
      return forward(module, x, f.apply(x));
    }
    // A copy, so that the gradient is that of this call alone, whatever else the input is used for.
    Tensor in = x.requiresGrad() ? x.copy() : x;
    Tensor out = forward(module, in, f.apply(in));
    if (!out.requiresGrad()) {
      return out;
    }
    // Where nothing was computed there is no node between the two to tell their gradients apart.
    return watch(module, in, out == in || out.isLeaf() ? out.copy() : out);
  }

  private Tensor forward(Module module, Tensor in, Tensor out) {
    Tensor result = out;
    for (Entry<Module.ForwardHook> entry : forward) {
      Tensor replaced = entry.hook.run(module, in, result);
      result = replaced == null ? result : replaced;
    }
    return result;
  }

  private Tensor watch(Module module, Tensor in, Tensor out) {
    AtomicReference<@Nullable Tensor> towardsOutput = new AtomicReference<>();
    if (in.requiresGrad()) {
      in.registerHook(gradInput -> {
        Tensor gradOutput = towardsOutput.getAndSet(null);
        return gradOutput == null ? null : backward(module, gradInput, gradOutput);
      });
    }
    out.registerHook(gradOutput -> {
      if (in.requiresGrad()) {
        towardsOutput.set(gradOutput);
      } else {
        backward(module, null, gradOutput);
      }
      return null;
    });
    return out;
  }

  private @Nullable Tensor backward(Module module, @Nullable Tensor gradInput, Tensor gradOutput) {
    Tensor current = gradInput;
    for (Entry<Module.BackwardHook> entry : backward) {
      Tensor replaced = entry.hook.run(module, current, gradOutput);
      current = replaced == null || gradInput == null ? current : replaced;
    }
    return current;
  }
}
