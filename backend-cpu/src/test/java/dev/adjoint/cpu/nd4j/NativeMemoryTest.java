package dev.adjoint.cpu.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.cpu.OtherJvm;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Native memory is given back: that of intermediate results at once, that of buffers once nobody holds them. */
class NativeMemoryTest {
  private static final long MEGABYTE = 1 << 20;
  private static final int SIDE = 128;

  // One thread: on a busy machine, ND4J's threads wait for each other a hundred times as long as they work.
  private final Backend backend = new Nd4jProvider().create(new BackendConfig(1));

  private View filled(DType dtype, Shape shape) {
    View view = View.of(backend.allocate(dtype, shape.size()), shape);
    backend.map(Kernel.of(Expr.constant(1, dtype)), new double[0], new View[0], view);
    return view;
  }

  @Test
  void tenThousandOperationsLeaveNothingBehind() {
    Shape square = Shape.of(SIDE, SIDE);
    Expr x = Expr.arg(0, DType.FLOAT32);
    Expr y = Expr.arg(1, DType.FLOAT32);
    Kernel fused = Kernel.of(x.mul(y).exp().add(y).cast(DType.FLOAT64).sqrt().cast(DType.FLOAT32));
    View a = filled(DType.FLOAT32, square);
    View turned = new View(a.buffer(), square, new int[] {-SIDE, -1}, square.size() - 1);
    View out = filled(DType.FLOAT32, square);
    View sums = filled(DType.FLOAT32, Shape.of(SIDE, 1));
    // Operations without Java arrays: the size of the process would also follow the size of the heap.
    Runnable everything = () -> {
      backend.map(fused, new double[0], new View[] {a, turned}, out);
      backend.reduce(Reduction.SUM, fused, new double[0], new View[] {a, turned}, new int[] {1}, sums);
      backend.reduce(Reduction.MAX, fused, new double[0], new View[] {a, turned}, new int[] {1}, sums);
      backend.matmul(a, turned, out);
    };
    for (int i = 0; i < 100; i++) {
      everything.run();
    }
    long before = Pointer.physicalBytes();
    long held = NativeStorage.shared().bytes();
    for (int i = 0; i < 2_500; i++) {
      everything.run();
    }
    // One intermediate array has 64 kB: a leak of a single one an operation comes to 625 MB. The heap's own growth is less.
    assertThat(Pointer.physicalBytes() - before).as("growth in bytes").isLessThan(500 * MEGABYTE);
    assertThat(NativeStorage.shared().bytes() - held).as("growth of what is out, in bytes").isLessThan(MEGABYTE);
  }

  @Test
  void buffersThatNobodyHoldsAreFreedBeforeTheyPileUp() {
    NativeStorage storage = new NativeStorage(32 * MEGABYTE);
    Nd4jBuffer held = storage.allocate(DType.FLOAT32, 1000);
    held.array().assign(7);
    for (int i = 0; i < 1_000; i++) {
      assertThat(storage.allocate(DType.FLOAT64, 1 << 17).size()).isEqualTo(1 << 17);
      assertThat(storage.bytes()).as("bytes after %d buffers of a megabyte", i + 1).isLessThan(256 * MEGABYTE);
    }
    assertThat(held.array().getFloat(999)).as("a buffer that is held").isEqualTo(7);
  }

  @Test
  void aHundredThousandOperationsOnTensorsStayBounded() throws IOException, InterruptedException {
    String printed = OtherJvm.lastLineOf(
        ManyOperations.class, "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-Dadjoint.threads=1");
    String[] numbers = printed.split(" ");
    long grown = Long.parseLong(numbers[0]);
    long asked = Long.parseLong(numbers[1]);
    assertThat(asked).as("bytes asked for").isGreaterThan(2_000 * MEGABYTE);
    assertThat(grown).as("growth in bytes, of %d asked for", asked).isLessThan(200 * MEGABYTE);
  }

  @Test
  void whatIsHandedBackIsUsedAgainAndNotBeyondItsEnd() {
    NativeStorage storage = new NativeStorage(32 * MEGABYTE);
    Nd4jBuffer first = storage.allocate(DType.FLOAT32, 1 << 16);
    long address = first.array().data().addressPointer().address();
    first.giveUp();
    first.giveUp();
    assertThatThrownBy(first::array).isInstanceOf(BackendException.class).hasMessageContaining("65536 elements")
        .hasMessageContaining("keep(tensor)");
    Nd4jBuffer second = storage.allocate(DType.FLOAT32, 1 << 16);
    Nd4jBuffer third = storage.allocate(DType.FLOAT32, 1 << 16);
    assertThat(second.array().data().addressPointer().address()).as("address of the second").isEqualTo(address);
    assertThat(third.array().data().addressPointer().address()).as("address of the third").isNotEqualTo(address);
    assertThat(storage.bytes()).isEqualTo(2 << 18);
  }

  @Test
  void noMoreThanHalfOfTheLimitLiesUnused() {
    NativeStorage storage = new NativeStorage(32 * MEGABYTE);
    List<Nd4jBuffer> buffers = Stream.generate(() -> storage.allocate(DType.FLOAT32, 1 << 18)).limit(30).toList();
    assertThat(storage.bytes()).isEqualTo(30 * MEGABYTE);
    buffers.forEach(Nd4jBuffer::giveUp);
    assertThat(storage.bytes()).isEqualTo(16 * MEGABYTE);
  }

  @Test
  void sharedMemoryIsNotUsedAgain() {
    NativeStorage storage = new NativeStorage(32 * MEGABYTE);
    Nd4jBuffer buffer = storage.allocate(DType.FLOAT32, 1 << 16);
    INDArray array = buffer.share();
    assertThat(storage.bytes()).as("bytes, the shared ones being ND4J's").isZero();
    array.assign(7);
    buffer.giveUp();
    assertThatThrownBy(buffer::array).hasMessageContaining("Scope");
    storage.allocate(DType.FLOAT32, 1 << 16).array().assign(8);
    assertThat(array.getFloat(12345)).isEqualTo(7);
  }
}
