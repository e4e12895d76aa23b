package dev.adjoint.data;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A number of samples that can be had in any order. A {@link DataLoader} calls {@link #get} on a thread of its own, one call
 * after the other.
 *
 * @param <T> what a sample is, for instance a {@link Sample}
 */
public interface Dataset<T> {
  /** The number of samples. */
  int size();

  /**
   * A sample.
   *
   * @param index from 0 to {@code size() - 1}
   * @throws IllegalArgumentException for another index
   */
  T get(int index);

  /**
   * The rows of two tensors.
   *
   * @param inputs {@code [n, ...]}
   * @param targets {@code [n, ...]}
   * @throws dev.adjoint.ShapeException unless both have as many rows
   */
  static Dataset<Sample> of(Tensor inputs, Tensor targets) {
    return new Rows(inputs, targets);
  }

  /** The elements of a list. */
  static <T> Dataset<T> of(List<T> samples) {
    return Parts.of(List.copyOf(Objects.requireNonNull(samples, "Dataset.of: the list is null; expected one of samples")));
  }

  /**
   * Pieces of a long text for language models: the input is {@code length} ids in a row, the target the ids that follow each of
   * them.
   *
   * @param ids {@code [n]}
   * @param length of a piece
   * @param step from one piece's beginning to the next one's
   * @throws dev.adjoint.ShapeException if the ids have not one axis
   */
  static Dataset<Sample> windows(Tensor ids, int length, int step) {
    return new Windows(ids, length, step);
  }

  /** A function of each sample, computed each time that one is asked for. */
  default <R> Dataset<R> map(Function<? super T, ? extends R> f) {
    return Parts.map(this, f);
  }

  /**
   * The samples at some indices, in their order.
   *
   * @throws IllegalArgumentException for an index that there is not
   */
  default Dataset<T> subset(int... indices) {
    return Subset.of(this, indices.clone());
  }

  /**
   * Parts that share no sample, drawn at random: {@code split(key, 0.8, 0.2)} for training and for validation. The same key
   * gives the same parts.
   *
   * @param fractions of the samples, above 0, 1 together; rounded so that each sample is in one part
   */
  default List<Dataset<T>> split(Key key, double... fractions) {
    return Subset.split(this, key, fractions);
  }

  /** These samples, and another dataset's after them. */
  default Dataset<T> concat(Dataset<T> other) {
    return Parts.concat(Arrays.asList(this, other));
  }
}
