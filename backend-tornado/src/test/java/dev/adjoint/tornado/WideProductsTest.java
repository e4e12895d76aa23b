package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products around the size from which on tiles are wide: whole numbers, so that sums are exact. */
class WideProductsTest {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  private static View matrices(Backend backend, int rows, int columns, boolean turned, int seed) {
    int size = 2 * rows * columns;
    float[] values = new float[size];
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(-8, 9);
    }
    Buffer buffer = backend.allocate(DType.FLOAT32, size);
    backend.copyIn(values, 0, buffer, 0, size);
    int[] strides = turned ? new int[] {rows * columns, 1, rows} : new int[] {rows * columns, columns, 1};
    return new View(buffer, Shape.of(2, rows, columns), strides, 0);
  }

  private static float[] product(Backend backend, int rows, int length, int columns, boolean[] turned, boolean onTop) {
    View a = matrices(backend, rows, length, turned[0], 1);
    View b = matrices(backend, length, columns, turned[1], 2);
    View output = matrices(backend, rows, columns, turned[2], 3);
    if (onTop) {
      View base = matrices(backend, rows, columns, turned[1], 4);
      View column = new View(base.buffer(), base.shape(), new int[] {base.stride(0), base.stride(1), 0}, base.offset());
      backend.matmul(a, b, turned[0] ? column : base, output);
    } else {
      backend.matmul(a, b, output);
    }
    float[] values = new float[2 * rows * columns];
    backend.copyOut(output.buffer(), 0, values, 0, values.length);
    return values;
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 64", "8, 5, 63", "8, 1, 64", "8, 4, 64", "9, 7, 65", "16, 64, 128", "67, 33, 131", "8, 0, 64"})
  void asElsewhere(int rows, int length, int columns) {
    for (int i = 0; i < 8; i++) {
      boolean[] turned = {(i & 1) != 0, (i & 2) != 0, (i & 4) != 0};
      for (boolean onTop : new boolean[] {false, true}) {
        assertThat(product(OnDevice.backend(), rows, length, columns, turned, onTop))
            .as("operands turned: %d, on top of something: %s", i, onTop)
            .isEqualTo(product(new ReferenceBackend(), rows, length, columns, turned, onTop));
      }
    }
  }
}
