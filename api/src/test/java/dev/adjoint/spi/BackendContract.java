package dev.adjoint.spi;

import dev.adjoint.DType;

/**
 * What every backend has to do, method by method: extend this class and hand the backend over. Every result is compared with
 * {@link ExprEvaluator}'s, which is exact to the rounding of each operation. {@link BackendKit} has all this and more for a
 * backend that is found by its name.
 */
public abstract class BackendContract
    implements
      StorageContract,
      MapContract,
      ScalarFunctionContract,
      LayoutContract,
      ReduceContract,
      RowContract,
      MatmulContract,
      BaseContract,
      IndexingContract,
      OrderContract,
      ConvolveContract,
      RecyclingContract,
      ConcurrencyContract {
  /** The backend that is tested; the same one each time. */
  @Override
  public abstract Backend backend();

  /** The relative error that one floating-point operation may have. */
  @Override
  public double tolerance(DType dtype) {
    return usualTolerance(dtype);
  }

  static double usualTolerance(DType dtype) {
    return switch (dtype) {
      case BFLOAT16 -> 0x1p-8;
      case FLOAT16 -> 0x1p-11;
      case FLOAT32 -> 2e-6;
      default -> 1e-13;
    };
  }
}
