package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of tensors of which parts were taken, slices for instance, in one walk backwards. The gradient of a part is added in
 * its place: padded with zeros to the whole, those of n parts would cost n times the whole.
 */
final class Wholes {
  /** Those made here that are still on their way, which nobody else can see. */
  private Set<Tensor> mine = Set.of();

  /**
   * The gradient of a whole with that of a part.
   *
   * @param node took the part
   * @param before what has arrived for the whole; null before the first
   * @param isAlone whether that lies in a storage of its own that may be written to
   * @return maybe before itself; null where it takes the node's rule
   */
  @Nullable
  Tensor with(OpNode node, Tensor part, Node.Output whole, @Nullable Tensor before, boolean isAlone) {
    View layout = node.partOf(View.of(part.view().buffer(), whole.shape()));
    if (layout == null || layout.repeats() || part.size() == 0 || part.dual() != null
        || before != null && before.dual() != null) {
      return null;
    }
    boolean mayWrite = before != null && (isAlone || !mine.isEmpty() && mine.contains(before));
    Tensor sum = mayWrite ? before
        : before != null ? before.copy() : Tensor.zeros(whole.shape(), whole.dtype(), part.backend());
    Tensor place = Tensor.viewOf(sum, node.partOf(sum.view()));
    // Added to the zeros too, not assigned: a whole has no negative zeros, in whatever order its parts arrive.
    place.addi(part);
    if (mine.isEmpty()) {
      mine = Collections.newSetFromMap(new IdentityHashMap<>());
    }
    mine.add(sum);
    return sum;
  }

  /** A gradient is complete: others may see it from here on. */
  void leaves(@Nullable Tensor gradient) {
    if (gradient != null && !mine.isEmpty()) {
      mine.remove(gradient);
    }
  }
}
