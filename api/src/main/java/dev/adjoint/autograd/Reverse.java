package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reverse mode on tensors: what may be asked for, checked, then handed to the engine. */
public final class Reverse {
  private Reverse() {}

  /** Runs backward from the outputs and adds to the gradients of the leaves, or of the given tensors alone. */
  public static void backward(
      List<Tensor> outputs, List<@Nullable Tensor> gradients, @Nullable List<Tensor> inputs, boolean retainGraph,
      boolean createGraph) {
    List<Edge> roots = roots(outputs);
    List<Tensor> seeds = seeds(outputs, gradients);
    if (inputs == null) {
      Engine.accumulate(roots, seeds, retainGraph, createGraph);
      return;
    }
    List<Tensor> once = inputs.stream().distinct().toList();
    List<Edge> edges = edges(once);
    List<@Nullable Tensor> grads = Engine.gradients(roots, seeds, edges, retainGraph, createGraph);
    try (var _ = GradMode.recording(createGraph)) {
      // As in a pass to all leaves: copies first, so that a backend that fails there has changed none.
      @Nullable Tensor[] firsts = new Tensor[grads.size()];
      for (int i = 0; i < firsts.length; i++) {
        if (grads.get(i) != null && edges.get(i).node() instanceof LeafNode leaf) {
          firsts[i] = leaf.first(grads.get(i), false, createGraph);
        } else if (grads.get(i) != null && !createGraph) {
          firsts[i] = grads.get(i).copy();
        }
      }
      List<LeafNode> leaves = new ArrayList<>();
      for (int i = 0; i < grads.size(); i++) {
        Tensor gradient = grads.get(i);
        if (gradient != null && edges.get(i).node() instanceof LeafNode leaf) {
          leaf.accumulate(gradient, firsts[i], createGraph, false);
          leaves.add(leaf);
        } else if (gradient != null) {
          Meta meta = once.get(i).metaOrNew();
          synchronized (meta) {
            Tensor old = meta.grad();
            meta.grad(old != null ? old.add(gradient) : createGraph ? gradient : firsts[i]);
          }
        }
      }
      leaves.forEach(LeafNode::accumulated);
    }
  }

  /** The gradients of the outputs, summed, towards the inputs; null where they do not depend on one. */
  public static List<@Nullable Tensor> gradients(
      List<Tensor> outputs, List<@Nullable Tensor> gradients, List<Tensor> inputs, boolean retainGraph, boolean createGraph) {
    List<@Nullable Tensor> found =
        Engine.gradients(roots(outputs), seeds(outputs, gradients), edges(inputs), retainGraph, createGraph);
    // A gradient that was only handed through is the caller's own tensor: give another, so that changing one leaves the other.
    found.replaceAll(g -> g == null ? null : isAmong(g, gradients) ? g.copy() : createGraph ? g : g.withoutHistory());
    return found;
  }

  private static boolean isAmong(Tensor gradient, List<@Nullable Tensor> given) {
    for (Tensor g : given) {
      if (g != null && g.view().buffer() == gradient.view().buffer()) {
        return true;
      }
    }
    return false;
  }

  /** Whether gradients of a tensor flow to anything besides, or through, the given variables. */
  public static boolean dependsOnMoreThan(Tensor output, List<Tensor> variables) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>();
    for (Tensor variable : variables) {
      Edge edge = Tape.edge(variable);
      if (edge != null) {
        if (!(edge.node() instanceof LeafNode)) {
          return true;
        }
        seen.add(edge.node());
      }
    }
    Edge root = Tape.edge(output);
    if (root != null && seen.add(root.node())) {
      open.push(root.node());
    }
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (node instanceof LeafNode) {
        return true;
      }
      for (int i = 0; i < node.inputs(); i++) {
        Edge edge = node.edge(i);
        if (edge != null && seen.add(edge.node())) {
          open.push(edge.node());
        }
      }
    }
    return false;
  }

  /**
   * Where the gradients of outputs start.
   *
   * @throws AutogradException if no gradient flows to one of them
   */
  public static List<Edge> roots(List<Tensor> outputs) {
    List<Edge> roots = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Edge edge = Tape.edge(outputs.get(i));
      if (edge == null) {
        throw new AutogradException(
            "Output " + i + " (" + outputs.get(i).dtype() + outputs.get(i).shape() + ") does not require a gradient and has no"
                + " history: nothing it was computed from had requiresGrad(true), or it was computed inside noGrad() or detached");
      }
      roots.add(edge);
    }
    return roots;
  }

  private static List<Tensor> seeds(List<Tensor> outputs, List<@Nullable Tensor> gradients) {
    if (gradients.size() != outputs.size()) {
      throw new AutogradException(
          "There are " + outputs.size() + " outputs and " + gradients.size()
              + " gradients for them; expected one for each, or null");
    }
    List<Tensor> seeds = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Tensor output = outputs.get(i);
      Tensor given = gradients.get(i);
      if (given == null && output.size() != 1) {
        throw new AutogradException(
            "backward() without a gradient is for outputs of one element; output " + i + " has the shape " + output.shape()
                + ". Reduce it first, for instance with sum(), or pass a gradient of its shape: backward(Tensor.onesLike(z))");
      }
      seeds.add(given == null ? Tensor.onesLike(output) : Gradients.checkSeed(i, output, given));
    }
    return seeds;
  }

  private static List<Edge> edges(List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw new AutogradException("The list of inputs to differentiate towards cannot be empty");
    }
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Edge edge = Tape.edge(inputs.get(i));
      if (edge == null) {
        throw new AutogradException(
            "Input " + i + " (" + inputs.get(i).dtype() + inputs.get(i).shape()
                + ") does not require a gradient. Call requiresGrad(true) on it before it is used");
      }
      edges.add(edge);
    }
    return edges;
  }
}
