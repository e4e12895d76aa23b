package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.AutogradException;
import dev.adjoint.DType;
import dev.adjoint.GradGraph;
import dev.adjoint.Index;
import dev.adjoint.Linalg;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.SavedTensor;
import dev.adjoint.nn.ConvolutionFunctions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.NormalizationFunctions;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.PoolingFunctions;
import dev.adjoint.spi.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each operation saves for its gradient, from the graph as one sees it: its input, its output, less, or nothing. */
public abstract class SavedCases extends WeightedCases {
  private static final double[] NUMBERS = {2, .1, .2, .3, .1, 3, .4, .5, .2, .4, 2.5, .6, .3, .5, .6, 4};
  private static final int BYTES = 16 * Double.BYTES;

  private static Tensor operand() {
    return Tensor.of(NUMBERS, Shape.of(4, 4)).requiresGrad(true);
  }

  private static Tensor constant() {
    return Tensor.of(NUMBERS, Shape.of(4, 4)).add(0.5);
  }

  private static Tensor mask() {
    return constant().gt(1);
  }

  private static Tensor index() {
    return Tensor.ofLongs(2, 0);
  }

  private static Tensor table() {
    return Tensor.ofLongs(0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0).reshape(4, 4);
  }

  private static Tensor image(Tensor x) {
    return x.reshape(1, 1, 4, 4);
  }

  /** Rows of one kind. */
  private static final class Rows {
    private final Map<String, UnaryOperator<Tensor>> rows = new LinkedHashMap<>();

    Rows row(String name, UnaryOperator<Tensor> f) {
      rows.put(name, f);
      return this;
    }

