package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import java.util.function.UnaryOperator;

/** For composites whose intermediate results float16 or bfloat16 would lose: rounded once, at the end. */
final class InFloat32 {
  private InFloat32() {}

  /** The function of a float16 or bfloat16 tensor in float32, its result in the tensor's type again; of others, the function. */
  static Tensor apply(Tensor x, UnaryOperator<Tensor> f) {
    return x.dtype().isHalf() ? f.apply(x.to(DType.FLOAT32)).to(x.dtype()) : f.apply(x);
  }

  /** A tensor as a backend computes with it: what is float16 or bfloat16 in float32. */
  static View view(Tensor x) {
    return x.dtype().isHalf() ? x.detach().to(DType.FLOAT32).view() : x.view();
  }
}
