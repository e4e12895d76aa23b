package dev.adjoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AdjointException;
import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.io.SameTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DataLoaderTest {
  private static final Dataset<Integer> TEN = Dataset.of(IntStream.range(0, 10).boxed().toList());
  private static final Dataset<Sample> ROWS =
      Dataset.of(Tensor.arange(20, DType.FLOAT32).reshape(10, 2), Tensor.arange(10, DType.INT64));

  private static <B> List<B> all(Iterable<B> batches) {
    List<B> out = new ArrayList<>();
    batches.forEach(out::add);
    return out;
  }

  private static DataLoader<List<Integer>> lists(Dataset<Integer> data, int batchSize) {
    return DataLoader.of(data, batchSize, List::copyOf);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  void everySampleOnceInOrder(int ahead) {
    DataLoader<List<Integer>> loader = lists(TEN, 4).prefetch(ahead);
    assertThat(loader.size()).isEqualTo(3);
    assertThat(all(loader)).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9));
    assertThat(loader.dropLast().size()).isEqualTo(2);
    assertThat(all(loader.dropLast())).containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
    assertThat(all(lists(TEN, 5))).hasSize(2);
    assertThat(all(lists(Dataset.of(List.of()), 5))).isEmpty();
    Iterator<List<Integer>> over = lists(TEN, 10).iterator();
    over.next();
    assertThat(over.hasNext()).isFalse();
    assertThatThrownBy(over::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNoKeyAndNoFunction() {
    DataLoader<List<Integer>> loader = lists(TEN, 5);
    assertThatThrownBy(() -> loader.shuffle(null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("shuffle: the key is null").hasMessageContaining("Key.of(0)");
    assertThatThrownBy(() -> loader.map((Key) null, (batch, _) -> batch)).hasMessageContaining("map: the key is null");
    assertThatThrownBy(() -> loader.map(Key.of(0), null)).hasMessageContaining("map: the function is null");
    assertThatThrownBy(() -> loader.map(null)).hasMessageContaining("map: the function is null");
  }

  @Test
  void eachEpochHasAnOrderOfItsOwn() {
    DataLoader<List<Integer>> loader = lists(TEN, 10).shuffle(Key.of(5));
    List<Integer> first = loader.iterator().next();
    List<Integer> second = loader.iterator().next();
    assertThat(first).containsExactlyInAnyOrderElementsOf(all(lists(TEN, 10)).getFirst()).isNotEqualTo(second);
    assertThat(loader.epoch(0).iterator().next()).isEqualTo(first);
    assertThat(loader.epoch(1).iterator().next()).isEqualTo(second);
    assertThat(lists(TEN, 10).shuffle(Key.of(5)).iterator().next()).isEqualTo(first);
    assertThat(lists(TEN, 10).shuffle(Key.of(6)).iterator().next()).isNotEqualTo(first);
    assertThatThrownBy(() -> loader.epoch(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void batchesInOneGoAreThoseOfSamples() {
    Dataset<Sample> windows = Dataset.windows(Tensor.arange(12, DType.INT64), 3, 2);
    for (Dataset<Sample> data : List.of(ROWS, ROWS.subset(7, 3, 3, 1), ROWS.split(Key.of(0), 0.5, 0.5).get(1), windows)) {
      List<Sample> quick = all(DataLoader.of(data, 3).shuffle(Key.of(1)));
      List<Sample> slow = all(DataLoader.of(data, 3, Sample::stack).shuffle(Key.of(1)));
      assertThat(quick).hasSameSizeAs(slow).isNotEmpty();
      for (int i = 0; i < quick.size(); i++) {
        SameTensor.check(quick.get(i).input(), slow.get(i).input());
        SameTensor.check(quick.get(i).target(), slow.get(i).target());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatFailsIsThrownInTheLoopWithItsPlace(int ahead) {
    IllegalStateException fault = new IllegalStateException("a bad apple");
    Dataset<Integer> bad = TEN.map(i -> {
      if (i == 7) {
        throw fault;
      }
      return i;
    });
    List<List<Integer>> seen = new ArrayList<>();
    DataLoader<List<Integer>> loader = lists(bad, 2).prefetch(ahead);
    loader.iterator();
    assertThatThrownBy(() -> loader.forEach(seen::add)).isInstanceOf(AdjointException.class)
        .hasMessageContainingAll("Batch 3", "epoch 1", "sample 7", "a bad apple").hasRootCause(fault);
    assertThat(seen).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5));
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(() -> all(loader.map(batch -> {
      throw error;
    }))).isSameAs(error);
  }

  @Test
  void atMostSoManyBatchesAreMadeAheadAndALoopThatIsLeftLeavesNoThread() throws Exception {
    AtomicInteger made = new AtomicInteger();
    var threads = ConcurrentHashMap.<Thread>newKeySet();
    CountDownLatch third = new CountDownLatch(1);
    Iterator<Integer> batches = lists(TEN, 1).map(batch -> {
      threads.add(Thread.currentThread());
      if (made.incrementAndGet() == 3) {
        third.countDown();
      }
      return batch.getFirst();
    }).prefetch(2).iterator();
    assertThat(made).hasValue(0);
    assertThat(batches.next()).isZero();
    assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    for (Thread thread : threads) {
      assertThat(thread.isVirtual()).isTrue();
      assertThat(thread.join(java.time.Duration.ofSeconds(30))).isTrue();
    }
    // All have ended though nobody took what they made.
    assertThat(made).hasValue(3);
    assertThat(batches.next()).isEqualTo(1);
  }

  @Test
  void withoutPrefetchingTheLoopsThreadDoesTheWork() {
    DataLoader<Thread> loader = lists(TEN, 5).map(_ -> Thread.currentThread()).prefetch(0);
    assertThat(loader).containsOnly(Thread.currentThread());
    assertThat(lists(TEN, 5).map(_ -> Thread.currentThread())).doesNotContain(Thread.currentThread());
  }

  @Test
  void batchesOutliveTheScopeOfTheStepBeforeThem() {
    Iterator<Sample> batches = DataLoader.of(ROWS, 4).iterator();
    Sample first;
    Tensor made;
    try (var _ = Adjoint.scope()) {
      first = batches.next();
      made = first.input().add(1);
      assertThat(made.toFloatArray()).startsWith(1, 2);
    }
    assertThat(first.input().toFloatArray()).startsWith(0, 1);
    assertThat(batches.next().input().toFloatArray()).startsWith(8, 9);
    Tensor ended = made;
    assertThatThrownBy(ended::toFloatArray).isInstanceOf(BackendException.class);
  }

  @Test
  void randomChangesAreAnothersEachBatchAndEpochAndComeBack() {
    DataLoader<Key> loader = lists(TEN, 5).map(Key.of(1), (_, key) -> key);
    List<Key> keys = all(loader);
    keys.addAll(all(loader));
    assertThat(keys).hasSize(4).doesNotHaveDuplicates();
    assertThat(all(loader.epoch(1))).isEqualTo(keys.subList(2, 4));
  }

  @Test
  void aThreadThatIsInterruptedSaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    Iterator<Integer> batches = lists(TEN, 1).map(batch -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return batch.size();
    }).iterator();
    Thread.currentThread().interrupt();
    assertThatThrownBy(batches::next).isInstanceOf(AdjointException.class).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
  }

  @Test
  void anEpochCanBeGoneOnWith() {
    List<Integer> made = Collections.synchronizedList(new ArrayList<>());
    DataLoader<List<Integer>> loader = lists(TEN, 3).shuffle(Key.of(1)).map(batch -> {
      made.add(batch.size());
      return batch;
    });
    List<List<Integer>> whole = all(loader.epoch(2));
    made.clear();
    assertThat(all(loader.epoch(2, 1))).isEqualTo(whole.subList(1, 4));
    assertThat(made).hasSize(3);
    assertThat(all(loader.epoch(2, 4))).isEmpty();
    assertThatThrownBy(() -> loader.epoch(0, 5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("from 0 to 4", "given 5");
  }

  @Test
  void sizesThatMakeNoSense() {
    assertThatThrownBy(() -> DataLoader.of(ROWS, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    assertThatThrownBy(() -> DataLoader.of(ROWS, 1).prefetch(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sample.stack(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDatasetOfFewerThanNoSamplesIsRefused() {
    Dataset<Integer> bad = new Dataset<>() {
      @Override
      public int size() {
        return -1;
      }

      @Override
      public Integer get(int index) {
        return index;
      }
    };
    assertThatThrownBy(() -> lists(bad, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size() returned -1; expected 0 or more");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aBatchThatIsNullIsNamed(int ahead) {
    DataLoader<List<Integer>> loader = lists(TEN, 4).prefetch(ahead);
    for (DataLoader<Object> bad : List.<DataLoader<Object>>of(
        loader.map(_ -> null), loader.map(Key.of(0), (_, _) -> null).map(Object::hashCode))) {
      assertThatThrownBy(() -> all(bad)).isInstanceOf(AdjointException.class)
          .hasMessageContaining("Batch 0 of epoch 0 could not be made: map's function returned null; expected a batch");
    }
    assertThatThrownBy(() -> all(DataLoader.of(TEN, 4, _ -> null).prefetch(ahead))).isInstanceOf(AdjointException.class)
        .hasMessageContaining("The function that makes a batch of samples returned null");
  }

  @Test
  void aSampleThatIsNullIsNamed() {
    Dataset<Sample> nulls = ROWS.map(_ -> null);
    assertThatThrownBy(() -> all(DataLoader.of(nulls, 4))).isInstanceOf(AdjointException.class)
        .hasMessageContaining("sample 0 is null; expected a Sample");
  }
}
