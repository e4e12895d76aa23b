package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Half;

/** The value of a tile in another type. Tiles of int32 are {@code long[]}. */
final class CastLoops {
  private CastLoops() {}

  static void cast(Object from, DType fromType, Object to, DType toType, int n) {
    switch (toType) {
      case FLOAT16 -> toFloat16(from, (short[]) to, n);
      case BFLOAT16 -> toBfloat16(from, (short[]) to, n);
      case FLOAT32 -> toFloats(from, fromType, (float[]) to, n);
      case FLOAT64 -> toDoubles(from, (double[]) to, n);
      case INT32, INT64 -> {
        toLongs(from, (long[]) to, toType, n);
        if (fromType == DType.INT64 && toType == DType.INT32) {
          LongLoops.wrap((long[]) to, n);
        }
      }
      case BOOL -> toBooleans(from, (boolean[]) to, n);
    }
  }

  private static void toFloat16(Object from, short[] out, int n) {
    if (from instanceof double[] wide) {
      toHalf(wide, DType.FLOAT16, out, n);
      return;
    }
    float[] numbers = (float[]) from;
    for (int i = 0; i < n; i++) {
      out[i] = Float.floatToFloat16(numbers[i]);
    }
  }

  private static void toBfloat16(Object from, short[] out, int n) {
    if (from instanceof double[] wide) {
      toHalf(wide, DType.BFLOAT16, out, n);
      return;
    }
    float[] numbers = (float[]) from;
    for (int i = 0; i < n; i++) {
      out[i] = Half.toBfloat16(numbers[i]);
    }
  }

  private static void toHalf(double[] from, DType half, short[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Half.bits(half, from[i]);
    }
  }

  private static void toFloats(Object from, DType fromType, float[] out, int n) {
    switch (from) {
      case short[] a when fromType == DType.FLOAT16 -> {
        for (int i = 0; i < n; i++) {
          out[i] = Float.float16ToFloat(a[i]);
        }
      }
      case short[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = Half.ofBfloat16(a[i]);
        }
      }
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = (float) a[i];
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i];
        }
      }
      case boolean[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] ? 1 : 0;
        }
      }
      default -> System.arraycopy(from, 0, out, 0, n);
    }
  }

  private static void toDoubles(Object from, double[] out, int n) {
    switch (from) {
      case float[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i];
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i];
        }
      }
      case boolean[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] ? 1 : 0;
        }
      }
      default -> System.arraycopy(from, 0, out, 0, n);
    }
  }

  private static void toLongs(Object from, long[] out, DType toType, int n) {
    switch (from) {
      case float[] a when toType == DType.INT32 -> {
        for (int i = 0; i < n; i++) {
          out[i] = (int) a[i];
        }
      }
      case float[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = (long) a[i];
        }
      }
      case double[] a when toType == DType.INT32 -> {
        for (int i = 0; i < n; i++) {
          out[i] = (int) a[i];
        }
      }
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = (long) a[i];
        }
      }
      case boolean[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] ? 1 : 0;
        }
      }
      default -> System.arraycopy(from, 0, out, 0, n);
    }
  }

  private static void toBooleans(Object from, boolean[] out, int n) {
    switch (from) {
      case float[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] != 0;
        }
      }
      case double[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] != 0;
        }
      }
      case long[] a -> {
        for (int i = 0; i < n; i++) {
          out[i] = a[i] != 0;
        }
      }
      default -> System.arraycopy(from, 0, out, 0, n);
    }
  }
}
