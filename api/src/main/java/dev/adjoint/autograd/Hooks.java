package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A user's functions that are called as gradients pass a node. Each kind is called in the order of registration. */
final class Hooks {
  private final Node node;
  /** Iterated as they were when the iteration began: a hook may remove another, which is then called for the last time. */
  private final List<OnTensor> tensor = new CopyOnWriteArrayList<>();
  private final List<Entry<UnaryOperator<List<@Nullable Tensor>>>> pre = new CopyOnWriteArrayList<>();
  private final List<Entry<BinaryOperator<List<@Nullable Tensor>>>> post = new CopyOnWriteArrayList<>();

  /**
   * A hook on the gradient of one output.
   *
   * @param last whether it sees what the others made of the gradient: {@code retainGrad}
   */
  private record OnTensor(int slot, Function<Tensor, @Nullable Tensor> function, boolean last) {}

  /** Told from its equals by identity: one function may be registered twice. */
  private static final class Entry<F> {
    private final F function;

    Entry(F function) {
      this.function = function;
    }
  }

  Hooks(Node node) {
    this.node = node;
  }

  Runnable addTensor(int slot, Function<Tensor, @Nullable Tensor> function) {
    OnTensor hook = new OnTensor(slot, function, false);
    tensor.add(hook);
    return () -> tensor.removeIf(h -> h == hook);
  }

  void addRetained(int slot, Function<Tensor, @Nullable Tensor> function) {
    tensor.add(new OnTensor(slot, function, true));
  }

  void removeRetained(Function<Tensor, @Nullable Tensor> function) {
    tensor.removeIf(hook -> hook.last && hook.function == function);
  }

  Runnable addPre(UnaryOperator<List<@Nullable Tensor>> function) {
    Entry<UnaryOperator<List<@Nullable Tensor>>> hook = new Entry<>(function);
    pre.add(hook);
    return () -> pre.remove(hook);
  }

  Runnable addPost(BinaryOperator<List<@Nullable Tensor>> function) {
    Entry<BinaryOperator<List<@Nullable Tensor>>> hook = new Entry<>(function);
    post.add(hook);
    return () -> post.remove(hook);
  }

  /** Gradients of outputs, complete: first their own hooks, then what is kept by {@code retainGrad}. */
  void runOnTensors(@Nullable Tensor[] gradients) {
    for (boolean last : new boolean[] {false, true}) {
      for (OnTensor hook : tensor) {
        Tensor gradient = gradients[hook.slot];
        if (hook.last == last && gradient != null) {
          Tensor changed = unchanged(gradient, () -> hook.function.apply(gradient));
          if (changed != null) {
            Gradients.checkReplacement(node, gradient, changed);
            gradients[hook.slot] = changed;
          }
        }
      }
    }
  }

  void runPre(@Nullable Tensor[] gradients) {
    for (Entry<UnaryOperator<List<@Nullable Tensor>>> hook : pre) {
      List<@Nullable Tensor> seen = list(gradients);
      replace(gradients, call(() -> hook.function.apply(seen)), "output");
    }
  }

  void runPost(@Nullable Tensor[] results, @Nullable Tensor[] gradients) {
    for (Entry<BinaryOperator<List<@Nullable Tensor>>> hook : post) {
      List<@Nullable Tensor> inputs = list(results);
      List<@Nullable Tensor> outputs = list(gradients);
      replace(results, call(() -> hook.function.apply(inputs, outputs)), "input");
    }
  }

  private static List<@Nullable Tensor> list(@Nullable Tensor[] tensors) {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(tensors)));
  }

  private void replace(@Nullable Tensor[] gradients, @Nullable List<@Nullable Tensor> changed, String of) {
    if (changed == null) {
      return;
    }
    if (changed.size() != gradients.length) {
      throw new AutogradException(
          "A hook of " + node.name() + " returned " + changed.size() + " gradients; expected " + gradients.length
              + ", one for each " + of + ", or null to leave them as they are");
    }
    for (int i = 0; i < gradients.length; i++) {
      Tensor before = gradients[i];
      Tensor after = changed.get(i);
      if (before != null && after != null) {
        Gradients.checkReplacement(node, before, after);
      }
      gradients[i] = after;
    }
  }

  private interface Call<T> {
    @Nullable
    T run();
  }

  private <T> @Nullable T call(Call<T> call) {
    try {
      return call.run();
    } catch (RuntimeException e) {
      throw Failure.in("a hook of " + node.name(), e);
    }
  }

  /** Others may share a gradient's storage. */
  private @Nullable Tensor unchanged(Tensor gradient, Call<Tensor> call) {
    int before = gradient.isInference() ? 0 : gradient.version();
    Tensor result = call(call);
    if (!gradient.isInference() && gradient.version() != before) {
      throw new AutogradException(
          "A hook on a gradient at " + node.name() + " changed it in place; others may share its storage. Return a new tensor"
              + " instead (mul, not muli)");
    }
    return result;
  }
}
