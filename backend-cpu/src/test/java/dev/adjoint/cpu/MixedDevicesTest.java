package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.adjoint.Adjoint;
import dev.adjoint.BackendException;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.Device;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Families;
import dev.adjoint.samples.Sample;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation of several tensors, by its samples, with each of them in turn on another device than the others. */
class MixedDevicesTest {
  private static final Device CPU = Device.of("cpu");
  private static final Device OTHER = Device.of("reference");

  /** Operations that combine none of their tensors: views of each, and arrays where libtorch has a tensor. */
  private static final Set<String> COMBINE_NOTHING = Set.of("meshgrid", "meshgridXy", "Losses.ctc");
  /** Their samples make a matrix on the default device. */
  private static final Set<String> WITH_CONSTANTS = Set.of("Linalg.choleskySolve", "Linalg.choleskyInverse", "Linalg.logdet");

  @BeforeEach
  void useCpu() {
    Adjoint.useBackend("cpu");
  }

  @TestFactory
  Stream<DynamicTest> refusedWithTheRemedy() {
    useCpu();
    return Families.ALL.stream().flatMap(family -> family.rows().stream())
        .filter(row -> !COMBINE_NOTHING.contains(row.name()))
        .flatMap(row -> row.samples().stream().filter(sample -> sample.inputs().size() > 1))
        .flatMap(sample -> IntStream.range(0, sample.inputs().size())
            .mapToObj(i -> DynamicTest.dynamicTest(sample + ", input " + i, () -> refused(sample, i))));
  }

  private static Tensor[] leaves(Sample sample) {
    return sample.inputs().stream().map(in -> in.leaf(DType.FLOAT32)).toArray(Tensor[]::new);
  }

  private static void refused(Sample sample, int moved) {
    Tensor[] leaves = leaves(sample);
    leaves[moved] = leaves[moved].to(OTHER);
    assertThat(catchThrowable(() -> sample.run(leaves))).as("%s, input %d", sample, moved).isInstanceOf(BackendException.class)
        .hasMessageContainingAll("different devices", "cpu", "reference", "to(Device.of(");
  }

  /** With all of them on a device that is not the default one, they stay on it, and gradients come back to where the leaves are. */
  @TestFactory
  Stream<DynamicTest> allOnAnotherDevice() {
    useCpu();
    return Families.ALL.stream().flatMap(family -> family.rows().stream())
        .filter(row -> !WITH_CONSTANTS.contains(row.name()) && !row.samples().isEmpty()
            && !row.samples().getFirst().inputs().isEmpty())
        .map(row -> row.samples().getFirst())
        .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> elsewhere(sample)));
  }

  private static void elsewhere(Sample sample) {
    Tensor[] leaves = leaves(sample);
    for (int i = 0; i < leaves.length; i++) {
      if (sample.inputs().get(i).differentiable()) {
        leaves[i].requiresGrad(true);
      }
    }
    Tensor[] outputs = sample.run(Arrays.stream(leaves).map(leaf -> leaf.to(OTHER)).toArray(Tensor[]::new));
    for (Tensor output : outputs) {
      assertThat(output.device()).isEqualTo(OTHER);
      if (output.requiresGrad()) {
        output.sum().backward(Backward.retainGraph());
      }
    }
    Tensor[] atHome = leaves(sample);
    for (int i = 0; i < leaves.length; i++) {
      atHome[i].requiresGrad(leaves[i].requiresGrad());
    }
    for (Tensor output : sample.run(atHome)) {
      if (output.requiresGrad()) {
        output.sum().backward(Backward.retainGraph());
      }
    }
    for (int i = 0; i < leaves.length; i++) {
      assertThat(leaves[i].grad() == null).as("no gradient of input %d", i).isEqualTo(atHome[i].grad() == null);
      if (leaves[i].grad() != null) {
        assertThat(leaves[i].grad().device()).isEqualTo(CPU);
      }
    }
  }
}
