package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.BackendException;
import dev.adjoint.Scope;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Device;
import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J's arrays and tensors over the same memory. */
class Nd4jTensorsTest {
  private static final Device ND4J = Device.of("nd4j");

  private static INDArray counted(DataType type, char order, int... shape) {
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    INDArray array = Nd4j.create(DataType.DOUBLE, sizes, order);
    long[] at = new long[shape.length];
    for (int i = 0; i < array.length(); i++) {
      array.putScalar(at, type == DataType.BOOL ? i % 2 : i + 1);
      advance(at, sizes);
    }
    return array.castTo(type);
  }

  private static void advance(long[] at, long[] sizes) {
    for (int axis = at.length - 1; axis >= 0; axis--) {
      if (++at[axis] < sizes[axis]) {
        return;
      }
      at[axis] = 0;
    }
  }

  /** The elements row by row, one at a time. */
  private static double[] elements(INDArray array) {
    double[] out = new double[(int) array.length()];
    long[] at = new long[array.rank()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.getDouble(at);
      advance(at, array.shape());
    }
    return out;
  }

  /** Both have the same elements, and still have after each was changed through the other. */
  private static void checkShared(String what, Tensor tensor, INDArray array) {
    assertThat(tensor.shape().toArray()).as("shape of %s", what).containsExactly(
        Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
    assertThat(tensor.toDoubleArray()).as(what).containsExactly(elements(array));
    long[] sizes = array.shape();
    long[] at = new long[sizes.length];
    for (int i = 0; i < array.length(); i++) {
      boolean old = array.getDouble(at) != 0;
      array.putScalar(at, old ? 0 : 1);
      assertThat(tensor.toDoubleArray()).as("%s after a change of the array at %s", what, Arrays.toString(at))
          .containsExactly(elements(array)).contains(old ? 0 : 1);
      advance(at, sizes);
    }
    array.assign(1);
    assertThat(tensor.toDoubleArray()).as("%s after the array was set to 1", what).containsOnly(1);
    for (int i = 0; i < array.length(); i++) {
      Index[] where = Arrays.stream(at).mapToObj(position -> Index.at((int) position)).toArray(Index[]::new);
      tensor.set(0, where);
      assertThat(array.getDouble(at)).as("%s after a change of the tensor at %s", what, Arrays.toString(at)).isZero();
      assertThat(elements(array)).as(what).containsExactly(tensor.toDoubleArray());
      advance(at, sizes);
    }
    tensor.filli(1);
    assertThat(array.sumNumber().doubleValue()).as("sum of %s", what).isEqualTo(array.length());
  }

  @Test
  void everyTypeSharesItsMemory() {
    Map<DataType,
        DType> types = Map.of(DataType.FLOAT, DType.FLOAT32, DataType.DOUBLE, DType.FLOAT64, DataType.INT32, DType.INT32,
            DataType.INT64, DType.INT64, DataType.BOOL, DType.BOOL, DataType.FLOAT16, DType.FLOAT16, DataType.BFLOAT16,
            DType.BFLOAT16);
    types.forEach((type, dtype) -> {
      Tensor tensor = Nd4jTensors.of(counted(type, 'c', 2, 3));
      assertThat(tensor.dtype()).isEqualTo(dtype);
      assertThat(Nd4jTensors.toINDArray(tensor).dataType()).isEqualTo(type);
      if (type != DataType.BOOL) {
        INDArray array = counted(type, 'c', 2, 3);
        checkShared("an array of " + type, Nd4jTensors.of(array), array);
        Tensor other = Nd4jTensors.of(counted(type, 'f', 2, 3));
        checkShared("a tensor of " + type, other, Nd4jTensors.toINDArray(other));
      }
    });
    INDArray flags = Nd4j.create(new boolean[] {true, false, true});
    Tensor tensor = Nd4jTensors.of(flags);
    assertThat(tensor.toBooleanArray()).containsExactly(true, false, true);
    flags.putScalar(1, 1);
    assertThat(tensor.toBooleanArray()).containsExactly(true, true, true);
    tensor.set(0, Index.at(2));
    assertThat(elements(flags)).containsExactly(1, 1, 0);
  }

  @Test
  void arraysOfEveryOrderAndViewOfThem() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("a scalar", Nd4j.scalar(3f));
    arrays.put("a vector", counted(DataType.FLOAT, 'c', 5));
    arrays.put("one element", counted(DataType.FLOAT, 'c', 1, 1, 1));
    for (char order : new char[] {'c', 'f'}) {
      String in = " in the order " + order;
      INDArray matrix = counted(DataType.FLOAT, order, 5, 6);
      arrays.put("a matrix" + in, matrix);
      arrays.put("transposed" + in, counted(DataType.FLOAT, order, 3, 4).transpose());
      arrays.put("a row" + in, counted(DataType.FLOAT, order, 5, 6).getRow(2));
      arrays.put("a column" + in, counted(DataType.FLOAT, order, 5, 6).getColumn(3));
      arrays.put("three axes" + in, counted(DataType.FLOAT, order, 2, 3, 4));
      arrays.put("permuted" + in, counted(DataType.FLOAT, order, 2, 3, 4).permute(2, 0, 1));
      arrays.put("a slice" + in, counted(DataType.FLOAT, order, 2, 3, 4).slice(1));
      arrays.put("along an axis" + in, counted(DataType.FLOAT, order, 2, 3, 4).tensorAlongDimension(3, 1));
      INDArray part = counted(DataType.FLOAT, order, 5, 6).get(NDArrayIndex.interval(1, 4), NDArrayIndex.interval(1, 2, 6));
      arrays.put("a part" + in, part);
      arrays.put("a part of a part" + in,
          counted(DataType.FLOAT, order, 5, 6).get(NDArrayIndex.interval(1, 5), NDArrayIndex.interval(2, 6))
              .get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 4)));
      arrays.put("a row of a part, transposed" + in,
          counted(DataType.FLOAT, order, 5, 6).get(NDArrayIndex.interval(1, 4), NDArrayIndex.all()).transpose().slice(2));
    }
    arrays.forEach((what, array) -> {
      checkShared(what, Nd4jTensors.of(array), array);
      Tensor tensor = Nd4jTensors.of(array);
      checkShared(what + ", there and back", tensor, Nd4jTensors.toINDArray(tensor));
      checkShared(what + ", there and back and there", Nd4jTensors.of(Nd4jTensors.toINDArray(tensor)), array);
    });
  }

  @Test
  void aPartOfAnArrayIsComputedWith() {
    INDArray whole = counted(DataType.DOUBLE, 'c', 6, 8);
    INDArray part = whole.get(NDArrayIndex.interval(1, 5), NDArrayIndex.interval(2, 2, 8)).transpose();
    Tensor x = Nd4jTensors.of(part);
    assertThat(x.shape()).isEqualTo(Shape.of(3, 4));
    assertThat(x.matmul(x.t()).toDoubleArray()).containsExactly(elements(part.mmul(part.transpose())));
    assertThat(x.sum(0).toDoubleArray()).containsExactly(elements(part.sum(0)));
    assertThat(x.narrow(1, 1, 2).mul(2).toDoubleArray()).containsExactly(
        elements(part.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)).mul(2)));
    x.narrow(1, 1, 2).muli(10);
    assertThat(whole.getDouble(2, 2)).isEqualTo(190);
    assertThat(whole.getDouble(1, 2)).isEqualTo(11);
    assertThat(whole.getDouble(2, 3)).isEqualTo(20);
  }

  @Test
  void everyViewOfATensorThatAnArrayCanBe() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Tensor base = Tensor.arange(24, DType.FLOAT32).to(ND4J).reshape(2, 3, 4);
    tensors.put("whole", base.copy());
    tensors.put("one number", Tensor.scalar(4f).to(ND4J));
    tensors.put("a vector", Tensor.of(1, 2, 3).to(ND4J));
    tensors.put("transposed", base.copy().transpose(1, 2));
    tensors.put("turned around", base.copy().permute(2, 1, 0));
    tensors.put("narrowed", base.copy().narrow(2, 1, 2));
    tensors.put("one of them", base.copy().select(1, 2));
    tensors.put("an element", base.copy().select(0, 1).select(0, 2).select(0, 3));
    tensors.put("a diagonal", base.copy().select(0, 1).diagonal());
    tensors.forEach((what, tensor) -> checkShared(what, tensor, Nd4jTensors.toINDArray(tensor)));
    assertThat(Nd4jTensors.toINDArray(tensors.get("whole")).ordering()).isEqualTo('c');
    assertThat(Nd4jTensors.toINDArray(tensors.get("turned around")).ordering()).isEqualTo('f');
  }

  @Test
  void anArrayThatRepeatsIsReadRight() {
    INDArray row = Nd4j.createFromArray(1f, 2f, 3f, 4f);
    INDArray rows = Nd4j.create(row.data(), new long[] {4, 3}, new long[] {0, 1}, 1, 'c', DataType.FLOAT);
    Tensor tensor = Nd4jTensors.of(rows);
    row.muli(2);
    assertThat(tensor.toDoubleArray()).containsExactly(4, 6, 8, 4, 6, 8, 4, 6, 8, 4, 6, 8);
    assertThat(tensor.add(1).sum(1).toDoubleArray()).containsExactly(21, 21, 21, 21);
    assertThat(tensor.sum(0).toDoubleArray()).containsExactly(16, 24, 32);
    assertThat(tensor.matmul(tensor.t()).toDoubleArray()).containsOnly(116);
    assertThatThrownBy(() -> tensor.addi(1)).hasMessageContaining("copy()");
  }

  @Test
  void emptyOnesKeepTheirShape() {
    assertThat(Nd4jTensors.of(Nd4j.create(DataType.DOUBLE, 0, 3)).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Nd4jTensors.of(Nd4j.empty(DataType.INT32)).shape()).isEqualTo(Shape.of(0));
    INDArray array = Nd4jTensors.toINDArray(Tensor.zeros(Shape.of(2, 0, 3), DType.INT64).to(ND4J));
    assertThat(array.shape()).containsExactly(2, 0, 3);
    assertThat(array.isEmpty()).isTrue();
    assertThat(array.dataType()).isEqualTo(DataType.INT64);
  }

  @Test
  void gradientsFlowToAnArray() {
    INDArray data = counted(DataType.DOUBLE, 'f', 3, 4);
    Tensor x = Nd4jTensors.of(data).requiresGrad(true);
    x.pow(2).sum().backward();
    assertThat(elements(Nd4jTensors.toINDArray(x.grad()))).containsExactly(elements(data.mul(2)));
    try (var _ = Adjoint.noGrad()) {
      x.subi(x.grad().mul(0.5));
    }
    assertThat(elements(data)).containsOnly(0);
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    assertThatThrownBy(() -> Nd4jTensors.of(Nd4j.create(DataType.INT8, 3))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("BYTE").hasMessageContaining("castTo");
    INDArray closed = Nd4j.create(DataType.FLOAT, 3, 3);
    closed.close();
    assertThatThrownBy(() -> Nd4jTensors.of(closed)).isInstanceOf(BackendException.class).hasMessageContaining("closed");
    try (var _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace("for a test")) {
      INDArray passing = Nd4j.create(DataType.FLOAT, 3);
      assertThatThrownBy(() -> Nd4jTensors.of(passing)).isInstanceOf(BackendException.class)
          .hasMessageContaining("workspace").hasMessageContaining("detach()");
      assertThat(Nd4jTensors.of(passing.detach()).shape()).isEqualTo(Shape.of(3));
    }
    assertThatThrownBy(() -> Nd4jTensors.toINDArray(Tensor.of(1, 2).to(Device.of("cpu")))).isInstanceOf(BackendException.class)
        .hasMessageContaining("is on cpu").hasMessageContaining("to(Device.of(\"nd4j\"))");
    Tensor flipped = Tensor.of(1, 2, 3).to(ND4J).flip(0);
    assertThatThrownBy(() -> Nd4jTensors.toINDArray(flipped)).isInstanceOf(BackendException.class)
        .hasMessageContaining("backwards along the axis 0").hasMessageContaining("copy()");
    Tensor repeated = Tensor.of(1, 2, 3).to(ND4J).expand(2, 3);
    assertThatThrownBy(() -> Nd4jTensors.toINDArray(repeated)).isInstanceOf(BackendException.class)
        .hasMessageContaining("repeats the same elements along the axis 0").hasMessageContaining("copy()");
    assertThat(elements(Nd4jTensors.toINDArray(flipped.copy()))).containsExactly(3, 2, 1);
  }

  @Test
  void aClosedArrayIsNamed() {
    INDArray array = Nd4j.create(DataType.FLOAT, 3, 3);
    Tensor tensor = Nd4jTensors.of(array);
    array.close();
    assertThatThrownBy(() -> tensor.add(1)).isInstanceOf(BackendException.class).hasMessageContaining("was closed");
  }

  @Test
  void theMemoryStaysForAsLongAsEitherIsThere() throws InterruptedException {
    List<INDArray> arrays = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Tensor made = Tensor.full(Shape.of(100, 100), i, DType.FLOAT32).to(ND4J);
      arrays.add(Nd4jTensors.toINDArray(made.narrow(0, 10, 50)));
      tensors.add(Nd4jTensors.of(Nd4j.valueArrayOf(new long[] {100, 100}, i, DataType.FLOAT).getColumn(7)));
    }
    for (int round = 0; round < 3; round++) {
      System.gc();
      Thread.sleep(50);
      for (int i = 0; i < 40; i++) {
        assertThat(Tensor.full(Shape.of(100, 100), -1, DType.FLOAT32).to(ND4J).sum().item()).isEqualTo(-10000);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(arrays.get(i).sumNumber().doubleValue()).as("the array of %d", i).isEqualTo(5000 * i);
      assertThat(tensors.get(i).sum().item()).as("the tensor of %d", i).isEqualTo(100 * i);
    }
  }

  @Test
  void nullIsToldSo() {
    assertThatThrownBy(() -> Nd4jTensors.of(null)).hasMessageContaining("the array is null");
    assertThatThrownBy(() -> Nd4jTensors.toINDArray(null)).hasMessageContaining("the tensor is null");
    try (var scope = Adjoint.scope()) {
      assertThatThrownBy(() -> scope.keep(null)).hasMessageContaining("keep: the tensor is null");
    }
    assertThatThrownBy(() -> Scope.keepAlways(null)).hasMessageContaining("keepAlways: the tensor is null");
  }

  @Test
  void anArrayOutlivesTheScopeOfItsTensor() {
    INDArray array;
    Tensor ended;
    Tensor small;
    try (var _ = Adjoint.scope()) {
      ended = Tensor.full(Shape.of(100, 100), 3, DType.FLOAT32).to(ND4J);
      small = Tensor.of(1, 2).to(ND4J).mul(2);
      array = Nd4jTensors.toINDArray(ended);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(Tensor.full(Shape.of(100, 100), -1, DType.FLOAT32).to(ND4J).sum().item()).isEqualTo(-10000);
    }
    assertThat(array.sumNumber().doubleValue()).isEqualTo(30000);
    for (Tensor tensor : List.of(ended, small)) {
      assertThatThrownBy(() -> tensor.add(1)).isInstanceOf(BackendException.class).hasMessageContaining("end of the Scope");
    }
  }
}
