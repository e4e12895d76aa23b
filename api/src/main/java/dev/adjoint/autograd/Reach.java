package dev.adjoint.autograd;

import java.util.HashSet;
import java.util.Set;

/** What can be reached in a graph: found by loops, however deep it is. */
final class Reach {
  private Reach() {}

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
