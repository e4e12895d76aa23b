package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors of every type, and whether two are the same: shape, type and every element. */
public final class SameTensor {
  private SameTensor() {}

  /** One of each type, with numbers that the type can hold. */
  public static Map<String, Tensor> ofEveryType() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    out.put("flag", Tensor.ofBooleans(true, false, true));
    out.put("float32", Tensor.of(1.5f, Float.NaN, -0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 7).reshape(2, 3));
    out.put("float16", Tensor.of(1.5f, -65504, 6e-8f).to(DType.FLOAT16));
    out.put("bfloat16", Tensor.of(1.5f, -3e38f, 1e-38f).to(DType.BFLOAT16));
    out.put("float64", Tensor.of(Math.PI, Double.MIN_VALUE, -Double.MAX_VALUE));
    out.put("int32", Tensor.ofInts(Integer.MIN_VALUE, 0, Integer.MAX_VALUE));
    out.put("int64", Tensor.ofLongs(Long.MIN_VALUE, 0, Long.MAX_VALUE).reshape(3, 1));
    out.put("scalar", Tensor.scalar(2.5));
    out.put("empty", Tensor.zeros(0, 4));
    out.put("strided", Tensor.arange(12, DType.FLOAT32).reshape(3, 4).t().narrow(0, 1, 2));
    return out;
  }

  /** Fails unless shape, type and elements are the same. */
  public static void check(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.dtype()).isEqualTo(expected.dtype());
    if (expected.dtype().isFloating()) {
      assertThat(actual.toDoubleArray()).containsExactly(expected.toDoubleArray());
    } else {
      assertThat(actual.toLongArray()).containsExactly(expected.toLongArray());
    }
  }

  /** Fails unless the names, their order and the tensors are the same. */
  public static void check(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, x) -> check(actual.get(name), x));
  }
}