    Stream<DynamicTest> each(Check check) {
      return rows.entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
        Tensor x = operand();
        Tensor y = row.getValue().apply(x);
        check.of(x, y, Kept.by(x, y));
        freed(x, y);
      }));
    }
  }

  private interface Check {
    void of(Tensor x, Tensor y, Kept kept);
  }

  /**
   * What a graph keeps.
   *
   * @param names {@code x} and {@code y} for the storage of the input and the output, the type for each other tensor
   * @param bytes counting a storage once
   * @param otherBytes those that are neither the input's nor the output's
   */
  private record Kept(Set<String> names, long bytes, long otherBytes) {
    static Kept by(Tensor x, Tensor y) {
      Set<String> names = new TreeSet<>();
      List<SavedTensor> others = new ArrayList<>();
      List<SavedTensor> all = new ArrayList<>();
      for (Node node : GradGraph.of(y).nodes()) {
        for (SavedTensor saved : node.saved()) {
          Buffer storage = saved.tensor().view().buffer();
          boolean own = storage == x.view().buffer() || storage == y.view().buffer();
          names.add(storage == x.view().buffer() ? "x" : storage == y.view().buffer() ? "y" : saved.like().dtype().toString());
          all.add(saved);
          if (!own) {
            others.add(saved);
          }
        }
      }
      return new Kept(names, SavedTensor.bytes(all), SavedTensor.bytes(others));
    }
  }

  /** A second pass over what saved something is refused, and what was saved is gone; over what did not, it adds the same. */
  private static void freed(Tensor x, Tensor y) {
    boolean saves = GradGraph.of(y).savedBytes() > 0;
    Tensor weights = Tensor.onesLike(y);
    y.backward(weights);
    assertThat(GradGraph.of(y).savedBytes()).as("bytes after the pass").isZero();
    double[] once = x.grad().toDoubleArray();
    if (saves) {
      assertThatThrownBy(() -> y.backward(weights)).isInstanceOf(AutogradException.class)
          .hasMessageContainingAll("freed", "retainGraph");
      assertThat(x.grad().toDoubleArray()).containsExactly(once);
    } else {
      y.backward(weights);
      assertThat(x.grad().toDoubleArray()).containsExactly(Tensor.of(once).mul(2).toDoubleArray());
    }
  }

  @TestFactory
  Stream<DynamicTest> nothing() {
    useBackend();
    return new Rows()
        .row("add", x -> x.add(constant())).row("sub", x -> constant().sub(x)).row("neg", Tensor::neg).row("sign", Tensor::sign)
        .row("sum", x -> x.sum()).row("sum of an axis", x -> x.sum(0)).row("mean", x -> x.mean(1))
        .row("cumsum", x -> x.cumsum(0)).row("reshape", x -> x.reshape(2, 8)).row("a copying reshape", x -> x.t().reshape(16))
        .row("transpose", Tensor::t).row("permute", x -> x.permute(1, 0)).row("expand", x -> x.expand(2, 4, 4))
        .row("squeeze", x -> x.unsqueeze(0).squeeze()).row("slice", x -> x.get(Index.range(0, 2)))
        .row("select", x -> x.select(0, 1)).row("narrow", x -> x.narrow(1, 1, 2))
        .row("concat", x -> Tensor.concat(0, x, constant())).row("stack", x -> Tensor.stack(1, x, constant()))
        .row("split", x -> x.split(0, 2).getFirst()).row("pad", x -> x.pad(1, 1)).row("flip", x -> x.flip(0))
        .row("roll", x -> x.roll(1)).row("tril", Tensor::tril).row("triu", x -> x.triu(1)).row("copy", Tensor::copy)
        .row("cast", x -> x.to(DType.FLOAT32)).row("repeat", x -> x.repeat(2, 1)).row("a product with a number", x -> x.mul(3))
        .row("a quotient by a number", x -> x.div(3)).row("diagonal", x -> x.diagonal(0, 0, 1))
        .row("avgPool2d", x -> PoolingFunctions.avgPool2d(image(x), PoolOptions.kernel(2)))
        .each((x, y, kept) -> assertThat(kept.names()).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> theInput() {
    useBackend();
    return new Rows()
        .row("log", Tensor::log).row("log1p", Tensor::log1p).row("sin", Tensor::sin).row("cos", Tensor::cos)
        .row("abs", Tensor::abs).row("leakyRelu", x -> x.leakyRelu(0.1)).row("elu", Tensor::elu).row("gelu", Tensor::gelu)
        .row("silu", Tensor::silu).row("softplus", Tensor::softplus).row("erf", Tensor::erf).row("clamp", x -> x.clamp(0, 1))
        .row("pow", x -> x.pow(3)).row("a broken power", x -> x.pow(1.7)).row("var", x -> x.var(0))
        .row("a number over it", x -> x.rdiv(3))
        .each((x, y, kept) -> {
          assertThat(kept.names()).containsExactly("x");
          assertThat(kept.bytes()).isEqualTo(BYTES);
        });
  }

  @TestFactory
  Stream<DynamicTest> theOutput() {
    useBackend();
    return new Rows()
        .row("exp", Tensor::exp).row("sqrt", Tensor::sqrt).row("rsqrt", Tensor::rsqrt).row("reciprocal", Tensor::reciprocal)
        .row("tan", Tensor::tan).row("tanh", Tensor::tanh).row("sigmoid", Tensor::sigmoid).row("relu", Tensor::relu)
        .row("inv", Linalg::inv).row("cholesky", Linalg::cholesky).row("svd", x -> Linalg.svd(x).u())
        .row("softmax", x -> x.softmax(1)).row("logSoftmax", x -> x.logSoftmax(1))
        .row("eigh", x -> Linalg.eigh(x).vectors()).row("qr", x -> Linalg.qr(x).q())
        .each((x, y, kept) -> assertThat(kept.names()).containsExactly("y"));
  }

  /** At most both, and a number for each row or column beside them. */
  @TestFactory
  Stream<DynamicTest> inputAndOutput() {
    useBackend();
    return new Rows()
        .row("prod", x -> x.prod()).row("max of all", x -> x.max()).row("amax", x -> x.max(0)).row("amin", x -> x.min(1))
        .row("std", x -> x.std(0)).row("norm", Tensor::norm).row("cumprod", x -> x.cumprod(0)).row("median", Tensor::median)
        .row("logSumExp", x -> x.logSumExp(0)).row("det", Linalg::det)
        .row("solve, towards the matrix", x -> Linalg.solve(x, constant()))
        .each((x, y, kept) -> {
          assertThat(kept.names()).contains("x");
          assertThat(kept.otherBytes()).isLessThanOrEqualTo(4 * Double.BYTES);
        });
  }

  @TestFactory
  Stream<DynamicTest> theOtherOperandAlone() {
    useBackend();
    return new Rows()
        .row("mul", x -> x.mul(constant())).row("matmul", x -> x.matmul(constant()))
        .row("matmul from the right", x -> constant().matmul(x)).row("addmm", x -> constant().addmm(x, constant()))
        .row("linear", x -> Functional.linear(x, constant(), null)).row("div", x -> x.div(constant()))
        .row("conv2d", x -> ConvolutionFunctions.conv2d(image(x), image(constant())))
        .row("solve, towards the right side", x -> Linalg.solve(constant(), x))
        .each((x, y, kept) -> {
          assertThat(kept.names()).containsExactly("float64");
          assertThat(kept.bytes()).isEqualTo(BYTES);
        });
  }

  @TestFactory
  Stream<DynamicTest> bothOperands() {
    useBackend();
    return new Rows()
        .row("a divisor", x -> constant().div(x))
        .each((x, y, kept) -> assertThat(kept.bytes()).isEqualTo(2 * BYTES));
  }

  @TestFactory
  Stream<DynamicTest> bothOperandsThatAreOne() {
    useBackend();
    return new Rows().row("mul", x -> x.mul(x)).row("matmul", x -> x.matmul(x))
        .each((x, y, kept) -> {
          assertThat(kept.names()).containsExactly("x");
          assertThat(kept.bytes()).isEqualTo(BYTES);
        });
  }

  /** No floating-point tensor. */
  @TestFactory
  Stream<DynamicTest> indicesOrMask() {
    useBackend();
    return new Rows()
        .row("max of an axis", x -> x.maxWithIndex(0).values()).row("sort", x -> x.sort().values())
        .row("topk", x -> x.topk(2).values()).row("get", x -> x.get(Index.of(index())))
        .row("indexSelect", x -> x.indexSelect(0, index())).row("gather", x -> x.gather(0, table()))
        .row("scatter", x -> x.scatter(0, table(), constant()))
        .row("scatter, the source", x -> constant().scatter(0, table(), x))
        .row("scatterAdd", x -> x.scatterAdd(0, table(), constant()))
        .row("scatterAdd, the source", x -> constant().scatterAdd(0, table(), x))
        .row("maskedFill", x -> x.maskedFill(mask(), 0))
        .row("where", x -> Tensor.where(mask(), x, constant())).row("embedding", x -> Functional.embedding(x, index()))
        .row("maskedSelect", x -> x.maskedSelect(mask()))
        .row("maxPool2d", x -> PoolingFunctions.maxPool2d(image(x), PoolOptions.kernel(2)))
        .each((x, y, kept) -> assertThat(kept.names()).isSubsetOf("bool", "int32", "int64"));
  }

  /** No more than the input, and two numbers for each row. */
  @TestFactory
  Stream<DynamicTest> statistics() {
    useBackend();
    return new Rows()
        .row("layerNorm", x -> NormalizationFunctions.layerNorm(x, new int[] {4}, null, null, 1e-5))
        .row("rmsNorm", x -> NormalizationFunctions.rmsNorm(x, new int[] {4}, null, 1e-5))
        .row("nll", x -> Losses.nll(x, Tensor.ofLongs(0, 1, 2, 3)))
        .each((x, y, kept) -> assertThat(kept.bytes()).isLessThanOrEqualTo(BYTES + 2 * 4 * Double.BYTES));
  }
}
