package dev.adjoint.cpu.nd4j;

import dev.adjoint.BackendException;
import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's arrays as tensors, and tensors as ND4J's arrays, without a copy: both lie in the same memory, and what is written
 * through one is read through the other.
 *
 * <pre>{@code
 * INDArray data = Nd4j.rand(DataType.FLOAT, 3, 4);
 * Tensor x = Nd4jTensors.of(data).requiresGrad(true);
 * x.pow(2).sum().backward();
 * INDArray gradient = Nd4jTensors.toINDArray(x.grad());
 * }</pre>
 *
 * <p>Nothing has to be closed: the memory stays for as long as a tensor or an array over it is in use.
 *
 * <p>A tensor counts the changes that are made through tensors. It does not see those that are made through an
 * {@code INDArray}: where a value that a backward pass needs is changed so, gradients are silently wrong. Nor can the library
 * see that two tensors made of one array share memory; where both are needed, make one a view of the other.
 */
public final class Nd4jTensors {
  private static final String ND4J = "nd4j";

  private Nd4jTensors() {}

  /**
   * An array's elements as a tensor on the backend nd4j. In C or F order, or a view with any offset and strides.
   *
   * @param array of the types FLOAT, DOUBLE, HALF, BFLOAT16, INT, LONG or BOOL. An empty array without axes becomes a tensor of
   *     shape [0]
   * @return a leaf of the array's shape; over the same memory, but for an empty array, which has none
   * @throws DTypeException if tensors have no such type
   * @throws ShapeException if it has more than 2^31 - 1 elements, or spans as many
   * @throws BackendException if the array was closed or belongs to a workspace, whose end would be the tensor's
   */
  public static Tensor of(INDArray array) {
    Objects.requireNonNull(array, "Nd4jTensors.of: the array is null; expected an INDArray");
    if (array.wasClosed()) {
      throw new BackendException("Nd4jTensors.of: the array was closed. Give one whose memory is still there");
    }
    DType dtype = dtypeOf(array.dataType());
    if (array.isAttached()) {
      throw new BackendException(
          "Nd4jTensors.of: the array " + text(array) + " belongs to a workspace, with whose end its memory is used for other"
              + " arrays. Give array.detach(), or make it outside");
    }
    if (!(Backends.get(ND4J) instanceof Nd4jBackend backend)) {
      throw new BackendException(
          "Nd4jTensors.of: the backend nd4j was loaded from a plugin, apart from this class. Put adjoint-backend-cpu on the"
              + " classpath only");
    }
    if (array.isEmpty()) {
      Shape shape = array.rank() == 0 ? Shape.of(0) : Shape.of(sizes(array));
      return Tensor.wrap(backend, View.of(backend.allocate(dtype, 0), shape));
    }
    int[] strides = new int[array.rank()];
    long span = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      long size = array.size(axis);
      long stride = size == 1 ? 1 : array.stride(axis);
      if (stride < 0) {
        throw new BackendException("Nd4jTensors.of: the array " + text(array) + " has a negative stride. Give array.dup()");
      }
      span += (size - 1) * stride;
      strides[axis] = (int) stride;
    }
    if (Math.max(span, array.length()) > Integer.MAX_VALUE) {
      throw new ShapeException(
          "Nd4jTensors.of: the array " + text(array) + " spans " + span + " elements; a tensor has at most "
              + Integer.MAX_VALUE + ". Give parts of it");
    }
    INDArray vector = Nd4j.create(array.data(), new long[] {span}, new long[] {1}, array.offset(), 'c', array.dataType());
    return Tensor.wrap(backend, new View(backend.adopt(dtype, vector), Shape.of(sizes(array)), strides, 0));
  }

  /**
   * A tensor's elements as an array. It keeps none of the tensor's history, and carries no gradients.
   *
   * <p>The array may outlive the tensor, and the {@link dev.adjoint.Scope} that the tensor was made in. In F order where the
   * tensor's first axis is the one that runs fastest, as after {@code transpose} of a matrix; else in C order.
   *
   * @param tensor on the backend nd4j
   * @return of the tensor's shape; over the same memory, but for an empty tensor, which has none
   * @throws BackendException if it is on another backend; if it runs backwards along an axis, as after {@code flip}, which
   *     ND4J's arrays cannot; if it repeats along an axis, as after {@code expand}: of products of such arrays, ND4J makes zeros
   */
  public static INDArray toINDArray(Tensor tensor) {
    Objects.requireNonNull(tensor, "toINDArray: the tensor is null; expected one on nd4j");
    if (!(tensor.backend() instanceof Nd4jBackend)) {
      throw new BackendException(
          "toINDArray: the tensor " + tensor.dtype() + tensor.shape() + " is on " + tensor.device() + "; only the memory of"
              + " tensors on nd4j is ND4J's. Call to(Device.of(\"nd4j\")) first");
    }
    View view = tensor.view();
    DataType type = Nd4jBuffer.typeOf(tensor.dtype());
    int rank = view.shape().rank();
    long[] sizes = Arrays.stream(view.shape().toArray()).asLongStream().toArray();
    if (tensor.size() == 0) {
      return Nd4j.create(type, sizes);
    }
    long[] strides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      strides[axis] = sizes[axis] == 1 ? 1 : view.stride(axis);
      if (strides[axis] <= 0) {
        throw new BackendException(
            "toINDArray: the tensor " + tensor.dtype() + tensor.shape()
                + (strides[axis] < 0 ? " runs backwards along the axis " : " repeats the same elements along the axis ") + axis
                + ", which ND4J cannot compute with. Call copy() first");
      }
    }
    char order = runsDownColumns(sizes, strides) ? 'f' : 'c';
    INDArray vector = StridedArrays.buffer(view).share();
    INDArray array = Nd4j.create(vector.data(), sizes, strides, vector.offset() + view.offset(), order, type);
    Reference.reachabilityFence(tensor); // until then, nobody may have found that its memory is unused
    return array;
  }

  /** Whether the elements lie without gaps, the first axis running fastest, and not row by row as well. */
  private static boolean runsDownColumns(long[] sizes, long[] strides) {
    long expected = 1;
    int longAxes = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] > 1) {
        if (strides[axis] != expected) {
          return false;
        }
        longAxes++;
      }
      expected *= sizes[axis];
    }
    return longAxes > 1;
  }

  private static DType dtypeOf(DataType type) {
    for (DType dtype : DType.values()) {
      if (Nd4jBuffer.typeOf(dtype) == type) {
        return dtype;
      }
    }
    throw new DTypeException(
        "Nd4jTensors.of: there are no tensors of ND4J's type " + type + "; expected FLOAT, DOUBLE, HALF, BFLOAT16, INT, LONG or"
            + " BOOL. Call castTo(...) first");
  }

  private static int[] sizes(INDArray array) {
    return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
  }

  private static String text(INDArray array) {
    return array.dataType() + Arrays.toString(array.shape());
  }
}
