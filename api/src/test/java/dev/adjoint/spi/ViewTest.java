package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Buffer BUFFER = new ReferenceBackend().allocate(DType.FLOAT32, 24);

  private static View view(Shape shape, int offset, int... strides) {
    return new View(BUFFER, shape, strides, offset);
  }

  @Test
  void rowByRowWithoutGapsIsContiguous() {
    assertThat(View.of(BUFFER, Shape.of(4, 6)).isContiguous()).isTrue();
    assertThat(view(Shape.of(2, 6), 6, 6, 1).isContiguous()).as("from an offset on").isTrue();
    assertThat(view(Shape.of(1, 6), 0, 99, 1).isContiguous()).as("the stride of an axis of size 1").isTrue();
    assertThat(view(Shape.of(0, 6), 0, 5, 5).isContiguous()).as("no elements").isTrue();
    assertThat(view(Shape.of(6, 4), 0, 1, 6).isContiguous()).as("transposed").isFalse();
    assertThat(view(Shape.of(2, 3), 0, 6, 1).isContiguous()).as("narrowed").isFalse();
    assertThat(view(Shape.of(4), 3, -1).isContiguous()).as("backwards").isFalse();
  }

  @Test
  void aStrideOfZeroRepeatsElements() {
    assertThat(view(Shape.of(4, 6), 0, 0, 1).repeats()).isTrue();
    assertThat(view(Shape.of(1, 6), 0, 0, 1).repeats()).isFalse();
    assertThat(View.of(BUFFER, Shape.of(4, 6)).repeats()).isFalse();
  }

  @Test
  void axesThatReachPastTheNextOneRepeatElements() {
    assertThat(view(Shape.of(3, 2), 0, 1, 1).repeats()).as("runs of two, step 1").isTrue();
    assertThat(view(Shape.of(3, 4), 0, 2, 1).repeats()).as("runs of four, step 2").isTrue();
    assertThat(view(Shape.of(3, 2), 0, 2, 1).repeats()).as("runs of two, step 2").isFalse();
    assertThat(view(Shape.of(2, 2, 3), 0, 6, 6, 1).repeats()).as("runs of rows").isTrue();
    assertThat(view(Shape.of(4, 6), 0, 1, 4).repeats()).as("transposed").isFalse();
    assertThat(view(Shape.of(2, 3, 2), 23, -12, -2, 1).repeats()).as("backwards").isFalse();
    assertThat(view(Shape.of(4), 0, 7).repeats()).as("a diagonal").isFalse();
    assertThat(view(Shape.of(1, 3), 0, 1, 1).repeats()).as("an axis of size 1").isFalse();
  }

  @Test
  void broadcastingAddsAxesAndStretchesThoseOfSizeOne() {
    View row = view(Shape.of(1, 6), 2, 6, 1);
    View wide = row.broadcastTo(Shape.of(3, 4, 6));
    assertThat(wide.shape()).isEqualTo(Shape.of(3, 4, 6));
    assertThat(wide.strides()).containsExactly(0, 0, 1);
    assertThat(wide.offset()).isEqualTo(2);
    assertThat(row.broadcastTo(Shape.of(1, 6))).isSameAs(row);
  }
}
