package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk backwards. Nodes are taken in the reverse order of their recording, so that each runs once, after all that read
 * its outputs; the walk is a loop, however deep the graph. Leaves are reached last and changed only when the whole walk has
 * succeeded; that nothing on the way was freed is known before anything runs.
 */
final class Engine {
  private final boolean retainGraph;
  private final boolean createGraph;
  private final PriorityQueue<Node> ready = new PriorityQueue<>(Comparator.comparingLong(Node::sequence).reversed());
  private final Map<Node, @Nullable Tensor[]> pending = new IdentityHashMap<>();
  /** Where gradients are asked for; null where every leaf gets its own. */
  private final @Nullable Map<Edge, @Nullable Tensor> wanted;
  /** The nodes that lead to a wanted edge; null where all run. */
  private final @Nullable Set<Node> needed;
  private final List<LeafNode> leaves = new ArrayList<>();
  private final Deque<Runnable> callbacks = new ArrayDeque<>();
  private final Map<Object, Object> notes = new IdentityHashMap<>();
  private @Nullable Node evaluating;
  /** Null where the gradients are themselves recorded, and so kept. */
  private @Nullable WalkMemory memory;
  /** Storages that code outside the engine has seen: a leaf may not keep them as its gradient's own. */
  private final Set<Buffer> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  private Engine(boolean retainGraph, boolean createGraph, @Nullable List<Edge> inputs, List<Edge> roots) {
    this.retainGraph = retainGraph;
    this.createGraph = createGraph;
    List<Node> reached = reachedFrom(roots);
    if (inputs == null) {
      wanted = null;
      needed = null;
      reached.forEach(Node::checkNotFreed);
    } else {
      Map<Edge, @Nullable Tensor> slots = new HashMap<>();
      inputs.forEach(edge -> slots.put(edge, null));
      wanted = slots;
      needed = leadingTo(slots.keySet(), reached);
      needed.forEach(Node::checkNotFreed);
    }
  }

  /** Adds to the gradients of all leaves that the roots depend on. */
  static void accumulate(List<Edge> roots, List<Tensor> seeds, boolean retainGraph, boolean createGraph) {
    Engine engine = new Engine(retainGraph, createGraph, null, roots);
    Passes.run(engine, () -> {
      engine.walk(roots, seeds);
      engine.commit(seeds);
    });
  }

  /** The gradients at the given edges, null where the roots do not depend on one. */
  static List<@Nullable Tensor> gradients(
      List<Edge> roots, List<Tensor> seeds, List<Edge> inputs, boolean retainGraph, boolean createGraph) {
    Engine engine = new Engine(retainGraph, createGraph, inputs, roots);
    Passes.run(engine, () -> engine.walk(roots, seeds));
    List<@Nullable Tensor> out = new ArrayList<>();
    for (Edge edge : inputs) {
      out.add(engine.wanted == null ? null : engine.wanted.get(edge));
    }
    return out;
  }

  private void walk(List<Edge> roots, List<Tensor> seeds) {
    Memory.Owner outer = Memory.owner();
    WalkMemory mine = createGraph ? null : new WalkMemory(outer);
    if (mine != null && seeds.stream().anyMatch(seed -> seed.dual() != null)) {
      mine.giveUp();
    }
    memory = mine;
    for (int i = 0; i < roots.size(); i++) {
      deliver(roots.get(i), seeds.get(i));
    }
    for (Node node = ready.poll(); node != null; node = ready.poll()) {
      Hooks hooks = node.hooksOrNull();
      if (mine == null || hooks != null || !(node instanceof OpNode)) {
        visit(node, hooks);
      } else {
        Memory.swap(mine);
        try {
          visit(node, null);
        } finally {
          Memory.swap(outer);
        }
        mine.sweep();
      }
    }
  }

  private void visit(Node node, @Nullable Hooks hooks) {
    @Nullable Tensor[] gradients = pending.get(node);
    if (gradients == null) {
      throw new IllegalStateException("A node became ready without a gradient: " + node);
    }
    if (hooks != null) {
      show(gradients);
      hooks.runOnTensors(gradients);
      show(gradients);
    }
    if (wanted != null) {
      for (int slot = 0; slot < gradients.length; slot++) {
        Edge edge = new Edge(node, slot);
        Tensor gradient = gradients[slot];
        if (wanted.containsKey(edge)) {
          wanted.put(edge, gradient);
          if (gradient != null && memory != null) {
            memory.expose(gradient);
          }
        }
      }
    }
    if (node instanceof LeafNode leaf) {
      if (wanted == null) {
        if (hooks != null) {
          hooks.runPre(gradients);
          show(gradients);
        }
        leaves.add(leaf);
      }
      return;
    }
    pending.remove(node);
    if (needed != null && !needed.contains(node)) {
      drop(gradients);
      return;
    }
    if (hooks != null) {
      hooks.runPre(gradients);
    }
    @Nullable Tensor[] results = evaluate(node, gradients);
    if (hooks != null) {
      hooks.runPost(results, gradients);
    }
    if (hooks != null || !(node instanceof OpNode)) {
      show(gradients);
      show(results);
    }
    deliver(node, results);
    drop(gradients);
    if (!retainGraph) {
      node.free();
    }
  }

