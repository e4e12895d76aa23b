package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import dev.adjoint.spi.Buffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A buffer that is an {@code INDArray}.
 *
 * @param array a vector of the buffer's size; one element, unused, where the size is 0: ND4J's empty arrays have no storage
 *     that a view could be made of
 */
record Nd4jBuffer(INDArray array, DType dtype, int size) implements Buffer {
  /** ND4J's name of a dtype. */
  static DataType typeOf(DType dtype) {
    return switch (dtype) {
      case BOOL -> DataType.BOOL;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FLOAT16 -> DataType.FLOAT16;
      case BFLOAT16 -> DataType.BFLOAT16;
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }
}
