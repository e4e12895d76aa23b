package dev.adjoint;

import dev.adjoint.autograd.Edge;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.SavedTensor;
import dev.adjoint.autograd.Tape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a tensor requires a gradient, or why not, as a tree of text. */
final class Explanation {
  /** Nodes written out; a longer graph ends in dots. */
  private static final int LIMIT = 200;

  private final StringBuilder out = new StringBuilder();
  private final Map<Node, Integer> numbers = new IdentityHashMap<>();

  private Explanation() {}

  /** A line still to be written: what an input of a node is, and how far it is indented. */
  private record Line(String indent, String branch, @Nullable Edge edge, int input) {}

  static String of(Tensor x) {
    Edge edge = Tape.edge(x);
    String what = x.dtype().toString() + x.shape();
    if (edge == null) {
      return what + " requires no gradient: " + whyNot(x) + "\n";
    }
    Explanation text = new Explanation();
    text.out.append(what).append(" requires a gradient")
        .append(x.isLeaf() ? ": it is a leaf that was asked to\n" : ", as one of its inputs does:\n");
    text.write(edge);
    return text.out.toString();
  }

  private static String whyNot(Tensor x) {
    if (!x.dtype().isFloating()) {
      return "only floating-point tensors have one";
    }
    if (x.isInference()) {
      return "it was made in inference mode";
    }
    return "it is a leaf, and requiresGrad(true) was not called on it; or it was computed from tensors that require none, inside"
        + " noGrad(), by an operation without derivative, or detached";
  }

  private void write(Edge root) {
    Deque<Line> open = new ArrayDeque<>();
    open.push(new Line("", "", root, -1));
    while (!open.isEmpty()) {
      Line line = open.pop();
      out.append(line.indent).append(line.branch).append(line.input < 0 ? "" : "input " + line.input + ": ");
      Edge edge = line.edge;
      if (edge == null) {
        out.append("no gradient (a constant, or no derivative towards it)\n");
        continue;
      }
      Node node = edge.node();
      Integer known = numbers.get(node);
      if (known != null) {
        out.append(node.isLeaf() ? "leaf" : node.name()).append(" #").append(known).append(", as above\n");
        continue;
      }
      if (numbers.size() >= LIMIT) {
        out.append("...\n");
        continue;
      }
      numbers.put(node, numbers.size());
      out.append(describe(node, edge)).append('\n');
      List<@Nullable Edge> next = node.next();
      String deeper = line.input < 0 ? "" : line.indent + (line.branch.startsWith("└") ? "   " : "│  ");
      for (int i = next.size() - 1; i >= 0; i--) {
        open.push(new Line(deeper, i == next.size() - 1 ? "└─ " : "├─ ", next.get(i), i));
      }
    }
  }

  private String describe(Node node, Edge edge) {
    Node.Output output = node.output(edge.slot());
    StringBuilder text = new StringBuilder(node.isLeaf() ? "leaf" : node.name()).append(" #").append(numbers.get(node))
        .append(' ').append(output.dtype()).append(output.shape());
    if (node.isLeaf()) {
      return text.append(" that requires a gradient").toString();
    }
    for (SavedTensor saved : node.saved()) {
      text.append(", saves ").append(saved.name());
    }
    return text.toString();
  }
}
