package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be reached in a graph: found by loops, however deep it is. */
final class Reach {
  private Reach() {}

  /** The nodes that can be reached from the roots, as the keys of a map without values. */
  static Map<Node, @Nullable Tensor @Nullable []> from(List<Edge> roots) {
    Map<Node, @Nullable Tensor @Nullable []> found = new HashMap<>();
    Deque<Node> open = new ArrayDeque<>();
    for (Edge root : roots) {
      add(root.node(), found, open);
    }
    while (!open.isEmpty()) {
      Node node = open.pop();
      for (int i = 0; i < node.inputs(); i++) {
        Edge edge = node.edge(i);
        if (edge != null) {
          add(edge.node(), found, open);
        }
      }
    }
    return found;
  }

  private static void add(Node node, Map<Node, @Nullable Tensor @Nullable []> found, Deque<Node> open) {
    int before = found.size();
    found.put(node, null);
    if (found.size() > before) {
      open.push(node);
    }
  }

  /** In the reverse order of their recording, so that each comes after all that read its outputs. */
  static Node[] lastFirst(Collection<Node> nodes) {
    Node[] order = nodes.toArray(new Node[0]);
    Arrays.sort(order, Comparator.comparingLong(Node::sequence).reversed());
    return order;
  }

  /**
   * The nodes from which a wanted edge can be reached.
   *
   * @param lastFirst where to look, in this order
   */
  static Set<Node> leadingTo(Set<Edge> wanted, Node[] lastFirst) {
    Set<Node> leading = new HashSet<>();
    // What a node leads to was recorded before it.
    for (int n = lastFirst.length - 1; n >= 0; n--) {
      Node node = lastFirst[n];
      for (int i = 0; i < node.inputs(); i++) {
        Edge edge = node.edge(i);
        if (edge != null && (wanted.contains(edge) || leading.contains(edge.node()))) {
          leading.add(node);
          break;
        }
      }
    }
    return leading;
  }
}
