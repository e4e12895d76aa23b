package dev.adjoint;

import dev.adjoint.autograd.Edge;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.Reverse;
import dev.adjoint.autograd.SavedTensor;
import dev.adjoint.autograd.Tape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded graph that backward would walk from some outputs: what was computed from what, and what is kept for the
 * gradients. A look at the tape that changes nothing and keeps its nodes alive; what a later backward frees is no longer
 * {@linkplain Node#saved() saved}.
 *
 * <pre>{@code
 * Tensor z = x.mul(y).add(x.pow(2));
 * System.out.println(GradGraph.of(z).named(Map.of("x", x, "y", y, "z", z)));
 * // 3 operations, 2 leaves, 8 B saved
 * // #0 z = add: float32[], from #2 #1
 * // #1 pow: float32[], from #3
 * //     saves input 0: float32[], 4 B
 * // ...
 * }</pre>
 */
public final class GradGraph {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> places = new IdentityHashMap<>();
  private final Map<Node, List<Node>> consumers = new IdentityHashMap<>();
  private final List<Edge> outputs;
  private final Map<Edge, String> names;

  private GradGraph(List<Edge> outputs, Map<Edge, String> names) {
    this.outputs = outputs;
    this.names = names;
    // As the engine does: a node comes after all that read its outputs, and leaves come last.
    PriorityQueue<Node> ready = new PriorityQueue<>(Comparator.comparingLong(Node::sequence).reversed());
    Set<Node> leaves = new LinkedHashSet<>();
    outputs.forEach(output -> reach(output.node(), null, ready, leaves));
    for (Node node = ready.poll(); node != null; node = ready.poll()) {
      place(node);
      for (Node input : inputs(node)) {
        reach(input, node, ready, leaves);
      }
    }
    leaves.forEach(this::place);
  }

  private void reach(Node node, @Nullable Node consumer, Collection<Node> ready, Collection<Node> leaves) {
    List<Node> known = consumers.get(node);
    if (known == null) {
      known = new ArrayList<>(1);
      consumers.put(node, known);
      (node.isLeaf() ? leaves : ready).add(node);
    }
    if (consumer != null && (known.isEmpty() || known.getLast() != consumer)) {
      known.add(consumer);
    }
  }

  private void place(Node node) {
    places.put(node, nodes.size());
    nodes.add(node);
  }

  /**
   * The graph behind some tensors.
   *
   * @throws AutogradException if one of them requires no gradient, so that there is none
   */
  public static GradGraph of(Tensor... outputs) {
    return new GradGraph(Reverse.roots(List.of(outputs)), Map.of());
  }

  /** This graph with names for tensors in it, for its text and its pictures; tensors that take no part are passed over. */
  public GradGraph named(Map<String, Tensor> tensors) {
    Map<Edge, String> more = new HashMap<>(names);
    tensors.forEach((name, tensor) -> {
      Edge edge = Tape.edge(tensor);
      if (edge != null) {
        more.put(edge, name);
      }
    });
    return new GradGraph(outputs, more);
  }

  /** All nodes in the order in which backward runs them: from the outputs to the leaves, which are last. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** The nodes that made the outputs. */
  public List<Node> outputs() {
    return outputs.stream().map(Edge::node).distinct().toList();
  }

  /** Where the gradients of a node go: one entry for each input of the operation that takes part, in order. */
  public List<Node> inputs(Node node) {
    return node.next().stream().filter(Objects::nonNull).map(Edge::node).toList();
  }

  /** The nodes that a node feeds, which read what it made and send it gradients; none for the last operation. */
  public List<Node> consumers(Node node) {
    return Collections.unmodifiableList(consumers.getOrDefault(node, List.of()));
  }

  /** The bytes kept for the gradients, counting a storage once. */
  public long savedBytes() {
    return SavedTensor.bytes(nodes.stream().flatMap(node -> node.saved().stream()).toList());
  }

  /** The totals, for instance {@code 3 operations, 2 leaves, 8 B saved}. */
  public String summary() {
    long leaves = nodes.stream().filter(Node::isLeaf).count();
    long operations = nodes.size() - leaves;
    return operations + (operations == 1 ? " operation, " : " operations, ") + leaves + (leaves == 1 ? " leaf, " : " leaves, ")
        + size(savedBytes()) + " saved";
  }

  /**
   * What a picture says about a node, line by line: its name, the types and shapes of its outputs and, unless nothing is
   * saved, what it saves and the bytes of that.
   */
  public List<String> label(Node node) {
    String made = IntStream.range(0, node.outputs())
        .mapToObj(slot -> names.get(new Edge(node, slot)))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add(made.isEmpty() ? node.name() : node.isLeaf() ? made : made + " = " + node.name());
    lines.add(IntStream.range(0, node.outputs())
        .mapToObj(slot -> "" + node.output(slot).dtype() + node.output(slot).shape())
        .collect(Collectors.joining(", ")));
    List<SavedTensor> saved = node.saved();
    if (!saved.isEmpty()) {
      String what = saved.stream().map(SavedTensor::name).collect(Collectors.joining(", "));
      lines.add("saves " + what + ": " + size(node.savedBytes()));
    }
    return lines;
  }

  /**
   * The graph in the language of Graphviz. Arrows go the way the data went, from the leaves, which are filled, down to the
   * outputs, which have a bold frame; gradients go against them.
   */
  public String toDot() {
    StringBuilder dot = new StringBuilder("digraph {\n  node [shape=box, style=rounded, fontname=\"Helvetica\"]\n");
    Set<Node> last = Set.copyOf(outputs());
    for (Node node : nodes.reversed()) {
      String label = String.join("\n", label(node)).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      dot.append("  n").append(places.get(node)).append(" [label=\"").append(label).append('"')
          .append(node.isLeaf() ? ", style=filled, fillcolor=\"#dcefdc\"" : "")
          .append(last.contains(node) ? ", penwidth=2" : "").append("]\n");
      for (Node input : inputs(node)) {
        dot.append("  n").append(places.get(input)).append(" -> n").append(places.get(node)).append('\n');
      }
    }
    return dot.append("}\n").toString();
  }

  /** The totals and a line a node, in the order of backward, with what it saves indented below. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(summary());
    for (Node node : nodes) {
      List<String> label = label(node);
      text.append("\n#").append(places.get(node)).append(' ').append(label.get(0)).append(": ").append(label.get(1));
      String from = inputs(node).stream().map(input -> " #" + places.get(input)).collect(Collectors.joining());
      text.append(from.isEmpty() ? "" : ", from" + from);
      for (SavedTensor saved : node.saved()) {
        text.append("\n    saves ").append(saved.name()).append(": ").append(saved.like().dtype())
            .append(saved.like().shape()).append(", ").append(size(SavedTensor.bytes(List.of(saved))));
      }
    }
    return text.toString();
  }

  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(Locale.ROOT, "%.1f %siB", bytes / (double) (1L << 10 * power), "KMGTPE".charAt(power - 1));
  }
}
