package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk backwards. Nodes are taken in the reverse order of their recording, so that each runs once, after all that read
 * its outputs; the walk is a loop, however deep the graph. Leaves are reached last and changed only when the whole walk has
 * succeeded; that nothing on the way was freed is known before anything runs.
 */
final class Engine {
  private static final int FEW = 4;

  private final boolean retainGraph;
  private final boolean createGraph;
  /** The nodes that can be reached, the last recorded first. */
  private final Node[] order;
  /** For each of them the gradients that have arrived. */
  private final Arrivals pending;
  /** Where gradients are asked for; null where every leaf gets its own. */
  private final @Nullable Map<Edge, @Nullable Tensor> wanted;
  /** The nodes that lead to a wanted edge; null where all run. */
  private final @Nullable Set<Node> needed;
  private final List<LeafNode> leaves = new ArrayList<>(FEW);
  private @Nullable Deque<Runnable> callbacks;
  private @Nullable List<Runnable> cleanups;
  private @Nullable Map<Object, Object> notes;
  private @Nullable Node evaluating;
  /** Null where the gradients are themselves recorded, and so kept. */
  private @Nullable WalkMemory memory;
  private @Nullable Joined joined;
  /** Storages that code outside the engine has seen: a leaf may not keep them as its gradient's own. */
  private final Storages shown = new Storages();
  private final Wholes wholes = new Wholes();

