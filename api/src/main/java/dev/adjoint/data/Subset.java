package dev.adjoint.data;

import dev.adjoint.Key;
import dev.adjoint.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some samples of a dataset. */
class Subset<T> implements Dataset<T> {
  final Dataset<T> of;
  final int[] indices;

  private Subset(Dataset<T> of, int[] indices) {
    this.of = of;
    this.indices = indices;
  }

  /** Of a dataset that makes batches in one go. */
  private static final class OfBatched<T> extends Subset<T> implements Batched {
    OfBatched(Dataset<T> of, int[] indices) {
      super(of, indices);
    }

    @Override
    public Sample batch(int[] wanted) {
      return ((Batched) of).batch(Arrays.stream(wanted).map(i -> indices[Parts.checked(i, indices.length)]).toArray());
    }
  }

  static <T> Dataset<T> of(Dataset<T> data, int[] indices) {
    for (int index : indices) {
      Parts.checked(index, data.size());
    }
    return data instanceof Batched ? new OfBatched<>(data, indices) : new Subset<>(data, indices);
  }

  static <T> List<Dataset<T>> split(Dataset<T> data, Key key, double[] fractions) {
    double sum = Arrays.stream(fractions).sum();
    if (!Arrays.stream(fractions).allMatch(f -> f > 0) || !(Math.abs(sum - 1) < 1e-6)) {
      throw new IllegalArgumentException(
          "split takes fractions above 0 that are 1 together; given " + Arrays.toString(fractions) + ", which are " + sum);
    }
    int n = data.size();
    int[] order = Random.randperm(key, n).toIntArray();
    List<Dataset<T>> out = new ArrayList<>();
    int start = 0;
    double share = 0;
    for (int i = 0; i < fractions.length; i++) {
      share += fractions[i];
      int end = i == fractions.length - 1 ? n : (int) Math.min(n, Math.round(share * n));
      out.add(of(data, Arrays.copyOfRange(order, start, end)));
      start = end;
    }
    return out;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public T get(int index) {
    return of.get(indices[Parts.checked(index, indices.length)]);
  }
}
