package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a walk can reach, and the gradients that have arrived at each: a hash table by the nodes' numbers, which
 * costs a walk over few nodes less than one of objects does, and a walk over many less memory.
 */
final class Arrivals {
  private static final Comparator<Node> LAST_FIRST = (a, b) -> Long.compare(b.sequence(), a.sequence());
  private static final int FEW = 8;
  /** Spreads numbers that follow one another, as do those of a graph; from Knuth, by way of the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private Node[] nodes = new Node[FEW];
  private int size;
  /** One more than a node's place among the others; 0 where there is none. At most half of it is in use. */
  private int[] table = new int[2 * FEW];
  /** By the node's place. */
  private final @Nullable Tensor @Nullable [][] gradients;

  /** All that can be reached from the roots: found by a loop, however deep the graph. */
  Arrivals(List<Edge> roots) {
    for (Edge root : roots) {
      add(root.node());
    }
    for (int next = 0; next < size; next++) {
      Node node = nodes[next];
      for (int i = 0; i < node.inputs(); i++) {
        Edge edge = node.edge(i);
        if (edge != null) {
          add(edge.node());
        }
      }
    }
    gradients = new Tensor[size][];
  }

  private void add(Node node) {
    int slot = slot(node);
    if (table[slot] != 0) {
      return;
    }
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * size);
      table = new int[4 * size];
      for (int i = 0; i < size; i++) {
        table[slot(nodes[i])] = i + 1;
      }
      slot = slot(node);
    }
    nodes[size] = node;
    table[slot] = ++size;
  }

  /** Where a node is in the table, or, if it is not, would be. */
  private int slot(Node node) {
    int mask = table.length - 1;
    int slot = (int) (node.sequence() * SPREAD >>> Integer.SIZE) & mask;
    while (table[slot] != 0 && nodes[table[slot] - 1] != node) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** The nodes in the reverse order of their recording, so that each comes after all that read its outputs. */
  Node[] lastFirst() {
    Node[] order = Arrays.copyOf(nodes, size);
    for (int i = 1; i < size; i++) {
      if (order[i - 1].sequence() < order[i].sequence()) {
        Arrays.sort(order, LAST_FIRST);
        break;
      }
    }
    return order;
  }

  /** What has arrived at a node, one entry an output; null before the first gradient, and for a node that is done with. */
  @Nullable
  Tensor @Nullable [] at(Node node) {
    return gradients[table[slot(node)] - 1];
  }

  /** What has arrived at a node, in an array made for it if there is none. */
  @Nullable
  Tensor[] atOrNew(Node node) {
    int place = table[slot(node)] - 1;
    @Nullable Tensor[] arrived = gradients[place];
    if (arrived == null) {
      arrived = new Tensor[node.outputs()];
      gradients[place] = arrived;
    }
    return arrived;
  }

  /** A node is done with: what has arrived there can be collected. */
  void clear(Node node) {
    gradients[table[slot(node)] - 1] = null;
  }
}
