package dev.adjoint.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Key;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.io.SameTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransformsTest {
  private static final Key KEY = Key.of(2);

  private final Tensor image = Tensor.arange(12, DType.FLOAT32).reshape(2, 2, 3);
  private final Tensor batch = Tensor.arange(64 * 12, DType.FLOAT32).reshape(64, 2, 2, 3);

  @Test
  void normalizedByChannel() {
    Tensor out = Transforms.normalize(image, new double[] {1, 2}, new double[] {2, 4});
    SameTensor.check(out, Tensor.of(-0.5f, 0, 0.5f, 1, 1.5f, 2, 1, 1.25f, 1.5f, 1.75f, 2, 2.25f).reshape(2, 2, 3));
    assertThat(Transforms.normalize(batch, new double[2], new double[] {1, 1}).shape()).isEqualTo(batch.shape());
    assertThatThrownBy(() -> Transforms.normalize(image, new double[3], new double[] {1, 1, 1}))
        .isInstanceOf(ShapeException.class).hasMessageContainingAll("2 channels", "3");
    assertThatThrownBy(() -> Transforms.normalize(image, new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void flipsSomeImagesWhole() {
    SameTensor.check(Transforms.randomFlip(KEY, image, 1), image.flip(-1));
    SameTensor.check(Transforms.randomFlip(KEY, image, 0), image);
    Tensor out = Transforms.randomFlip(KEY, batch, 0.5);
    int flipped = 0;
    for (int i = 0; i < 64; i++) {
      boolean isFlipped = out.select(0, i).ne(batch.select(0, i)).any().itemAsLong() != 0;
      SameTensor.check(out.select(0, i), isFlipped ? batch.select(0, i).flip(-1) : batch.select(0, i));
      flipped += isFlipped ? 1 : 0;
    }
    assertThat(flipped).isBetween(10, 54);
    SameTensor.check(Transforms.randomFlip(KEY, batch, 0.5), out);
    assertThatThrownBy(() -> Transforms.randomFlip(KEY, image, 2)).isInstanceOf(AdjointException.class);
  }

  @Test
  void cropsEachImageAtItsOwnPlace() {
    Tensor out = Transforms.randomCrop(KEY, batch, 2, 2, 1);
    assertThat(out.shape().toArray()).containsExactly(64, 2, 2, 2);
    Tensor padded = batch.pad(1, 1, 1, 1);
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 64; i++) {
      int found = -1;
      for (int place = 0; place < 12; place++) {
        Tensor there = padded.select(0, i).narrow(-2, place / 4, 2).narrow(-1, place % 4, 2);
        if (Arrays.equals(there.toFloatArray(), out.select(0, i).toFloatArray())) {
          found = place;
        }
      }
      assertThat(found).isNotNegative();
      places.add(found);
    }
    assertThat(places).hasSizeGreaterThan(6);
    SameTensor.check(Transforms.randomCrop(KEY, image, 2, 3, 0), image);
    assertThat(Transforms.randomCrop(KEY, image, 1, 2, 0).shape().toArray()).containsExactly(2, 1, 2);
    assertThat(Transforms.randomCrop(KEY, Tensor.zeros(0, 1, 4, 4), 2, 2, 0).shape().toArray()).containsExactly(0, 1, 2, 2);
    assertThatThrownBy(() -> Transforms.randomCrop(KEY, image, 3, 3, 0)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("3 x 3", "[2, 2, 3]");
  }

  /** Halved, a pixel in the middle is 1/8, 3/8, 3/8 and 1/8 of four; one at the edge 3/7, 3/7 and 1/7 of three. */
  @Test
  void resizedByTheAreaOfATriangle() {
    Tensor row = Tensor.of(0, 1, 2, 3, 10, 20).reshape(1, 1, 6);
    assertThat(Transforms.resize(row, 1, 3).toFloatArray())
        .containsExactly(new float[] {0.7142857f, 3.25f, 13.285714f}, within(1e-5f));
    assertThat(Transforms.resize(Tensor.of(0, 4).reshape(1, 1, 2), 1, 4).toFloatArray()).containsExactly(0, 1, 3, 4);
    SameTensor.check(Transforms.resize(batch, 2, 3), batch);
    assertThat(Transforms.resize(Tensor.ones(3, 7, 5), 3, 11).sub(1).abs().max().item()).isLessThan(1e-6);
    assertThatThrownBy(() -> Transforms.resize(image, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Transforms.resize(Tensor.zeros(1, 0, 1), 1, 1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void gradientsFlowThroughAll() {
    Tensor x = Tensor.rand(KEY, DType.FLOAT64, 2, 1, 3, 4);
    GradCheck.check(v -> Transforms.resize(Transforms.randomCrop(KEY, Transforms.randomFlip(KEY,
        Transforms.normalize(v, new double[] {0.5}, new double[] {2}), 0.5), 2, 3, 1), 4, 2), x);
  }

  @Test
  void onlyImagesAreTaken() {
    assertThatThrownBy(() -> Transforms.resize(Tensor.zeros(2, 2), 1, 1)).isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("channels", "[2, 2]");
    assertThatThrownBy(() -> Transforms.randomFlip(KEY, Tensor.ofInts(1).reshape(1, 1, 1), 1))
        .isInstanceOf(DTypeException.class).hasMessageContaining("to(FLOAT32)");
  }
}