  private Engine(boolean retainGraph, boolean createGraph, @Nullable List<Edge> inputs, List<Edge> roots) {
    this.retainGraph = retainGraph;
    this.createGraph = createGraph;
    this.pending = new Arrivals(roots);
    this.order = pending.lastFirst();
    if (inputs == null) {
      wanted = null;
      needed = null;
      for (Node node : order) {
        node.checkNotFreed();
      }
    } else {
      Map<Edge, @Nullable Tensor> slots = new HashMap<>();
      inputs.forEach(edge -> slots.put(edge, null));
      wanted = slots;
      needed = Reach.leadingTo(slots.keySet(), order);
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
    Memory ofThread = Memory.ofThread();
    Memory.Owner outer = Memory.owner();
    WalkMemory mine = createGraph ? null : new WalkMemory(outer);
    memory = mine;
    joined = mine == null ? null : new Joined(pending, mine, this::isNeeded);
    for (int i = 0; i < roots.size(); i++) {
      hold(seeds.get(i));
      deliver(roots.get(i), seeds.get(i));
    }
    for (Node node : order) {
      @Nullable Tensor[] gradients = pending.at(node);
      if (gradients == null) {
        continue;
      }
      Hooks hooks = node.hooksOrNull();
      if (mine == null || hooks != null || !(node instanceof OpNode)) {
        visit(node, gradients, hooks);
      } else {
        ofThread.put(mine);
        try {
          visit(node, gradients, null);
        } finally {
          ofThread.put(outer);
        }
        mine.sweep();
      }
    }
  }

  private void visit(Node node, @Nullable Tensor[] gradients, @Nullable Hooks hooks) {
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
    pending.clear(node);
    for (Tensor gradient : gradients) {
      wholes.leaves(gradient);
    }
    if (needed != null && !needed.contains(node)) {
      drop(gradients);
      return;
    }
    if (hooks != null || !(node instanceof OpNode op) || !addPart(op, gradients[0])) {
      evaluateAndDeliver(node, gradients, hooks);
    }
    drop(gradients);
    if (!retainGraph) {
      node.free();
    }
  }

  private void evaluateAndDeliver(Node node, @Nullable Tensor[] gradients, @Nullable Hooks hooks) {
    if (hooks != null) {
      hooks.runPre(gradients);
    }
    @Nullable Tensor[] results = evaluate(node, gradients, hooks == null);
    if (hooks != null) {
      hooks.runPost(results, gradients);
    }
    if (hooks != null || !(node instanceof OpNode)) {
      show(gradients);
      show(results);
    }
    deliver(node, results);
  }

  /** Adds the gradient of a part where it lies in the whole; false where the node's rule has to be asked. */
  private boolean addPart(OpNode node, @Nullable Tensor part) {
    WalkMemory mine = memory;
    Edge edge = node.inputs() == 1 ? node.edge(0) : null;
    if (mine == null || part == null || edge == null || !isNeeded(edge) || GradMode.detectsAnomaly()) {
      return false;
    }
    @Nullable Tensor[] arrived = pending.at(edge.node());
    Tensor before = arrived == null ? null : arrived[edge.slot()];
    boolean isAlone = before != null && mine.isAlone(before);
    Tensor sum = wholes.with(node, part, edge.node().output(edge.slot()), before, isAlone);
    if (sum != null && sum != before) {
      hold(sum);
      pending.atOrNew(edge.node())[edge.slot()] = sum;
      drop(before);
    }
    return sum != null;
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

  private @Nullable Tensor[] evaluate(Node node, @Nullable Tensor[] gradients, boolean mayJoin) {
    Node outer = evaluating;
    evaluating = node;
    try {
      boolean searches = GradMode.detectsAnomaly();
      if (mayJoin && !searches && joined != null && gradients[0] != null && node instanceof OpNode op && Joined.takes(op)) {
        return joined.backward(op, gradients[0]);
      }
      @Nullable Tensor[] results = node.backward(gradients);
      if (searches) {
        Anomaly.check(node, results);
      }
      return results;
    } catch (AutogradException e) {
      throw e;
    } catch (RuntimeException e) {
      // A backend's own words, for one, do not tell where it failed.
      throw Failure.in("the backward of " + node.name(), e);
    } catch (Error e) {
      throw Failure.in("the backward of " + node.name(), e);
    } finally {
      evaluating = outer;
    }
  }

  private boolean isNeeded(Edge edge) {
    return wanted == null || needed == null || needed.contains(edge.node()) || wanted.containsKey(edge);
  }

  private void deliver(Edge edge, Tensor gradient) {
    @Nullable Tensor[] slots = pending.atOrNew(edge.node());
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
    // What has to be copied is copied before the first leaf changes: a backend that fails here has changed none.
    @Nullable Tensor[] firsts = new Tensor[leaves.size()];
    for (int i = 0; i < firsts.length; i++) {
      Tensor gradient = pending.at(leaves.get(i))[0];
      if (gradient != null) {
        boolean mayKeep = gradient.isWholeStorage() && shown.add(gradient.view().buffer());
        firsts[i] = leaves.get(i).first(gradient, mayKeep, createGraph);
      }
    }
    for (int i = 0; i < firsts.length; i++) {
      LeafNode leaf = leaves.get(i);
      Tensor gradient = pending.at(leaf)[0];
      if (gradient != null) {
        boolean isOwn = memory != null && leaf.hooksOrNull() == null && memory.isAlone(gradient);
        boolean kept = leaf.accumulate(gradient, firsts[i], createGraph, isOwn);
        if (kept && isOwn) {
          memory.handOver(gradient);
        } else if (memory != null && (kept || leaf.hooksOrNull() != null)) {
          memory.expose(gradient);
        }
      }
    }
    for (LeafNode leaf : leaves) {
      leaf.accumulated();
      Hooks hooks = leaf.hooksOrNull();
      @Nullable Tensor[] gradients = pending.at(leaf);
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
    Deque<Runnable> queue = callbacks;
    if (queue == null) {
      queue = new ArrayDeque<>();
      callbacks = queue;
    }
    queue.add(callback);
  }

  /** Runs once this pass is over, whether it succeeds or fails. */
  void afterwards(Runnable cleanup) {
    List<Runnable> all = cleanups;
    if (all == null) {
      all = new ArrayList<>();
      cleanups = all;
    }
    all.add(cleanup);
  }

  void cleanUp() {
    if (cleanups != null) {
      cleanups.forEach(Runnable::run);
    }
  }

  /** What is noted under a key in this pass, made by the first to ask. */
  Object note(Object key, Supplier<Object> first) {
    Map<Object, Object> all = notes;
    if (all == null) {
      all = new IdentityHashMap<>();
      notes = all;
    }
    Object known = all.get(key);
    if (known == null) {
      known = first.get();
      all.put(key, known);
    }
    return known;
  }

  void runCallbacks() {
    Deque<Runnable> queue = callbacks;
    while (queue != null && !queue.isEmpty()) {
      queue.poll().run();
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
}
