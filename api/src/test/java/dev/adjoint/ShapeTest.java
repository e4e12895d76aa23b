package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void sizesAndAxes() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.size()).isEqualTo(24);
    assertThat(shape.size(-1)).isEqualTo(4);
    assertThat(shape.axis(-3)).isZero();
    assertThat(shape.rowMajorStrides()).containsExactly(12, 4, 1);
    assertThat(shape).hasToString("[2, 3, 4]").isEqualTo(Shape.of(2, 3, 4)).hasSameHashCodeAs(Shape.of(2, 3, 4));
    assertThat(Shape.of().size()).isOne();
    assertThat(Shape.of(3, 0).size()).isZero();
  }

  @Test
  void withoutAnAxis() {
    Shape shape = Shape.of(2, 3, 0);
    assertThat(shape.without(-1)).isEqualTo(Shape.of(2, 3)).isEqualTo(shape.without(2));
    assertThat(shape.without(0)).isEqualTo(Shape.of(3, 0));
    assertThat(shape.without(1)).isEqualTo(Shape.of(2, 0));
    assertThat(Shape.of(4).without(0)).isEqualTo(Shape.of());
    assertThatThrownBy(() -> shape.without(3)).isInstanceOf(ShapeException.class).hasMessageContainingAll("axis 3", "-3 to 2");
    assertThatThrownBy(() -> Shape.of().without(0)).isInstanceOf(ShapeException.class).hasMessageContaining("[] has no axis");
    assertThatThrownBy(() -> Shape.of(1 << 20, 1 << 20, 0).without(2)).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[1048576, 1048576] has more");
  }

  @Test
  void itDoesNotChangeWithTheArrayItWasMadeFrom() {
    int[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 9;
    shape.toArray()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void whatIsNoShapeIsRefused() {
    assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(ShapeException.class).hasMessageContaining("[2, -1]");
    assertThatThrownBy(() -> Shape.of(1 << 20, 1 << 20)).isInstanceOf(ShapeException.class).hasMessageContaining("at most");
    assertThatThrownBy(() -> Shape.of(2, 3).axis(2))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("axis 2")
        .hasMessageContaining("-2 to 1");
  }

  @Test
  void broadcasting() {
    assertThat(Shape.broadcast(Shape.of(3, 1), Shape.of(2, 1, 4))).isEqualTo(Shape.of(2, 3, 4));
    assertThat(Shape.broadcast(Shape.of(), Shape.of(5))).isEqualTo(Shape.of(5));
    assertThat(Shape.broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 3), Shape.of(2, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("[2, 4]")
        .hasMessageContaining("axis -1");
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(0), Shape.of(3))).isInstanceOf(ShapeException.class);
  }

  @Provide
  Arbitrary<Shape> shapes() {
    return Arbitraries.integers().between(1, 3).array(int[].class).ofMaxSize(4).map(Shape::of);
  }

  @Property
  void bothBroadcastToTheResultOfBroadcasting(@ForAll("shapes") Shape a, @ForAll("shapes") Shape b) {
    Shape common;
    try {
      common = Shape.broadcast(a, b);
    } catch (ShapeException e) {
      assertThat(a.broadcastsTo(b) || b.broadcastsTo(a)).as("%s and %s", a, b).isFalse();
      return;
    }
    assertThat(a.broadcastsTo(common)).as("%s to %s", a, common).isTrue();
    assertThat(b.broadcastsTo(common)).as("%s to %s", b, common).isTrue();
    assertThat(Shape.broadcast(b, a)).isEqualTo(common);
  }
}
