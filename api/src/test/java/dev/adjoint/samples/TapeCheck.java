package dev.adjoint.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Edge;
import dev.adjoint.autograd.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the tape keeps of one sample, and lets go of. */
record TapeCheck(Sample sample) {
  void run() {
    nothingIsRecordedWithoutGrad();
    whatWasSavedIsFreedOnceAndSaidSo();
    aKeptGraphGivesTheSameAgain();
  }

  private List<Tensor> leaves() {
    return sample.inputs().stream().map(in -> {
      Tensor leaf = in.leaf(DType.FLOAT64);
      return in.differentiable() ? leaf.requiresGrad(true) : leaf;
    }).toList();
  }

  private Tensor output(List<Tensor> leaves) {
    for (Tensor output : sample.run(leaves.toArray(Tensor[]::new))) {
      if (output.requiresGrad()) {
        return output;
      }
    }
    throw new AssertionError(sample + ": no output requires a gradient");
  }

  private void nothingIsRecordedWithoutGrad() {
    try (var _ = Adjoint.noGrad()) {
      for (Tensor output : sample.run(leaves().toArray(Tensor[]::new))) {
        // An operation may return its very input, a leaf.
        assertThat(output.gradFn()).as("node of an output computed under noGrad").isNull();
      }
    }
  }

  /** All nodes that a gradient passes, leaves not among them. */
  static Set<Node> graph(Tensor output) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    Node root = output.gradFn();
    if (root != null) {
      open.push(root);
    }
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!node.isLeaf() && seen.add(node)) {
        for (Edge next : node.next()) {
          if (next != null) {
            open.push(next.node());
          }
        }
      }
    }
    return seen;
  }

  private void whatWasSavedIsFreedOnceAndSaidSo() {
    Tensor output = output(leaves());
    Set<Node> graph = graph(output);
    boolean saves = graph.stream().anyMatch(node -> !node.saved().isEmpty());
    Tensor gradient = Tensor.onesLike(output);
    output.backward(gradient);
    assertThat(graph).as("nodes after backward").allSatisfy(node -> assertThat(node.saved()).isEmpty());
    if (saves) {
      assertThatThrownBy(() -> output.backward(gradient)).isInstanceOf(AutogradException.class)
          .hasMessageContaining("retainGraph");
    } else {
      output.backward(gradient);
    }
  }

  private void aKeptGraphGivesTheSameAgain() {
    List<Tensor> leaves = leaves();
    Tensor output = output(leaves);
    Tensor gradient = Tensor.onesLike(output);
    output.backward(gradient, Backward.retainGraph());
    List<double[]> once = leaves.stream().map(TapeCheck::gradient).toList();
    output.backward(gradient);
    for (int i = 0; i < leaves.size(); i++) {
      double[] twice = gradient(leaves.get(i));
      for (int j = 0; j < twice.length; j++) {
        double expected = 2 * once.get(i)[j];
        assertThat(twice[j] == expected || twice[j] != twice[j] && expected != expected)
            .as("gradient %d after two passes: %s, expected %s", i, twice[j], expected).isTrue();
      }
    }
  }

  private static double[] gradient(Tensor leaf) {
    Tensor grad = leaf.grad();
    return grad == null ? new double[leaf.size()] : grad.toDoubleArray();
  }
}
