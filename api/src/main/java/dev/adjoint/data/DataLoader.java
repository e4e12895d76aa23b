package dev.adjoint.data;

import dev.adjoint.AdjointException;
import dev.adjoint.Key;
import dev.adjoint.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a dataset, made in the background while the loop computes:
 *
 * <pre>{@code
 * var loader = DataLoader.of(data, 32).shuffle(Key.of(0));
 * for (int epoch = 0; epoch < 10; epoch++) {
 *   for (Sample batch : loader.epoch(epoch)) {
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Batches come in order, and are made one after the other, on a virtual thread that ends whenever enough of them wait:
 * a loop may be left at any time, and nothing stays behind. What fails in the background is thrown in the loop when its batch
 * would have come. Batches that were made there belong to no {@link dev.adjoint.Scope}.
 *
 * <p>Immutable: its methods return other loaders. Only {@link #iterator} counts the epochs.
 *
 * @param <B> what a batch is
 */
public final class DataLoader<B> implements Iterable<B> {
  private static final int AHEAD = 2;

  private final int samples;
  private final int batchSize;
  private final Maker<B> maker;
  private final @Nullable Key order;
  private final boolean dropsLast;
  private final int ahead;
  private final AtomicInteger nextEpoch = new AtomicInteger();

  private DataLoader(int samples, int batchSize, Maker<B> maker, @Nullable Key order, boolean dropsLast, int ahead) {
    this.samples = samples;
    this.batchSize = batchSize;
    this.maker = maker;
    this.order = order;
    this.dropsLast = dropsLast;
    this.ahead = ahead;
  }

  /** Makes a batch. */
  @FunctionalInterface
  private interface Maker<B> {
    B make(int[] indices, int epoch, int batch);
  }

  /**
   * Batches of so many samples, stacked, in the dataset's order; the last one may be smaller.
   *
   * @throws IllegalArgumentException unless a batch has 1 sample or more, and the dataset 0 or more
   */
  public static DataLoader<Sample> of(Dataset<Sample> data, int batchSize) {
    if (data instanceof Batched quick) {
      return of(size(data), batchSize, (indices, _, _) -> quick.batch(indices));
    }
    return of(data, batchSize, Sample::stack);
  }

  /** {@link #of(Dataset, int)} of samples of any kind, with a function that makes a batch of a list of them. */
  public static <T, B> DataLoader<B> of(Dataset<T> data, int batchSize, Function<? super List<T>, ? extends B> join) {
    Objects.requireNonNull(join, "DataLoader.of: the function is null; expected one that makes a batch of a list of samples");
    return of(size(data), batchSize,
        (indices, _, _) -> present("The function that makes a batch of samples", join.apply(samples(data, indices))));
  }

  private static int size(Dataset<?> data) {
    int size = Objects.requireNonNull(data, "DataLoader.of: the dataset is null; expected one, as Dataset.of(x, y)").size();
    if (size < 0) {
      throw new IllegalArgumentException("The dataset's size() returned " + size + "; expected 0 or more samples");
    }
    return size;
  }

  private static <B> B present(String what, @Nullable B batch) {
    if (batch == null) {
      throw new AdjointException(what + " returned null; expected a batch");
    }
    return batch;
  }

  private static <B> DataLoader<B> of(int samples, int batchSize, Maker<B> maker) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("A batch has 1 sample or more; given " + batchSize);
    }
    return new DataLoader<>(samples, batchSize, maker, null, false, AHEAD);
  }

  private static <T> List<T> samples(Dataset<T> data, int[] indices) {
    List<T> out = new ArrayList<>(indices.length);
    for (int index : indices) {
      T sample;
      try {
        sample = data.get(index);
      } catch (RuntimeException e) {
        throw new AdjointException("sample " + index + ": " + e.getMessage(), e);
      }
      if (sample == null) {
        throw new AdjointException("sample " + index + " is null; expected a Sample or another object");
      }
      out.add(sample);
    }
    return out;
  }

  /** In another order each epoch; the same key and epoch give the same order. */
  public DataLoader<B> shuffle(Key key) {
    Objects.requireNonNull(key, "shuffle: the key is null; expected one that decides the order, as Key.of(0)");
    return new DataLoader<>(samples, batchSize, maker, key, dropsLast, ahead);
  }

  /** Without the last batch where it is smaller than the others. */
  public DataLoader<B> dropLast() {
    return new DataLoader<>(samples, batchSize, maker, order, true, ahead);
  }

  /**
   * With so many batches made ahead of the one that the loop has; 2 unless set.
   *
   * @param batches 0 to make each one in the loop's own thread when its turn comes
   */
  public DataLoader<B> prefetch(int batches) {
    if (batches < 0) {
      throw new IllegalArgumentException("0 batches or more are made ahead; given " + batches);
    }
    return new DataLoader<>(samples, batchSize, maker, order, dropsLast, batches);
  }

  /** A function of each batch, computed in the background too. */
  public <C> DataLoader<C> map(Function<? super B, ? extends C> f) {
    Objects.requireNonNull(f, "map: the function is null; expected one of a batch");
    return with((indices, epoch, batch) -> present("map's function", f.apply(maker.make(indices, epoch, batch))));
  }

  /** A random function of each batch, such as {@link Transforms#randomFlip}: with another key each batch and epoch. */
  public <C> DataLoader<C> map(Key key, BiFunction<? super B, ? super Key, ? extends C> f) {
    Objects.requireNonNull(key, "map: the key is null; expected one, as Key.of(0), or a function of the batch alone");
    Objects.requireNonNull(f, "map: the function is null; expected one of a batch and a key");
    return with((indices, epoch, batch) -> present("map's function",
        f.apply(maker.make(indices, epoch, batch), key.fold(epoch).fold(batch))));
  }

  private <C> DataLoader<C> with(Maker<C> next) {
    return new DataLoader<>(samples, batchSize, next, order, dropsLast, ahead);
  }

  /** The number of samples that batches are made of. */
  public int samples() {
    return samples;
  }

  /** The number of samples in a batch; the last one of an epoch may have fewer. */
  public int batchSize() {
    return batchSize;
  }

  /** The number of batches in an epoch. */
  public int size() {
    int rest = samples % batchSize == 0 || dropsLast ? 0 : 1;
    return samples / batchSize + rest;
  }

  /** The batches of the next epoch: of epoch 0 at the first call, of epoch 1 at the second. */
  @Override
  public Iterator<B> iterator() {
    return iterator(nextEpoch.getAndIncrement(), 0);
  }

  /**
   * The batches of an epoch: to go on with a training run that was interrupted, for instance.
   *
   * @param number 0 or more
   */
  public Iterable<B> epoch(int number) {
    return epoch(number, 0);
  }

  /**
   * The batches of an epoch from one on, without making those before it.
   *
   * @param number 0 or more
   * @param first the number of the first batch, from 0 to {@link #size}: with that, there are none left
   */
  public Iterable<B> epoch(int number, int first) {
    if (number < 0) {
      throw new IllegalArgumentException("Epochs are numbered from 0; given " + number);
    }
    if (first < 0 || first > size()) {
      throw new IllegalArgumentException("Batches of this loader are numbered from 0 to " + size() + "; given " + first);
    }
    return () -> iterator(number, first);
  }

  private Iterator<B> iterator(int epoch, int first) {
    int[] indices = order == null ? IntStream.range(0, samples).toArray()
        : Random.randperm(order.fold(epoch), samples).toIntArray();
    return new Ahead<>(size(), first, ahead, "of epoch " + epoch, batch -> {
      int start = batch * batchSize;
      return maker.make(Arrays.copyOfRange(indices, start, Math.min(samples, start + batchSize)), epoch, batch);
    });
  }
}
