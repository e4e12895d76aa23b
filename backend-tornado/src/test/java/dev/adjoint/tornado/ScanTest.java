package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of lines that one thread walks, and of lines that are split. */
class ScanTest {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  /** Of a matrix, down its columns or along its rows, from views with other strides. */
  private static Object scan(Backend backend, Reduction how, DType dtype, Object numbers, int rows, int columns, int axis) {
    int size = rows * columns;
    Buffer in = backend.allocate(dtype, size);
    Buffer out = backend.allocate(dtype, size);
    backend.copyIn(numbers, 0, in, 0, size);
    Shape shape = Shape.of(rows, columns);
    View backwards = new View(in, shape, new int[] {-columns, -1}, size - 1);
    View turned = new View(out, shape, new int[] {1, rows}, 0);
    backend.scan(how, backwards, axis, turned);
    Object result = dtype == DType.INT32 ? new int[size]
        : dtype == DType.INT64 ? new long[size]
            : dtype == DType.FLOAT32 ? new float[size] : new double[size];
    backend.copyOut(out, 0, result, 0, size);
    return result;
  }

  private static Object numbers(DType dtype, int size) {
    Random random = new Random(size);
    return switch (dtype) {
      // Small whole numbers, whose sums are exact in whatever order.
      case FLOAT32 -> floats(random, size);
      case FLOAT64 -> random.ints(size, -3, 4).asDoubleStream().toArray();
      case INT64 -> random.longs(size).toArray();
      default -> random.ints(size).toArray();
    };
  }

  private static float[] floats(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(-3, 4);
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 97, 1000, 100_003})
  void everyTypeAndKindOfLine(int length) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64}) {
      Object numbers = numbers(dtype, 3 * length);
      for (Reduction how : Reduction.values()) {
        for (int axis = 0; axis < 2; axis++) {
          int rows = axis == 0 ? length : 3;
          Object expected = scan(new ReferenceBackend(), how, dtype, numbers, rows, 3 * length / rows, axis);
          assertThat(scan(OnDevice.backend(), how, dtype, numbers, rows, 3 * length / rows, axis))
              .as("%s of %s along axis %d", how, dtype, axis).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 5000})
  void fromANotANumberOnAllAre(int length) {
    double[] numbers = new double[length];
    numbers[length - 1 - length / 2] = Double.NaN; // the scan runs backwards
    for (Reduction how : Reduction.values()) {
      double[] values = (double[]) scan(OnDevice.backend(), how, DType.FLOAT64, numbers, 1, length, 1);
      for (int i = 0; i < length; i++) {
        assertThat(Double.isNaN(values[i])).as("%s at %d", how, i).isEqualTo(i >= length / 2);
      }
    }
  }
}
