package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FreeListTest {
  private record Range(int offset, int size) {}

  /** A positive number takes so many, a negative one gives the range with that number back. */
  @Property
  void rangesAreDisjointAndNoneIsLost(@ForAll @Size(max = 200) List<@IntRange(min = -20, max = 60) Integer> moves) {
    FreeList list = new FreeList(500);
    List<Range> taken = new ArrayList<>();
    BitSet used = new BitSet();
    for (int move : moves) {
      if (move > 0) {
        int offset = list.take(move);
        if (offset >= 0) {
          assertThat(used.nextSetBit(offset)).as("the range at %d of %d is free", offset, move).satisfiesAnyOf(
              next -> assertThat(next).isNegative(), next -> assertThat(next).isGreaterThanOrEqualTo(offset + move));
          used.set(offset, offset + move);
          taken.add(new Range(offset, move));
        }
      } else if (!taken.isEmpty()) {
        Range range = taken.remove(-move % taken.size());
        list.give(range.offset, range.size);
        used.clear(range.offset, range.offset + range.size);
      }
      assertThat(list.available()).isEqualTo(500 - used.cardinality());
    }
    taken.forEach(range -> list.give(range.offset, range.size));
    assertThat(list.take(500)).as("all neighbours have been joined").isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    FreeList list = new FreeList(10);
    assertThat(list.take(11)).isNegative();
    assertThat(list.take(10)).isZero();
    assertThat(list.take(1)).isNegative();
  }
}
