package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One recorded operation: turns the gradients of its outputs into those of its inputs. Its sequence number is larger than
 * that of every node it leads to, which is the order in which the engine walks.
 */
public abstract class Node {
  private static final AtomicLong SEQUENCE = new AtomicLong();

  private final long sequence;
  private final @Nullable Edge[] next;
  private @Nullable List<Hook> hooks;

  /** What an output is like: gradients towards it must fit. */
  public record Output(Shape shape, DType dtype) {}

  private record Hook(int slot, Function<Tensor, @Nullable Tensor> function) {}

  /** A node over the edges of its inputs; null for an input that needs no gradient. */
  protected Node(@Nullable Edge[] next) {
    this(SEQUENCE.incrementAndGet(), next);
  }

  Node(long sequence, @Nullable Edge[] next) {
    this.sequence = sequence;
    this.next = next;
  }

  /** The operation's name, for instance {@code mul}. */
  public abstract String name();

  /** What an elementwise operation computes of each element, and the derivatives of that; null for all others. */
  public @Nullable ScalarFormula formula() {
    return null;
  }

  /** Where the gradients of the inputs go, one entry an input; null for an input that needs none. */
  public final List<@Nullable Edge> next() {
    return Collections.unmodifiableList(Arrays.asList(next));
  }

  /** What is kept for the gradient; empty once it was freed. */
  public abstract List<SavedTensor> saved();

  /** The bytes that {@link #saved()} keeps alive, counting a storage once. */
  public final long savedBytes() {
    return SavedTensor.bytes(saved());
  }

  /** Whether gradients end here, in a tensor that was not computed. */
  public final boolean isLeaf() {
    return this instanceof LeafNode;
  }

  /** The order of recording: later nodes have larger numbers. */
  public final long sequence() {
    return sequence;
  }

  /**
   * The gradients of the inputs.
   *
   * @param gradients of the outputs, null where an output did not take part
   * @return one entry an input, null where it gets none
   */
  protected abstract @Nullable Tensor[] backward(@Nullable Tensor[] gradients);

  /** Lets go of what was saved. */
  protected abstract void free();

  /** What an output is like, counted from 0. */
  public abstract Output output(int slot);

  /** How many outputs there are. */
  public abstract int outputs();

  @Nullable
  Edge edge(int input) {
    return next[input];
  }

  int inputs() {
    return next.length;
  }

  /** Calls a function with the gradient of an output once it is complete; what it returns, unless null, replaces it. */
  synchronized Runnable addHook(int slot, Function<Tensor, @Nullable Tensor> function) {
    Hook hook = new Hook(slot, function);
    List<Hook> more = hooks == null ? new ArrayList<>() : new ArrayList<>(hooks);
    more.add(hook);
    hooks = more;
    return () -> removeHook(hook);
  }

  private synchronized void removeHook(Hook hook) {
    if (hooks != null) {
      List<Hook> fewer = new ArrayList<>(hooks);
      fewer.removeIf(h -> h == hook);
      hooks = fewer.isEmpty() ? null : fewer;
    }
  }

  synchronized boolean hasHooks() {
    return hooks != null;
  }

  void runHooks(@Nullable Tensor[] gradients) {
    List<Hook> now;
    synchronized (this) {
      now = hooks;
    }
    if (now == null) {
      return;
    }
    for (Hook hook : now) {
      Tensor gradient = gradients[hook.slot];
      if (gradient != null) {
        int before = gradient.isInference() ? 0 : gradient.version();
        Tensor changed = hook.function.apply(gradient);
        if (!gradient.isInference() && gradient.version() != before) {
          throw new AutogradException(
              "A hook on a gradient at " + name() + " changed it in place; others may share its storage. Return a new tensor"
                  + " instead (mul, not muli)");
        }
        if (changed != null) {
          Gradients.checkReplacement(this, gradient, changed);
          gradients[hook.slot] = changed;
        }
      }
    }
  }

  @Override
  public String toString() {
    return name() + "#" + sequence;
  }
}