  private void deliver(Node node, @Nullable Tensor[] results) {
    for (int i = 0; i < results.length; i++) {
      Edge edge = node.edge(i);
      Tensor result = results[i];
      boolean goesOn = edge != null && result != null && isNeeded(edge);
      results[i] = goesOn ? Gradients.fit(node, i, result, edge.node().output(edge.slot())) : null;
      // All are held before the first is delivered: a rule may return one tensor several times.
      hold(results[i]);
    }
    for (int i = 0; i < results.length; i++) {
      Edge edge = node.edge(i);
      Tensor result = results[i];
      if (edge != null && result != null) {
        deliver(edge, result);
      }
    }
  }

  private void hold(@Nullable Tensor gradient) {
    WalkMemory mine = memory;
    if (mine != null && gradient != null) {
      if (gradient.dual() != null) {
        mine.giveUp();
      }
      mine.hold(gradient);
    }
  }

  private void drop(@Nullable Tensor... gradients) {
    WalkMemory mine = memory;
    if (mine != null) {
      for (Tensor gradient : gradients) {
        if (gradient != null) {
          mine.drop(gradient);
        }
      }
    }
  }

  private @Nullable Tensor[] evaluate(Node node, @Nullable Tensor[] gradients) {
    Node outer = evaluating;
    evaluating = node;
    try {
      @Nullable Tensor[] results = node.backward(gradients);
      if (GradMode.detectsAnomaly()) {
        Anomaly.check(node, results);
      }
      return results;
    } finally {
      evaluating = outer;
    }
  }

  private boolean isNeeded(Edge edge) {
    return wanted == null || needed == null || needed.contains(edge.node()) || wanted.containsKey(edge);
  }

  private void deliver(Edge edge, Tensor gradient) {
    @Nullable Tensor[] slots = pending.get(edge.node());
    if (slots == null) {
      slots = new Tensor[edge.node().outputs()];
      pending.put(edge.node(), slots);
      ready.add(edge.node());
    }
    Tensor before = slots[edge.slot()];
    slots[edge.slot()] = before == null ? gradient : sum(before, gradient);
  }

  /** The sum, in the place of one of the two if nobody else reads it. */
  private Tensor sum(Tensor a, Tensor b) {
    WalkMemory mine = memory;
    Tensor into = mine == null ? null : mine.isAlone(a) ? a : mine.isAlone(b) ? b : null;
    if (into != null) {
      Tensor other = into == a ? b : a;
      into.addi(other);
      drop(other);
      return into;
    }
    Tensor sum = a.add(b);
    hold(sum);
    drop(a, b);
    return sum;
  }

  private void commit(List<Tensor> seeds) {
    seeds.forEach(seed -> shown.add(seed.view().buffer()));
    for (LeafNode leaf : leaves) {
      @Nullable Tensor[] gradients = pending.get(leaf);
      Tensor gradient = gradients[0];
      if (gradient != null) {
        boolean mayKeep = gradient.isWholeStorage() && shown.add(gradient.view().buffer());
        boolean kept = leaf.accumulate(gradient, mayKeep, createGraph);
        if (memory != null && (kept || leaf.hooksOrNull() != null)) {
          memory.expose(gradient);
        }
      }
    }
    for (LeafNode leaf : leaves) {
      leaf.accumulated();
      Hooks hooks = leaf.hooksOrNull();
      @Nullable Tensor[] gradients = pending.get(leaf);
      if (hooks != null) {
        show(gradients);
        hooks.runPost(new Tensor[0], gradients);
      } else {
        drop(gradients);
      }
    }
  }

  boolean recordsGraph() {
    return createGraph;
  }

  /** The node whose gradient this thread is computing; null outside of a backward pass. */
  static @Nullable Node evaluating() {
    Engine engine = Passes.current();
    return engine == null ? null : engine.evaluating;
  }

  /** Runs once this pass is over, after what is queued already. */
  void atEnd(Runnable callback) {
    callbacks.add(callback);
  }

  /** What is noted under a key in this pass, made by the first to ask. */
  Object note(Object key, Supplier<Object> first) {
    Object known = notes.get(key);
    if (known == null) {
      known = first.get();
      notes.put(key, known);
    }
    return known;
  }

  void runCallbacks() {
    for (Runnable callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
      callback.run();
    }
  }

  private void show(@Nullable Tensor[] tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        shown.add(tensor.view().buffer());
        if (memory != null) {
          memory.expose(tensor);
        }
      }
    }
  }

  /** The nodes that can be reached from the roots. */
  private static List<Node> reachedFrom(List<Edge> roots) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> found = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    for (Edge root : roots) {
      if (seen.add(root.node())) {
        open.push(root.node());
      }
    }
    while (!open.isEmpty()) {
      Node node = open.pop();
      found.add(node);
      for (int i = 0; i < node.inputs(); i++) {
        Edge edge = node.edge(i);
        if (edge != null && seen.add(edge.node())) {
          open.push(edge.node());
        }
      }
    }
    return found;
  }

  /** The nodes from which a wanted edge can be reached. */
  private static Set<Node> leadingTo(Set<Edge> wanted, List<Node> reached) {
    Set<Node> leading = Collections.newSetFromMap(new IdentityHashMap<>());
    // What a node leads to was recorded before it.
    Node[] ascending = reached.toArray(new Node[0]);
    Arrays.sort(ascending, Comparator.comparingLong(Node::sequence));
    for (Node node : ascending) {
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
