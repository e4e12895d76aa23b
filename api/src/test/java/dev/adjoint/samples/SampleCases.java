package dev.adjoint.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backends;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.GradCheck;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import dev.adjoint.seeds.LackedTypes;
import dev.adjoint.seeds.OnBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation's samples on one backend: against libtorch's values and gradients in both precisions, against finite
 * differences at first and second order, forward mode against reverse mode, float16 and bfloat16 against float32, and what
 * holds of any operation.
 */
public abstract class SampleCases extends OnBackend {
  private static final double TOLERANCE = 1e-9;
  private static final double SINGLE_TOLERANCE = 2e-4;

  /** All families; only one of them with {@code -Dadjoint.samples=LinalgRows}, while one works on it. */
  @TestFactory
  Stream<DynamicNode> samples() {
    useBackend();
    String only = System.getProperty("adjoint.samples");
    return Families.ALL.stream().filter(f -> only == null || f.getClass().getSimpleName().equals(only)).map(family -> {
      Golden golden = Golden.of(family);
      return DynamicContainer.dynamicContainer(family.title(), family.rows().stream().map(row -> DynamicContainer
          .dynamicContainer(row.name(), row.samples().stream()
              .map(sample -> test(sample, golden, row.samples().indexOf(sample) < differenced())))));
    });
  }

  /**
   * Of how many samples of each operation finite differences are taken: all, unless a backend is too slow for so many small
   * calls. Derivatives are the same code on every backend.
   */
  protected int differenced() {
    return Integer.MAX_VALUE;
  }

  private DynamicTest test(Sample sample, Golden golden, boolean differenced) {
    return DynamicTest.dynamicTest(sample.toString(), () -> {
      useBackend();
      LackedTypes.run(() -> new SampleCheck(sample, golden, differenced).run());
    });
  }

  /** One sample. */
  private record SampleCheck(Sample sample, Golden golden, boolean differenced) {
    void run() {
      againstGolden(false);
      if (sample.is(Check.FLOAT32)) {
        againstGolden(true);
        precisionsAgree();
        if (sample.is(Check.HALF) && sample.inputs().stream().anyMatch(in -> in.kind() == Input.Kind.REAL)) {
          if (!LackedTypes.lacks(Backends.current(), DType.FLOAT16)) {
            halfAgrees(DType.FLOAT16, 0x1p-8, 65504);
          }
          if (!LackedTypes.lacks(Backends.current(), DType.BFLOAT16)) {
            halfAgrees(DType.BFLOAT16, 0x1p-5, Float.MAX_VALUE);
          }
        }
      }
      if (sample.is(Check.DERIVATIVE)) {
        if (differenced) {
          derivatives();
        }
        recordedGradientsAreTheSame();
        onlyWhatIsAskedForGetsAGradient();
        aChangedInputIsNeverReadSilently();
        sameTensorTwice();
        new TapeCheck(sample).run();
      } else {
        hasNoDerivative();
      }
    }

    private List<Tensor> leaves(DType floating, boolean grad) {
      return sample.inputs().stream().map(in -> {
        Tensor leaf = in.leaf(floating);
        return grad && in.differentiable() ? leaf.requiresGrad(true) : leaf;
      }).toList();
    }

    /** The outputs that gradients flow from. */
    private Tensor[] run(List<Tensor> leaves) {
      return sample.run(leaves.toArray(Tensor[]::new));
    }

    /** The sum of the differentiable outputs, each element with another weight; null if there is none. */
    private static @Nullable Tensor weighted(Tensor[] outputs) {
      return weighted(outputs, DType.FLOAT64);
    }

    /** The same, with weights that a type can hold. */
    private static @Nullable Tensor weighted(Tensor[] outputs, DType weights) {
      Tensor sum = null;
      for (int o = 0; o < outputs.length; o++) {
        if (outputs[o].requiresGrad()) {
          Tensor term = outputs[o].mul(weights(o, outputs[o], weights)).sum();
          sum = sum == null ? term : sum.add(term);
        }
      }
      return sum;
    }

    private static Tensor weights(int output, Tensor like, DType type) {
      double[] w = new double[like.size()];
      Arrays.setAll(w, i -> Golden.weight(output, i));
      return Tensor.of(w, like.shape()).to(type).to(like.dtype());
    }

