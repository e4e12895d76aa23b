package dev.adjoint.autograd;

import dev.adjoint.DType;
import dev.adjoint.Mode;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One recorded operation: turns the gradients of its outputs into those of its inputs. Its sequence number is larger than
 * that of every node it leads to, which is the order in which the engine walks.
 */
public abstract class Node {
  private static final AtomicLong SEQUENCE = new AtomicLong();
  private static final AtomicLong LEAVES = new AtomicLong();

  private static final Edge[] NO_EDGES = {};

  private final long sequence;
  private final @Nullable Edge[] next;
  private volatile @Nullable Hooks hooks;
  private Anomaly.@Nullable Trace trace;

  /** What an output is like: gradients towards it must fit. */
  public record Output(Shape shape, DType dtype) {}

  /** A node over the edges of its inputs; null for an input that needs no gradient. */
  protected Node(@Nullable Edge[] next) {
    this(SEQUENCE.incrementAndGet(), next);
  }

  private Node(long sequence, @Nullable Edge[] next) {
    this.sequence = sequence;
    this.next = next;
  }

  /** A leaf. It is numbered below all that is recorded: leaves come last in a walk, so that nothing is accumulated unless all is. */
  Node() {
    this(LEAVES.getAndDecrement(), NO_EDGES);
  }

  /** The operation's name, for instance {@code mul}. */
  public abstract String name();

  /** What an elementwise operation computes of each element, and the derivatives of that; null for all others. */
  public @Nullable ScalarFormula formula() {
    return null;
  }

  /** Where the gradients of the inputs go, one entry an input; null for an input that needs none. */
  public final List<@Nullable Edge> next() {
    return Collections.unmodifiableList(Arrays.asList(next));
  }

  /** What is kept for the gradient; empty once it was freed. */
  public abstract List<SavedTensor> saved();

  /** The bytes that {@link #saved()} keeps alive, counting a storage once. */
  public final long savedBytes() {
    return SavedTensor.bytes(saved());
  }

  /** Whether gradients end here, in a tensor that was not computed. */
  public final boolean isLeaf() {
    return this instanceof LeafNode;
  }

  /** The order of recording: later nodes have larger numbers. */
  public final long sequence() {
    return sequence;
  }

  /**
   * The gradients of the inputs.
   *
   * @param gradients of the outputs, null where an output did not take part
   * @return one entry an input, null where it gets none
   */
  protected abstract @Nullable Tensor[] backward(@Nullable Tensor[] gradients);

  /** Lets go of what was saved. */
  protected abstract void free();

  /** Throws if this node can no longer run, because what it saved was freed. */
  void checkNotFreed() {}

  /** What an output is like, counted from 0. */
  public abstract Output output(int slot);

  /** How many outputs there are. */
  public abstract int outputs();

  @Nullable
  Edge edge(int input) {
    return next[input];
  }

  int inputs() {
    return next.length;
  }

  /**
   * Calls a function with the gradients of the outputs before this node runs, in the order of registration; what it returns,
   * unless null, replaces them.
   *
   * @param hook gets one entry an output, null for one that did not take part
   * @return closing it removes the hook
   */
  public final Mode registerPreHook(UnaryOperator<List<@Nullable Tensor>> hook) {
    return hooks().addPre(hook)::run;
  }

  /**
   * Calls a function with the gradients of the inputs and those of the outputs after this node ran; what it returns, unless
   * null, replaces those of the inputs. On a leaf it is called once the leaf's gradient was added.
   *
   * @return closing it removes the hook
   */
  public final Mode registerHook(BinaryOperator<List<@Nullable Tensor>> hook) {
    return hooks().addPost(hook)::run;
  }

  /** Calls a function with the gradient of an output once it is complete; what it returns, unless null, replaces it. */
  Runnable addHook(int slot, Function<Tensor, @Nullable Tensor> function) {
    return hooks().addTensor(slot, function);
  }

  /** The hooks, made if there are none. */
  final synchronized Hooks hooks() {
    Hooks known = hooks;
    if (known == null) {
      known = new Hooks(this);
      hooks = known;
    }
    return known;
  }

  /** The hooks; null if there never were any. */
  final @Nullable Hooks hooksOrNull() {
    return hooks;
  }

  /** Where it was made; null unless in anomaly mode. */
  final Anomaly.@Nullable Trace trace() {
    return trace;
  }

  /** Takes down where it is made, in anomaly mode. */
  final void traceHere() {
    trace = Anomaly.here(name());
  }

  /** By the sequence number, which spreads better than an object's identity and costs less. */
  @Override
  public final int hashCode() {
    return Long.hashCode(sequence);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return name() + "#" + sequence;
  }
}
