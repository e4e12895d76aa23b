package dev.adjoint.data;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Datasets made of others. */
final class Parts {
  private Parts() {}

  /** A dataset by its samples at indices that were checked. */
  private record ByIndex<T>(int size, IntFunction<T> sample) implements Dataset<T> {
    @Override
    public T get(int index) {
      return sample.apply(checked(index, size));
    }
  }

  static <T> Dataset<T> of(List<T> samples) {
    return new ByIndex<>(samples.size(), samples::get);
  }

  static <T, R> Dataset<R> map(Dataset<T> data, Function<? super T, ? extends R> f) {
    return new ByIndex<>(data.size(), index -> f.apply(data.get(index)));
  }

  static <T> Dataset<T> concat(List<Dataset<T>> parts) {
    long size = parts.stream().mapToLong(Dataset::size).sum();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A dataset has at most " + Integer.MAX_VALUE + " samples; these parts have " + size + " together");
    }
    return new ByIndex<>((int) size, index -> {
      int rest = index;
      int part = 0;
      while (rest >= parts.get(part).size()) {
        rest -= parts.get(part++).size();
      }
      return parts.get(part).get(rest);
    });
  }

  /** The index of a sample, if there is one. */
  static int checked(int index, int size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "There is no sample " + index + " in a dataset of " + size
              + (size == 0 ? ": it is empty" : ": expected 0 to " + (size - 1)));
    }
    return index;
  }
}
