package dev.adjoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.io.SameTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Dataset<String> LETTERS = Dataset.of(List.of("a", "b", "c", "d", "e"));

  private static <T> List<T> all(Dataset<T> data) {
    return IntStream.range(0, data.size()).mapToObj(data::get).toList();
  }

  @Test
  void listsMapsSubsetsAndSums() {
    assertThat(all(LETTERS)).containsExactly("a", "b", "c", "d", "e");
    assertThat(all(LETTERS.map(String::toUpperCase).subset(3, 1, 3))).containsExactly("D", "B", "D");
    assertThat(all(LETTERS.subset(0).concat(Dataset.of(List.of())).concat(LETTERS.subset(4, 3)))).containsExactly("a", "e",
        "d");
  }

  @Test
  void rowsOfTensors() {
    Tensor inputs = Tensor.arange(6, DType.FLOAT32).reshape(3, 2);
    Tensor targets = Tensor.ofLongs(7, 8, 9);
    Dataset<Sample> rows = Dataset.of(inputs, targets);
    assertThat(rows.size()).isEqualTo(3);
    SameTensor.check(rows.get(1).input(), Tensor.of(2, 3));
    SameTensor.check(rows.get(1).target(), Tensor.ofLongs(8).reshape());
    assertThatThrownBy(() -> Dataset.of(inputs, Tensor.ofLongs(1))).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[3, 2]", "[1]");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNoTensorAndNoList() {
    Tensor x = Tensor.zeros(2);
    assertThatThrownBy(() -> Dataset.of(null, x)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("Dataset.of: the inputs are null");
    assertThatThrownBy(() -> Dataset.of(x, null)).hasMessageContaining("Dataset.of: the targets are null");
    assertThatThrownBy(() -> Dataset.of(null)).hasMessageContaining("Dataset.of: the list is null");
  }

  @Test
  void aSplitSharesNothingAndLosesNothing() {
    Dataset<Integer> numbers = Dataset.of(IntStream.range(0, 101).boxed().toList());
    List<Dataset<Integer>> parts = numbers.split(Key.of(3), 0.7, 0.2, 0.1);
    assertThat(parts.stream().map(Dataset::size)).containsExactly(71, 20, 10);
    List<Integer> each = new ArrayList<>();
    parts.forEach(part -> each.addAll(all(part)));
    assertThat(each).hasSize(101);
    assertThat(new HashSet<>(each)).hasSize(101);
    assertThat(each).isNotEqualTo(all(numbers));
    assertThat(all(numbers.split(Key.of(3), 0.7, 0.2, 0.1).get(2))).isEqualTo(all(parts.get(2)));
    assertThat(Set.copyOf(all(numbers.split(Key.of(4), 0.7, 0.3).get(1)))).isNotEqualTo(Set.copyOf(all(parts.get(1))));
    assertThatThrownBy(() -> numbers.split(Key.of(0), 0.5, 0.6)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.1");
  }

  @Test
  void indicesThatAreNotThere() {
    List<Dataset<?>> sets = List.of(LETTERS, LETTERS.map(s -> s), LETTERS.subset(0, 1, 2, 3, 4), LETTERS.concat(LETTERS).subset(
        0, 1, 2, 3, 4), Dataset.of(Tensor.zeros(5), Tensor.zeros(5)), Dataset.windows(Tensor.zeros(6), 1, 1));
    for (Dataset<?> data : sets) {
      for (int index : new int[] {-1, 5}) {
        assertThatThrownBy(() -> data.get(index)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("sample " + index, "0 to 4");
      }
    }
    assertThatThrownBy(() -> LETTERS.subset(0, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Dataset.of(List.of()).get(0)).hasMessageContaining("empty");
  }

  @Test
  void windowsOfAText() {
    Vocabulary letters = Vocabulary.of(Vocabulary.characters("hello \ud83d\ude00"));
    assertThat(letters.symbols()).containsExactly(" ", "e", "h", "l", "o", "\ud83d\ude00");
    Tensor ids = letters.encode(Vocabulary.characters("hello"));
    SameTensor.check(ids, Tensor.ofLongs(2, 1, 3, 3, 4));
    Dataset<Sample> windows = Dataset.windows(ids, 2, 1);
    assertThat(windows.size()).isEqualTo(3);
    assertThat(String.join("", letters.decode(windows.get(2).input()))).isEqualTo("ll");
    assertThat(String.join("", letters.decode(windows.get(2).target()))).isEqualTo("lo");
    assertThat(Dataset.windows(ids, 2, 2).size()).isEqualTo(2);
    assertThat(Dataset.windows(ids, 4, 1).size()).isEqualTo(1);
    assertThat(Dataset.windows(ids, 5, 1).size()).isZero();
    assertThatThrownBy(() -> letters.encode(List.of("h", "x"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"x\" at 1");
    assertThatThrownBy(() -> letters.decode(Tensor.ofInts(6))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Dataset.windows(ids, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Dataset.windows(ids.reshape(1, 5), 1, 1)).isInstanceOf(ShapeException.class);
  }
}
