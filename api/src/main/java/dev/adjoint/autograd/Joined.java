package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.Buffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gradients that meet, in a walk whose gradients are not recorded: those of several inputs that are one tensor, and what has
 * arrived for it already, are added as they are computed, and written over one that nobody else reads. One pass over memory
 * in the place of several.
 */
final class Joined {
  /** Inputs are told apart by the bits of an int. */
  private static final int MOST_INPUTS = 31;

  private final Arrivals pending;
  private final WalkMemory memory;
  private final Predicate<Edge> needed;

  Joined(Arrivals pending, WalkMemory memory, Predicate<Edge> needed) {
    this.pending = pending;
    this.memory = memory;
    this.needed = needed;
  }

  /** Whether a node's gradients can be computed here. */
  static boolean takes(OpNode node) {
    return node.inputs() <= MOST_INPUTS;
  }

  /** The gradients of the inputs, from that of the output; null also for those that are where they belong already. */
  @Nullable
  Tensor[] backward(OpNode node, Tensor gradient) {
    @Nullable Tensor[] results = new Tensor[node.inputs()];
    int left = 0;
    for (int i = 0; i < results.length; i++) {
      Edge edge = node.edge(i);
      left |= edge != null && needed.test(edge) ? 1 << i : 0;
    }
    while (left != 0) {
      int first = Integer.numberOfTrailingZeros(left);
      Edge edge = node.edge(first);
      int same = 1 << first;
      for (int i = first + 1; i < results.length; i++) {
        Edge other = node.edge(i);
        same |= other != null && other.node() == edge.node() && other.slot() == edge.slot() ? 1 << i : 0;
      }
      boolean isLast = (left & ~same) == 0 && !lieIn(gradient.view().buffer(), results);
      boolean isJoined = join(node, same, edge, gradient, isLast);
      for (int i = first; i < results.length && !isJoined; i++) {
        if ((same >> i & 1) != 0) {
          results[i] = node.reverse(i, gradient);
        }
      }
      left &= ~same;
    }
    return results;
  }

  /** Whether one of the results, which nobody has heard of yet, is the gradient itself, or a view of it. */
  private static boolean lieIn(Buffer buffer, @Nullable Tensor[] results) {
    for (Tensor result : results) {
      if (result != null && result.view().buffer() == buffer) {
        return true;
      }
    }
    return false;
  }

  /**
   * Computes the gradients of inputs that go to one edge, and what has arrived there, as one.
   *
   * @param inputs a bit each
   * @param isLast whether nobody will read the node's own gradient after this
   */
  private boolean join(OpNode node, int inputs, Edge edge, Tensor gradient, boolean isLast) {
    Node.Output target = edge.node().output(edge.slot());
    if (target.dtype() != gradient.dtype() || !target.shape().equals(gradient.shape()) || gradient.dual() != null) {
      return false;
    }
    @Nullable Tensor[] arrived = pending.at(edge.node());
    Tensor before = arrived == null ? null : arrived[edge.slot()];
    if (before != null && before.dual() != null) {
      return false;
    }
    Tensor into = place(before, gradient, isLast);
    if (into == null && before == null && Integer.bitCount(inputs) == 1) {
      return false;
    }
    Tensor sum = node.reverseJoined(inputs, gradient, before, into);
    if (sum == null) {
      return false;
    }
    if (sum != before) {
      memory.hold(sum);
      pending.atOrNew(edge.node())[edge.slot()] = sum;
      if (before != null) {
        memory.drop(before);
      }
    }
    return true;
  }

  /** One of the two that may be written to; null where others read both. */
  private @Nullable Tensor place(@Nullable Tensor before, Tensor gradient, boolean isLast) {
    if (before == null) {
      return isLast && memory.isAlone(gradient, 1) ? gradient : null;
    }
    Buffer buffer = before.view().buffer();
    if (buffer == gradient.view().buffer()) {
      // The same gradient came here and to the node.
      return isLast && before.view().sameAs(gradient.view()) && memory.isAlone(before, 2) ? before : null;
    }
    return memory.isAlone(before, 1) ? before : isLast && memory.isAlone(gradient, 1) ? gradient : null;
  }
}