    private void againstGolden(boolean single) {
      if (!sample.is(Check.GOLDEN)) {
        return;
      }
      Golden.Row row = golden.get(sample, single);
      assertThat(row).as("golden row %s; is the family's golden file up to date?", Golden.key(sample, single)).isNotNull();
      List<Tensor> leaves = leaves(single ? DType.FLOAT32 : DType.FLOAT64, sample.is(Check.DERIVATIVE));
      Tensor[] outputs = run(leaves);
      double tolerance = single ? SINGLE_TOLERANCE : TOLERANCE;
      assertThat(outputs).as("outputs").hasSize(row.outputs().size());
      for (int o = 0; o < outputs.length; o++) {
        Golden.Values expected = row.outputs().get(o);
        assertThat(outputs[o].shape()).as("shape of output %d", o).isEqualTo(expected.shape());
        assertClose("output " + o, outputs[o].toDoubleArray(), expected.numbers(), tolerance);
      }
      Tensor loss = sample.is(Check.DERIVATIVE) ? weighted(outputs) : null;
      if (loss == null) {
        return;
      }
      loss.backward();
      for (int i = 0; i < leaves.size(); i++) {
        Golden.Values expected = row.gradients().get(i);
        if (expected != null && sample.inputs().get(i).differentiable()) {
          assertClose("gradient " + i, gradient(leaves.get(i)), expected.numbers(), tolerance);
        }
      }
    }

    private static double[] gradient(Tensor leaf) {
      Tensor grad = leaf.grad();
      return grad == null ? new double[leaf.size()] : grad.toDoubleArray();
    }

    private void precisionsAgree() {
      Tensor[] singles = run(leaves(DType.FLOAT32, false));
      Tensor[] doubles = run(leaves(DType.FLOAT64, false));
      for (int o = 0; o < singles.length; o++) {
        assertThat(singles[o].dtype()).as("type of output %d", o)
            .isEqualTo(doubles[o].dtype() == DType.FLOAT64 ? DType.FLOAT32 : doubles[o].dtype());
        assertClose("float32 of output " + o, singles[o].toDoubleArray(), doubles[o].toDoubleArray(), SINGLE_TOLERANCE);
      }
    }

    /** Against float32 from the same, already rounded, numbers: what is left is what the operation itself rounds. */
    private void halfAgrees(DType half, double tolerance, double largest) {
      boolean derivative = sample.is(Check.DERIVATIVE);
      List<Tensor> leaves = leaves(half, derivative);
      List<Tensor> singles = leaves(half, false).stream().map(x -> x.dtype() == half ? x.to(DType.FLOAT32) : x).toList();
      Tensor[] outputs;
      try {
        outputs = run(leaves);
      } catch (DTypeException e) {
        assertThat(sample.operation()).as("operation that may refuse %s: %s", half, e).startsWith("Linalg.");
        assertThat(e).hasMessageContaining(half.toString());
        return;
      }
      for (int i = 0; i < singles.size(); i++) {
        singles.get(i).requiresGrad(leaves.get(i).requiresGrad());
      }
      Tensor[] expected = run(singles);
      assertThat(outputs).as("outputs in %s", half).hasSameSizeAs(expected);
      for (int o = 0; o < outputs.length; o++) {
        assertThat(outputs[o].dtype()).as("type of output %d in %s", o, half)
            .isEqualTo(expected[o].dtype() == DType.FLOAT32 ? half : expected[o].dtype());
        assertClose(half + " output " + o, outputs[o].toDoubleArray(), held(expected[o].toDoubleArray(), largest), tolerance);
      }
      Tensor loss = derivative ? weighted(outputs, half) : null;
      if (loss != null) {
        loss.backward();
        weighted(expected, half).backward();
        for (int i = 0; i < leaves.size(); i++) {
          Tensor grad = leaves.get(i).grad();
          assertThat(grad == null ? half : grad.dtype()).as("type of gradient %d", i).isEqualTo(half);
          assertClose(half + " gradient " + i, gradient(leaves.get(i)), held(gradient(singles.get(i)), largest), tolerance);
        }
      }
    }

    private static double[] held(double[] numbers, double largest) {
      return Arrays.stream(numbers).map(x -> Math.abs(x) > largest ? x * Double.POSITIVE_INFINITY : x).toArray();
    }

    private void derivatives() {
      if (!sample.is(Check.FINITE_DIFFERENCES)) {
        return;
      }
      List<Tensor> leaves = leaves(DType.FLOAT64, false);
      int[] which = differentiable();
      List<Tensor> inputs = Arrays.stream(which).mapToObj(leaves::get).toList();
      GradCheck check = sample.is(Check.FORWARD_MODE) ? GradCheck.DEFAULT : GradCheck.DEFAULT.reverseOnly();
      int outputs = run(leaves).length;
      for (int o = 0; o < outputs; o++) {
        if (!run(leaves(DType.FLOAT64, true))[o].requiresGrad()) {
          continue;
        }
        int output = o;
        Function<List<Tensor>, Tensor> f = in -> {
          List<Tensor> all = new ArrayList<>(leaves);
          for (int i = 0; i < which.length; i++) {
            all.set(which[i], in.get(i));
          }
          return run(all)[output];
        };
        if (sample.is(Check.SECOND_ORDER)) {
          check.runSecondOrder(f, inputs);
        } else {
          check.run(f, inputs);
        }
      }
    }

