package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
  private static final int MEBIBYTES = 8;
  private static final int FLOATS = MEBIBYTES << 18;

  private final DeviceMemory memory = new DeviceMemory(MEBIBYTES);

  @Test
  void rangesOfUnreachableBuffersAreUsedAgain() {
    for (int i = 0; i < 5; i++) {
      assertThat(memory.allocate(DType.FLOAT32, FLOATS / 2 + 1).size()).isEqualTo(FLOATS / 2 + 1);
    }
  }

  @Test
  void rangesThatAreGivenUpAreUsedAtOnceAndRefusedFromThenOn() {
    DeviceBuffer first = memory.allocate(DType.FLOAT64, FLOATS / 2);
    first.giveUp();
    DeviceBuffer second = memory.allocate(DType.INT32, FLOATS);
    assertThat(second.offset()).isZero();
    first.giveUp();
    assertThatThrownBy(() -> memory.allocate(DType.INT32, 1)).as("the range is the second's").hasMessageContaining("no room");
    assertThatThrownBy(() -> DeviceBuffer.of(first))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("float64 of " + FLOATS / 2 + " elements was used after the end of the Scope");
    assertThat(DeviceBuffer.of(second)).isSameAs(second);
  }

  @Test
  void typesShareTheMemoryAndDoNotOverlap() {
    DeviceBuffer first = memory.allocate(DType.FLOAT32, 3);
    DeviceBuffer second = memory.allocate(DType.INT64, 3);
    DeviceBuffer third = memory.allocate(DType.BOOL, 3);
    assertThat(8 * second.offset()).isGreaterThanOrEqualTo(4 * (first.offset() + 3));
    assertThat(4 * third.offset()).isGreaterThanOrEqualTo(8 * (second.offset() + 3));
    Reference.reachabilityFence(first);
  }

  @Test
  void aFullMemorySaysWhatIsInItAndWhatToDo() {
    DeviceBuffer small = memory.allocate(DType.BOOL, 3);
    DeviceBuffer large = memory.allocate(DType.INT64, FLOATS / 4);
    DeviceBuffer middle = memory.allocate(DType.FLOAT32, FLOATS / 4);
    assertThatThrownBy(() -> memory.allocate(DType.FLOAT64, FLOATS / 4))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no room for a tensor float64 of " + FLOATS / 4 + " elements (4 MiB)")
        .hasMessageContaining("3 tensors take 6 MiB of its 8 MiB")
        .hasMessageContaining(
            "the largest of them int64 of " + FLOATS / 4 + " elements (4 MiB), float32 of " + FLOATS / 4
                + " elements (2 MiB), bool of 3 elements (12 bytes)")
        .hasMessageContaining("-Dadjoint.tornado.memory=MiB (now 8)");
    Reference.reachabilityFence(small);
    Reference.reachabilityFence(large);
    Reference.reachabilityFence(middle);
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new DeviceMemory(0)).hasMessageContaining("adjoint.tornado.memory=0").hasMessageContaining("1 to");
    assertThatThrownBy(() -> new DeviceMemory(9000)).hasMessageContaining("adjoint.tornado.memory=9000");
  }
}
