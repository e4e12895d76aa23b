package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor that takes part in differentiation remembers: the node that made it, or, for a leaf, whether it collects a
 * gradient, and the gradient. Opaque outside this package; use the methods of {@link Tensor} and {@link Tape}.
 */
public final class Meta {
  private volatile boolean leafRequiresGrad;
  private volatile @Nullable Edge history;
  /** To where the gradients of this leaf go, made once. */
  private volatile @Nullable Edge sink;
  private static final AtomicReferenceFieldUpdater<Meta, @Nullable Object> GRAD =
      AtomicReferenceFieldUpdater.newUpdater(Meta.class, Object.class, "grad");

  /** A tensor, or an {@link Own} one. */
  private volatile @Nullable Object grad;
  /** Keeps the gradient of what is computed; goes with the history. */
  private @Nullable Function<Tensor, @Nullable Tensor> retain;
  private @Nullable String aliasMadeBy;
  /** Null where there never was one: most have none, and a volatile field costs when it is set. */
  private volatile @Nullable List<Runnable> postAccumulate;
  /** How often the history was rewritten by an in-place operation; views compare theirs with their base's. */
  private int rewrites;

  /**
   * A gradient in a storage that nobody else can read, until somebody asks for the gradient: given back when it is cleared.
   *
   * @param owner who would look after the storage if it were not the leaf's
   */
  private record Own(Tensor tensor, Memory.@Nullable Owner owner) {}

  /** A record with nothing in it. */
  public Meta() {}

  /** The record of a tensor that is at the end of an edge. */
  public static Meta of(Edge history) {
    Meta meta = new Meta();
    meta.history = history;
    return meta;
  }

  /** The record of a new view of this tensor, which sees the storage as it is after the changes made so far. */
  public @Nullable Meta forNewView() {
    if (rewrites == 0) {
      return null;
    }
    Meta meta = new Meta();
    meta.rewrites = rewrites;
    return meta;
  }

  /** The custom function that returned this tensor as a view of its input; null for any other. */
  @Nullable
  String aliasMadeBy() {
    return aliasMadeBy;
  }

  void aliasMadeBy(String function) {
    aliasMadeBy = function;
  }

  boolean requiresGrad() {
    return leafRequiresGrad || history != null;
  }

  void leafRequiresGrad(boolean on) {
    leafRequiresGrad = on;
  }

  boolean leafRequiresGrad() {
    return leafRequiresGrad;
  }

  @Nullable
  Edge history() {
    return history;
  }

  void rewrite(Edge newHistory) {
    rewrite(newHistory, rewrites + 1);
  }

  void rewrite(Edge newHistory, int count) {
    Edge old = history;
    Function<Tensor, @Nullable Tensor> moving = retain;
    if (moving != null && old != null) {
      old.node().hooks().removeRetained(moving);
      newHistory.node().hooks().addRetained(newHistory.slot(), moving);
    }
    history = newHistory;
    rewrites = count;
  }

  int rewrites() {
    return rewrites;
  }

  Edge sink(Tensor leaf) {
    Edge known = sink;
    return known == null ? newSink(leaf) : known;
  }

  private synchronized Edge newSink(Tensor leaf) {
    Edge known = sink;
    if (known == null) {
      known = new Edge(new LeafNode(this, leaf.shape(), leaf.dtype()), 0);
      sink = known;
    }
    return known;
  }

  /** The gradient that is kept, for somebody who may keep it as well. */
  @Nullable
  Tensor grad() {
    Object now = grad;
    while (now instanceof Own own) {
      if (GRAD.compareAndSet(this, own, own.tensor)) {
        if (own.owner != null && own.owner == Memory.owner()) {
          own.owner.made(own.tensor.backend(), own.tensor.view().buffer());
        }
        return own.tensor;
      }
      now = grad;
    }
    return (Tensor) now;
  }

  /** The gradient that is kept, for somebody who lets go of it at once. */
  public @Nullable Tensor peekGrad() {
    Object now = grad;
    return now instanceof Own own ? own.tensor : (Tensor) now;
  }

  /** Keeps a gradient that lies in a storage of its own, and that nobody else has. */
  void ownGrad(Tensor value) {
    grad = new Own(value, Memory.owner());
    Memory.holds(this);
  }

  /** Lets go of the gradient; of its storage at once, if nobody else can have it. */
  void clearGrad() {
    if (grad instanceof Own) {
      clearOwnGrad();
    } else {
      grad = null;
    }
  }

  /** Not while another thread adds to it. */
  private synchronized void clearOwnGrad() {
    if (GRAD.getAndSet(this, null) instanceof Own own) {
      own.tensor.backend().recycle(own.tensor.view().buffer());
    }
  }

  void grad(@Nullable Tensor value) {
    grad = value;
    if (value != null) {
      Memory.holds(this);
    }
  }

  synchronized Runnable addPostAccumulate(Runnable hook) {
    Runnable mine = hook::run;
    List<Runnable> before = postAccumulate;
    List<Runnable> more = new ArrayList<>(before == null ? List.of() : before);
    more.add(mine);
    postAccumulate = List.copyOf(more);
    return () -> {
      synchronized (this) {
        postAccumulate = Objects.requireNonNull(postAccumulate).stream().filter(h -> h != mine).toList();
      }
    };
  }

  void runPostAccumulate() {
    List<Runnable> hooks = postAccumulate;
    if (hooks != null) {
      hooks.forEach(Runnable::run);
    }
  }

  boolean retainsGrad() {
    return retain != null;
  }

  void retain(Edge at, Function<Tensor, @Nullable Tensor> keep) {
    retain = keep;
    at.node().hooks().addRetained(at.slot(), keep);
  }
}
