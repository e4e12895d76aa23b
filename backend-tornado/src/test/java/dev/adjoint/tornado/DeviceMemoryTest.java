package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
  private final DeviceMemory memory = new DeviceMemory();

  @Test
  void rangesOfUnreachableBuffersAreUsedAgain() {
    int half = memory.capacity(ElementType.FLOAT32) / 2 + 1;
    for (int i = 0; i < 5; i++) {
      assertThat(memory.allocate(DType.FLOAT32, half).size()).isEqualTo(half);
    }
  }

  @Test
  void aFullMemorySaysWhatToDo() {
    int all = memory.capacity(ElementType.INT64);
    DeviceBuffer kept = memory.allocate(DType.INT64, all);
    assertThatThrownBy(() -> memory.allocate(DType.INT64, 7))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no room for 7 more elements of int64")
        .hasMessageContaining("-Dadjoint.tornado.memory=");
    Reference.reachabilityFence(kept);
  }
}
