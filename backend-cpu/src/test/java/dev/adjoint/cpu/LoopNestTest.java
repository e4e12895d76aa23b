package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopNestTest {
  private static LoopNest nest(int[] sizes, int[]... strides) {
    return LoopNest.of(sizes, strides, new int[strides.length]);
  }

  private static List<Integer> positions(LoopNest nest, int operand, int from, int count) {
    List<Integer> out = new ArrayList<>();
    LoopNest.Rows rows = nest.rows(from, count);
    while (rows.next()) {
      for (int i = 0; i < rows.length(); i++) {
        out.add(rows.start(operand) + i * nest.innerStride(operand));
      }
    }
    return out;
  }

  @Test
  void contiguousAxesBecomeOne() {
    LoopNest nest = nest(new int[] {2, 3, 4}, new int[] {12, 4, 1}, new int[] {12, 4, 1});
    assertThat(nest.rank()).isOne();
    assertThat(nest.innerSize()).isEqualTo(24);
    assertThat(nest.isLinear(0)).isTrue();
  }

  @Test
  void anAxisStretchedForOneOperandStaysApart() {
    LoopNest nest = nest(new int[] {2, 3, 4}, new int[] {12, 4, 1}, new int[] {0, 4, 1});
    assertThat(nest.rank()).isEqualTo(2);
    assertThat(nest.innerSize()).isEqualTo(12);
    assertThat(nest.only(0).rank()).isOne();
  }

  @Test
  void axesOfSizeOneAreGoneWhateverTheirStrides() {
    LoopNest nest = nest(new int[] {1, 5, 1}, new int[] {77, 1, -3});
    assertThat(nest.rank()).isOne();
    assertThat(nest.isLinear(0)).isTrue();
  }

  @Test
  void oneElementIsLinear() {
    LoopNest nest = nest(new int[0], new int[0]);
    assertThat(nest.count()).isOne();
    assertThat(nest.isLinear(0)).isTrue();
  }

  @Test
  void stretchedAxesMergeToAScalar() {
    LoopNest nest = nest(new int[] {3, 4}, new int[] {0, 0});
    assertThat(nest.isScalar(0)).isTrue();
    assertThat(nest.isLinear(0)).isFalse();
  }

  @Test
  void everyRangeIsWalkedInOrder() {
    LoopNest nest = nest(new int[] {2, 3, 4}, new int[] {1, 2, -6}, new int[] {0, 1, 3});
    List<Integer> first = positions(nest, 0, 0, 24);
    List<Integer> second = positions(nest, 1, 0, 24);
    assertThat(first).startsWith(0, -6, -12, -18, 2, -4).endsWith(-13);
    for (int from = 0; from <= 24; from++) {
      for (int count = 0; count <= 24 - from; count++) {
        assertThat(positions(nest, 0, from, count)).isEqualTo(first.subList(from, from + count));
        assertThat(positions(nest, 1, from, count)).isEqualTo(second.subList(from, from + count));
      }
    }
  }
}
