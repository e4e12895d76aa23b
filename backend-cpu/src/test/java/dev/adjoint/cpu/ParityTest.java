package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Families;
import dev.adjoint.samples.Golden;
import dev.adjoint.samples.Input;
import dev.adjoint.samples.OperationRow;
import dev.adjoint.samples.Sample;
import dev.adjoint.samples.Sample.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Both providers give the same values and gradients, on every sample, also where libtorch has no opinion. */
class ParityTest {
  private static final double TOLERANCE = 1e-10;

  @TestFactory
  Stream<DynamicTest> providersAgree() {
    return Families.ALL.stream().flatMap(family -> family.rows().stream())
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> compare(row)));
  }

  private static void compare(OperationRow row) {
    for (Sample sample : row.samples()) {
      List<double[]> cpu = results(sample, "cpu");
      List<double[]> nd4j = results(sample, "nd4j");
      assertThat(nd4j).as("%s", sample).hasSameSizeAs(cpu);
      for (int i = 0; i < cpu.size(); i++) {
        assertClose(sample + ", result " + i, nd4j.get(i), cpu.get(i));
      }
    }
  }

  /** The outputs, and the gradients of their weighted sum. */
  private static List<double[]> results(Sample sample, String backend) {
    Backends.use(backend);
    List<Tensor> leaves = new ArrayList<>();
    for (Input input : sample.inputs()) {
      Tensor leaf = input.leaf(DType.FLOAT64);
      leaves.add(input.differentiable() && sample.is(Check.DERIVATIVE) ? leaf.requiresGrad(true) : leaf);
    }
    List<double[]> out = new ArrayList<>();
    Tensor[] outputs = sample.run(leaves.toArray(Tensor[]::new));
    Tensor sum = null;
    for (int o = 0; o < outputs.length; o++) {
      out.add(outputs[o].toDoubleArray());
      if (outputs[o].requiresGrad()) {
        double[] weights = new double[outputs[o].size()];
        int output = o;
        Arrays.setAll(weights, i -> Golden.weight(output, i));
        Tensor term = outputs[o].mul(Tensor.of(weights, outputs[o].shape()).to(outputs[o].dtype())).sum();
        sum = sum == null ? term : sum.add(term);
      }
    }
    if (sum != null) {
      sum.backward();
      for (Tensor leaf : leaves) {
        Tensor grad = leaf.grad();
        out.add(grad == null ? new double[0] : grad.toDoubleArray());
      }
    }
    return out;
  }

  private static void assertClose(String what, double[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double a = actual[i];
      double e = expected[i];
      boolean same = a == e || a != a && e != e || Math.abs(a - e) <= TOLERANCE * Math.max(1, Math.abs(e));
      assertThat(same).as("%s, element %d: nd4j %s, cpu %s", what, i, a, e).isTrue();
    }
  }
}
