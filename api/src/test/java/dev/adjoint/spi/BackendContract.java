package dev.adjoint.spi;

import dev.adjoint.DType;

/**
 * What every backend has to do: extend this class in the tests of a backend and hand the backend over. Every result is
 * compared with {@link ExprEvaluator}'s, which is exact to the rounding of each operation.
 */
public abstract class BackendContract
    implements
      StorageContract,
      MapContract,
      ScalarFunctionContract,
      LayoutContract,
      ReduceContract,
      MatmulContract,
      IndexingContract,
      ConcurrencyContract {
  /** The backend that is tested; the same one each time. */
  @Override
  public abstract Backend backend();

  /** The relative error that one floating-point operation may have. */
  @Override
  public double tolerance(DType dtype) {
    return dtype == DType.FLOAT32 ? 2e-6 : 1e-13;
  }
}
