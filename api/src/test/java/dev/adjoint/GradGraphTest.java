package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.SavedTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GradGraphTest {
  private final Tensor x = Tensor.scalar(2f).requiresGrad(true);
  private final Tensor y = Tensor.scalar(3f).requiresGrad(true);

  private Tensor productPlusSquare() {
    return x.mul(y).add(x.pow(2));
  }

  @Test
  void eachNodeLeadsToItsInputsAndToTheNodesItFeeds() {
    GradGraph graph = GradGraph.of(productPlusSquare());

    assertThat(graph.nodes()).extracting(Node::name).containsExactly("add", "pow", "mul", "leaf", "leaf");
    Node add = graph.nodes().get(0);
    Node pow = graph.nodes().get(1);
    Node mul = graph.nodes().get(2);
    Node leafX = graph.nodes().get(3);
    Node leafY = graph.nodes().get(4);
    assertThat(graph.outputs()).containsExactly(add);
    assertThat(graph.inputs(add)).containsExactly(mul, pow);
    assertThat(graph.inputs(pow)).containsExactly(leafX);
    assertThat(graph.inputs(mul)).containsExactly(leafX, leafY);
    assertThat(graph.inputs(leafX)).isEmpty();
    assertThat(graph.consumers(add)).isEmpty();
    assertThat(graph.consumers(mul)).containsExactly(add);
    assertThat(graph.consumers(leafX)).containsExactly(pow, mul);
    assertThat(graph.consumers(leafY)).containsExactly(mul);
  }

  @Test
  void aLeafHasNoOperation() {
    GradGraph graph = GradGraph.of(productPlusSquare());

    assertThat(x.gradFn()).isNull();
    assertThat(graph.nodes()).extracting(Node::isLeaf).containsExactly(false, false, false, true, true);
    assertThat(GradGraph.of(x).nodes()).singleElement().matches(Node::isLeaf);
  }

  @Test
  void nodesTellWhatTheyMadeAndWhatTheySave() {
    Tensor w = Tensor.ones(4, 3).requiresGrad(true);
    Tensor product = Tensor.ones(5, 4).matmul(w);
    GradGraph graph = GradGraph.of(product.sum());

    Node matmul = product.gradFn();
    assertThat(graph.nodes()).contains(matmul);
    assertThat(matmul.outputs()).isEqualTo(1);
    assertThat(matmul.output(0)).isEqualTo(new Node.Output(Shape.of(5, 3), DType.FLOAT32));
    assertThat(matmul.saved()).extracting(SavedTensor::name).containsExactly("input 0");
    assertThat(graph.savedBytes()).isEqualTo(5 * 4 * 4);
  }

  @Test
  void aStorageIsCountedOnceHoweverOftenItIsSaved() {
    Tensor a = Tensor.ones(10).requiresGrad(true);

    GradGraph graph = GradGraph.of(a.mul(a).mul(a.narrow(0, 0, 1)).sum());

    assertThat(graph.savedBytes()).as("a, and a * a").isEqualTo(2 * 10 * 4);
  }

  @Test
  void anInputUsedTwiceGetsTwoGradientsFromOneConsumer() {
    Tensor square = x.mul(x);
    GradGraph graph = GradGraph.of(square);
    Node leaf = graph.nodes().getLast();

    assertThat(graph.inputs(graph.nodes().getFirst())).containsExactly(leaf, leaf);
    assertThat(graph.consumers(leaf)).containsExactly(square.gradFn());
  }

  @Test
  void inputsWithoutGradientTakeNoPart() {
    GradGraph graph = GradGraph.of(x.mul(Tensor.scalar(7f)));

    assertThat(graph.nodes()).hasSize(2);
    assertThat(graph.inputs(graph.nodes().getFirst())).containsExactly(graph.nodes().getLast());
  }

  @Test
  void outputsMayShareTheirGraph() {
    Tensor shared = x.exp();
    Tensor a = shared.sin();
    Tensor b = shared.cos();

    GradGraph graph = GradGraph.of(a, b);

    assertThat(graph.outputs()).containsExactly(a.gradFn(), b.gradFn());
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("cos", "sin", "exp", "leaf");
    assertThat(graph.consumers(shared.gradFn())).containsExactly(b.gradFn(), a.gradFn());
  }

  @Test
  void aFreedGraphSavesNothing() {
    Tensor z = productPlusSquare();
    GradGraph graph = GradGraph.of(z);
    assertThat(graph.summary()).isEqualTo("3 operations, 2 leaves, 8 B saved");

    z.backward();

    assertThat(graph.summary()).isEqualTo("3 operations, 2 leaves, 0 B saved");
  }

  @Test
  void aTensorThatRequiresNoGradientHasNoGraph() {
    assertThatThrownBy(() -> GradGraph.of(productPlusSquare(), Tensor.ones(2)))
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("Output 1 (float32[2]) does not require a gradient");
  }

  @Test
  void theTextNamesShapesInputsAndSavedTensors() {
    Tensor z = productPlusSquare();

    assertThat(GradGraph.of(z).named(Map.of("x", x, "y", y, "z", z, "elsewhere", Tensor.ones(2)))).hasToString("""
        3 operations, 2 leaves, 8 B saved
        #0 z = add: float32[], from #2 #1
        #1 pow: float32[], from #3
            saves input 0: float32[], 4 B
        #2 mul: float32[], from #3 #4
            saves input 0: float32[], 4 B
            saves input 1: float32[], 4 B
        #3 x: float32[]
        #4 y: float32[]""");
  }

  @Test
  void sizesAreGivenInBinaryUnits() {
    Tensor big = Tensor.ones(512, 768).requiresGrad(true);

    assertThat(GradGraph.of(big.exp()).summary()).isEqualTo("1 operation, 1 leaf, 1.5 MiB saved");
    assertThat(GradGraph.of(Tensor.ones(255).requiresGrad(true).exp()).summary()).endsWith(" 1020 B saved");
    assertThat(GradGraph.of(Tensor.ones(256).requiresGrad(true).exp()).summary()).endsWith(" 1.0 KiB saved");
  }

  @Test
  void dotDrawsTheWayOfTheData() {
    Tensor z = x.mul(y);

    assertThat(GradGraph.of(z).named(Map.of("a \"b\" \\c", x)).toDot()).isEqualTo("""
        digraph {
          node [shape=box, style=rounded, fontname="Helvetica"]
          n2 [label="leaf\\nfloat32[]", style=filled, fillcolor="#dcefdc"]
          n1 [label="a \\"b\\" \\\\c\\nfloat32[]", style=filled, fillcolor="#dcefdc"]
          n0 [label="mul\\nfloat32[]\\nsaves input 0, input 1: 8 B", penwidth=2]
          n1 -> n0
          n2 -> n0
        }
        """);
  }

  @Test
  void aFunctionOfSeveralOutputsIsOneNode() {
    CustomFunction halves = new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        return outputs(in[0].narrow(0, 0, 1).copy(), in[0].narrow(0, 1, 2).copy());
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... gradients) {
        return gradients(Tensor.concat(0, gradients));
      }
    };
    Tensor[] parts = halves.apply(Tensor.ones(3).requiresGrad(true));
    GradGraph graph = GradGraph.of(parts).named(Map.of("head", parts[0], "tail", parts[1]));

    assertThat(graph.outputs()).hasSize(1);
    assertThat(graph.label(graph.outputs().getFirst()))
        .satisfies(label -> assertThat(label.get(0)).startsWith("head, tail = "))
        .satisfies(label -> assertThat(label.get(1)).isEqualTo("float32[1], float32[2]"));
  }

  @Test
  void aMillionNodesAreWalkedWithoutRecursion() {
    Tensor deep = x;
    for (int i = 0; i < 1_000_000; i++) {
      deep = deep.neg();
    }

    assertThat(GradGraph.of(deep).summary()).isEqualTo("1000000 operations, 1 leaf, 0 B saved");
  }

  @Property(tries = 100)
  void nodesComeInTheOrderInWhichBackwardRunsThem(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 1000) Integer> choices) {
    List<Node> ran = new ArrayList<>();
    List<Tensor> made = new ArrayList<>(List.of(x, y));
    for (int choice : choices) {
      Tensor left = made.get(choice % made.size());
      Tensor right = made.get(choice / 31 % made.size());
      Tensor next = choice % 2 == 0 ? left.mul(right) : left.add(right);
      Node node = next.gradFn();
      next.registerHook(gradient -> {
        ran.add(node);
        return null;
      });
      made.add(next);
    }
    GradGraph graph = GradGraph.of(made.getLast());

    made.getLast().backward();

    assertThat(graph.nodes().stream().filter(node -> !node.isLeaf())).containsExactlyElementsOf(ran);
    assertThat(graph.nodes()).doesNotHaveDuplicates();
    for (Node node : graph.nodes()) {
      assertThat(graph.inputs(node)).allSatisfy(input -> {
        assertThat(graph.consumers(input)).containsOnlyOnce(node);
        assertThat(graph.nodes().indexOf(input)).isGreaterThan(graph.nodes().indexOf(node));
      });
      assertThat(graph.consumers(node)).allSatisfy(consumer -> assertThat(graph.inputs(consumer)).contains(node));
    }
  }
}
