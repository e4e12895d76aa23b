package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.lang.reflect.Array;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorts of short lines, of lines that one thread sorts, and of lines that are split. */
class SortTest {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  /** Values and indices of a matrix sorted down its columns or along its rows, from and to views with other strides. */
  private static Object[] sort(
      Backend backend, DType dtype, Object numbers, boolean descending, int rows, int columns, int axis) {
    int size = rows * columns;
    Buffer in = backend.allocate(dtype, size);
    Buffer values = backend.allocate(dtype, size);
    Buffer indices = backend.allocate(DType.INT32, size);
    backend.copyIn(numbers, 0, in, 0, size);
    Shape shape = Shape.of(rows, columns);
    View backwards = new View(in, shape, new int[] {-columns, -1}, size - 1);
    View turned = new View(values, shape, new int[] {1, rows}, 0);
    backend.sort(backwards, axis, descending, turned, View.of(indices, shape));
    Object sorted = Array.newInstance(numbers.getClass().getComponentType(), size);
    int[] from = new int[size];
    backend.copyOut(values, 0, sorted, 0, size);
    backend.copyOut(indices, 0, from, 0, size);
    return new Object[] {sorted, from};
  }

  /** Some are equal, some are not numbers, and all bits of integers differ. */
  private static Object numbers(DType dtype, int size) {
    Random random = new Random(size);
    Object numbers = switch (dtype) {
      case BOOL -> new boolean[size];
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
      case INT64 -> new long[size];
      default -> new int[size];
    };
    for (int i = 0; i < size; i++) {
      double real = i % 7 == 0 ? Double.NaN : i % 5 == 0 ? -0.0 : i % 3 == 0 ? random.nextInt(9) - 4 : random.nextGaussian();
      Object number = switch (dtype) {
        case BOOL -> random.nextBoolean();
        case FLOAT32 -> (float) real;
        case FLOAT64 -> real;
        case INT64 -> i % 3 == 0 ? i % 4 - 2 : random.nextLong();
        default -> i % 3 == 0 ? i % 4 - 2 : random.nextInt();
      };
      Array.set(numbers, i, number);
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 97, 1000, 5000, 100_003})
  void everyTypeAndKindOfLine(int length) {
    for (DType dtype : new DType[] {DType.BOOL, DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64}) {
      Object numbers = numbers(dtype, 3 * length);
      for (boolean descending : new boolean[] {false, true}) {
        for (int axis = 0; axis < 2; axis++) {
          int rows = axis == 0 ? length : 3;
          int columns = 3 * length / rows;
          assertThat(sort(OnDevice.backend(), dtype, numbers, descending, rows, columns, axis))
              .as("%s along axis %d, descending: %s", dtype, axis, descending)
              .isEqualTo(sort(new ReferenceBackend(), dtype, numbers, descending, rows, columns, axis));
        }
      }
    }
  }
}
