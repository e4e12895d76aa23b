package dev.adjoint.data;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Pieces of a text, and what follows each of their symbols. */
final class Windows implements Dataset<Sample>, Batched {
  private final Tensor ids;
  private final int length;
  private final int step;

  Windows(Tensor ids, int length, int step) {
    if (ids.shape().rank() != 1) {
      throw new ShapeException("Windows are taken of ids [n]; given " + ids.shape() + ". Use flatten()");
    }
    if (length < 1 || step < 1) {
      throw new IllegalArgumentException("Windows have a length and a step of 1 or more; given " + length + " and " + step);
    }
    this.ids = ids;
    this.length = length;
    this.step = step;
  }

  @Override
  public int size() {
    // One more id than the length: the last one of the target.
    int last = ids.size() - 1 - length;
    return last < 0 ? 0 : last / step + 1;
  }

  @Override
  public Sample get(int index) {
    int start = Parts.checked(index, size()) * step;
    return new Sample(ids.narrow(0, start, length), ids.narrow(0, start + 1, length));
  }

  @Override
  public Sample batch(int[] indices) {
    int[] places = new int[Math.multiplyExact(indices.length, length)];
    for (int i = 0; i < places.length; i++) {
      places[i] = Parts.checked(indices[i / length], size()) * step + i % length;
    }
    Tensor first = Tensor.ofInts(places).to(ids.device());
    return new Sample(
        ids.indexSelect(0, first).reshape(indices.length, length),
        ids.indexSelect(0, first.add(1)).reshape(indices.length, length));
  }
}