    private int[] differentiable() {
      int[] all = new int[sample.inputs().size()];
      int n = 0;
      for (int i = 0; i < all.length; i++) {
        if (sample.inputs().get(i).differentiable()) {
          all[n++] = i;
        }
      }
      return Arrays.copyOf(all, n);
    }

    /** The gradients of all leaves that were asked for one. */
    private List<double[]> gradients(List<Tensor> leaves, Consumer<Tensor> backward) {
      Tensor loss = weighted(run(leaves));
      assertThat(loss).as("no output requires a gradient").isNotNull();
      backward.accept(loss);
      return leaves.stream().map(SampleCheck::gradient).toList();
    }

    private void recordedGradientsAreTheSame() {
      List<double[]> plain = gradients(leaves(DType.FLOAT64, true), Tensor::backward);
      List<double[]> recorded = gradients(leaves(DType.FLOAT64, true), loss -> loss.backward(Backward.createGraph()));
      for (int i = 0; i < plain.size(); i++) {
        assertClose("recorded gradient " + i, recorded.get(i), plain.get(i), 0);
      }
    }

    private void onlyWhatIsAskedForGetsAGradient() {
      List<double[]> all = gradients(leaves(DType.FLOAT64, true), Tensor::backward);
      int[] which = differentiable();
      if (which.length < 2) {
        return;
      }
      for (int asked : which) {
        List<Tensor> leaves = leaves(DType.FLOAT64, false);
        leaves.get(asked).requiresGrad(true);
        Tensor loss = weighted(run(leaves));
        if (loss == null) {
          continue;
        }
        loss.backward();
        for (int i = 0; i < leaves.size(); i++) {
          if (i != asked) {
            assertThat(leaves.get(i).grad()).as("gradient of input %d, which requires none", i).isNull();
          }
        }
        assertClose("gradient " + asked + " alone", gradient(leaves.get(asked)), all.get(asked), TOLERANCE);
      }
    }

    /** Either the operation did not keep the input, or backward says that it was changed. */
    private void aChangedInputIsNeverReadSilently() {
      List<double[]> expected = gradients(leaves(DType.FLOAT64, true), Tensor::backward);
      for (int changed = 0; changed < sample.inputs().size(); changed++) {
        List<Tensor> leaves = leaves(DType.FLOAT64, true);
        Tensor loss = weighted(run(leaves));
        Tensor victim = leaves.get(changed);
        if (loss == null || victim.size() == 0) {
          continue;
        }
        try (var _ = Adjoint.noGrad()) {
          victim.assign(victim.dtype() == DType.BOOL ? Tensor.zerosLike(victim) : victim.mul(0));
        }
        try {
          loss.backward();
        } catch (AutogradException e) {
          assertThat(e).hasMessageContaining("version");
          continue;
        }
        for (int i = 0; i < leaves.size(); i++) {
          assertClose("gradient " + i + " after input " + changed + " was changed", gradient(leaves.get(i)), expected.get(i),
              TOLERANCE);
        }
      }
    }

    /** Two inputs of one shape may be one tensor: its gradient is the sum of both. */
    private void sameTensorTwice() {
      int[] which = differentiable();
      if (which.length != 2 || !sample.inputs().get(which[0]).shape().equals(sample.inputs().get(which[1]).shape())) {
        return;
      }
      List<Tensor> apart = new ArrayList<>(leaves(DType.FLOAT64, true));
      Tensor other = sample.inputs().get(which[0]).leaf(DType.FLOAT64).requiresGrad(true);
      apart.set(which[1], other);
      Tensor apartLoss = weighted(run(apart));
      List<Tensor> together = new ArrayList<>(leaves(DType.FLOAT64, true));
      together.set(which[1], together.get(which[0]));
      Tensor loss = weighted(run(together));
      if (loss == null || apartLoss == null) {
        return;
      }
      apartLoss.backward();
      loss.backward();
      double[] sum = gradient(apart.get(which[0]));
      double[] second = gradient(other);
      Arrays.setAll(sum, i -> sum[i] + second[i]);
      assertClose("gradient of a tensor given twice", gradient(together.get(which[0])), sum, TOLERANCE);
    }

    private void hasNoDerivative() {
      for (Tensor output : run(leaves(DType.FLOAT64, true))) {
        assertThat(output.requiresGrad()).as("requires a gradient").isFalse();
      }
    }

    private static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
      assertThat(actual).as(what).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        double a = actual[i];
        double e = expected[i];
        boolean same = a == e || a != a && e != e || Math.abs(a - e) <= tolerance * Math.max(1, Math.abs(e));
        assertThat(same).as("%s, element %d: %s, expected %s", what, i, a, e).isTrue();
      }
    }
  }
}
