package dev.adjoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Tensor#backward(Backward)}, joined by {@link #and}.
 *
 * @param keepsGraph whether what the graph saved is kept, so that it can be walked again
 * @param recordsGraph whether the gradients are recorded themselves, so that they can be differentiated
 * @param into the tensors whose gradients are accumulated; null for all leaves
 */
public record Backward(boolean keepsGraph, boolean recordsGraph, @Nullable List<Tensor> into) {
  /** Frees the graph, and accumulates into all leaves. */
  public static final Backward DEFAULT = new Backward(false, false, null);

  /** Keeps what the graph saved, so that backward can go through it again. */
  public static Backward retainGraph() {
    return new Backward(true, false, null);
  }

  /** Records the gradients, so that they can be differentiated; keeps the graph as well. */
  public static Backward createGraph() {
    return new Backward(true, true, null);
  }

  /** Accumulates into these tensors alone, leaves or not. */
  public static Backward inputs(Tensor... into) {
    return new Backward(false, false, List.of(into));
  }

  /** Both these options and others. */
  public Backward and(Backward other) {
    return new Backward(
        keepsGraph || other.keepsGraph, recordsGraph || other.recordsGraph, other.into == null ? into : other.into);
  }
}
