package dev.adjoint.cpu;

import dev.adjoint.DType;

/**
 * Reads computed elements a tile at a time; elements that lie in an input as they are wanted, or as integers of a type that
 * whoever combines them widens, are not copied.
 */
final class TileSource {
  private final Evaluator evaluator;
  private final boolean direct;
  private final Object tile;
  private int at;
  private final int offset;

  /**
   * A source for one thread.
   *
   * @param largest the most elements that will be read at a time
   */
  TileSource(Launch launch, Evaluator evaluator, DType dtype, int largest) {
    int argument = launch.unit().isCopy() || launch.unit().widens() ? launch.unit().arity() - 1 : -1;
    this.evaluator = evaluator;
    this.direct = argument >= 0 && launch.nest().isLinear(argument);
    this.offset = direct ? launch.nest().offset(argument) : 0;
    this.tile = direct ? launch.arrays()[argument] : CpuBuffer.newArray(dtype, largest);
  }

  /** Makes the elements {@code from} to {@code from + count} be in {@link #tile()} from {@link #at()} on. */
  void read(int from, int count) {
    if (direct) {
      at = offset + from;
    } else {
      evaluator.evaluate(from, count, tile, 0);
    }
  }

  Object tile() {
    return tile;
  }

  int at() {
    return at;
  }
}
