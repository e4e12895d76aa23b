package dev.adjoint;

import dev.adjoint.autograd.Dual;
import dev.adjoint.autograd.Edge;
import dev.adjoint.autograd.GradMode;
import dev.adjoint.autograd.Meta;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.Reverse;
import dev.adjoint.autograd.Tape;
import dev.adjoint.autograd.Version;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Functions;
import dev.adjoint.ops.Joining;
import dev.adjoint.ops.Reshaping;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Numbers along any number of axes, on a backend. An ordinary object: nothing to close. Operations return new tensors and
 * broadcast their operands; those whose name ends in {@code i} change the tensor itself. Where a leaf requires a gradient,
 * everything computed from it is recorded, and {@link #backward()} finds the gradient.
 *
 * <p>Axes are counted from 0, or from the end: -1 is the last. Reductions without axes go over all of them.
 */
public final class Tensor extends PlacingMethods {
  private static final AtomicReferenceFieldUpdater<Tensor, @Nullable Meta> META =
      AtomicReferenceFieldUpdater.newUpdater(Tensor.class, Meta.class, "meta");

  private final Backend backend;
  private final View view;
  /** Null for an inference tensor, whose changes nobody counts. */
  private final @Nullable Version version;
  /** The tensor this one is a view of, itself no view; null if this one has its own storage. */
  private final @Nullable Tensor base;
  private final @Nullable Dual dual;
  private volatile @Nullable Meta meta;
  /** Whether it is a view that nothing recorded: its history cannot follow its base's. */
  private final boolean unrecordedView;

  private Tensor(
      Backend backend, View view, @Nullable Version version, @Nullable Tensor base, @Nullable Dual dual, @Nullable Meta meta) {
    this(backend, view, version, base, dual, meta, false);
  }

  private Tensor(
      Backend backend, View view, @Nullable Version version, @Nullable Tensor base, @Nullable Dual dual, @Nullable Meta meta,
      boolean unrecordedView) {
    this.unrecordedView = unrecordedView;
    this.backend = backend;
    this.view = view;
    this.version = version;
    this.base = base;
    this.dual = dual;
    if (meta != null) {
      this.meta = meta; // a fence, which costs as much as some of the rest: not for the null that is there
    }
  }

  // ---- What it is ----

  @Override
  Tensor self() {
    return this;
  }

  /** The sizes along the axes. */
  @Override
  public Shape shape() {
    return view.shape();
  }

  /** The type of the elements. */
  public DType dtype() {
    return view.dtype();
  }

  /** Where it lives. */
  public Device device() {
    return Device.of(backend.name());
  }

  /** The number of elements. */
  public int size() {
    return view.shape().size();
  }

  /** The only element, as a double. */
  public double item() {
    return Reading.item(this).doubleValue();
  }

  /** The only element, as a long; floats are truncated. */
  public long itemAsLong() {
    return Reading.item(this).longValue();
  }

  /** The elements row by row, as floats. */
  public float[] toFloatArray() {
    return (float[]) Reading.array(this, DType.FLOAT32);
  }

  /** The elements row by row, as doubles. */
  public double[] toDoubleArray() {
    return (double[]) Reading.array(this, DType.FLOAT64);
  }

  /** The elements row by row, as ints; floats are truncated. */
  public int[] toIntArray() {
    return (int[]) Reading.array(this, DType.INT32);
  }

  /** The elements row by row, as longs; floats are truncated. */
  public long[] toLongArray() {
    return (long[]) Reading.array(this, DType.INT64);
  }

  /** The elements row by row, as booleans; whatever is not 0 is true. */
  public boolean[] toBooleanArray() {
    return (boolean[]) Reading.array(this, DType.BOOL);
  }

  /** Values, type, and what gradient it takes part in. */
  @Override
  public String toString() {
    return Reading.text(this);
  }

  // ---- Differentiation ----

  /** Whether gradients flow to it. */
  public boolean requiresGrad() {
    return Tape.requiresGrad(this);
  }

  /**
   * Makes this leaf collect a gradient, or no longer.
   *
   * @return this
   * @throws AutogradException if it is not floating-point, or if it is computed and the flag would be turned off
   */
  public Tensor requiresGrad(boolean on) {
    Tape.setRequiresGrad(this, on);
    return this;
  }

  /** Whether it was made, not computed from something that requires a gradient. */
  public boolean isLeaf() {
    return Tape.history(this) == null;
  }

  /** The node that computed it; null for a leaf. */
  public @Nullable Node gradFn() {
    Edge history = Tape.history(this);
    return history == null ? null : history.node();
  }

  /** The gradient collected by backward; null before that. */
  public @Nullable Tensor grad() {
    return Tape.grad(this);
  }

  /**
   * Sets the gradient, or forgets it.
   *
   * @param grad of this tensor's shape, type and device, or null
   */
  public void grad(@Nullable Tensor grad) {
    Tape.setGrad(this, grad);
  }

  /** Forgets the gradient: {@link #grad()} is null again. */
  public void clearGrad() {
    Tape.setGrad(this, null);
  }

  /** Sets the gradient, if there is one, to zeros. */
  public void zeroGrad() {
    Tensor grad = grad();
    if (grad != null) {
      Tape.setGrad(this, zerosLike(grad));
    }
  }

  /** Keeps the gradient of this tensor as well, though it is not a leaf. */
  public Tensor retainGrad() {
    Tape.retainGrad(this);
    return this;
  }

  /**
   * Calls a function with this tensor's gradient once it is complete; what it returns, unless null, replaces the gradient.
   *
   * @return closing it removes the hook
   */
  public Mode registerHook(Function<Tensor, @Nullable Tensor> hook) {
    return Tape.addHook(this, hook)::run;
  }

  /**
   * Calls a function after a backward pass added to this leaf's gradient, with this tensor.
   *
   * @return closing it removes the hook
   * @throws AutogradException if this is no leaf that requires a gradient
   */
  public Mode registerPostAccumulateGradHook(Consumer<Tensor> hook) {
    return Tape.addPostAccumulateHook(this, hook)::run;
  }

  /** Adds to the gradients of all leaves this one-element tensor depends on, and frees the graph. */
  public void backward() {
    backward(null, Backward.DEFAULT);
  }

  /** {@link #backward()} with options. */
  public void backward(Backward options) {
    backward(null, options);
  }

  /** {@link #backward()} from a tensor of any shape, given the gradient towards it, of the same shape. */
  public void backward(Tensor gradient) {
    backward(gradient, Backward.DEFAULT);
  }

  /** {@link #backward(Tensor)} with options. */
  public void backward(@Nullable Tensor gradient, Backward options) {
    Reverse.backward(
        List.of(this), Collections.singletonList(gradient), options.into(), options.keepsGraph(), options.recordsGraph());
  }

  /** The same storage without history: no gradient flows through it. */
  public Tensor detach() {
    return new Tensor(backend, view, version, null, null, null);
  }

  // ---- Of several tensors ----

  /** {@code ifTrue} where the condition holds, {@code ifFalse} elsewhere; all three broadcast. */
  public static Tensor where(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
    return Elementwise.where(condition, ifTrue, ifFalse);
  }

  /** {@code ifTrue} where the condition holds, a number elsewhere; the tensors broadcast. */
  public static Tensor where(Tensor condition, Tensor ifTrue, double ifFalse) {
    return Functions.where(condition, ifTrue, ifFalse);
  }

  /** A number where the condition holds, {@code ifFalse} elsewhere; the tensors broadcast. */
  public static Tensor where(Tensor condition, double ifTrue, Tensor ifFalse) {
    return Functions.where(condition, ifTrue, ifFalse);
  }

  /** Tensors one after the other along an axis. */
  public static Tensor concat(int axis, Tensor... parts) {
    return Joining.concat(axis, parts);
  }

  /** Tensors of one shape along a new axis. */
  public static Tensor stack(int axis, Tensor... parts) {
    return Joining.stack(axis, parts);
  }

  /** Of vectors the coordinates of their grid: the i-th result changes along axis i only. Views. */
  public static List<Tensor> meshgrid(Tensor... vectors) {
    return Reshaping.meshgrid(vectors);
  }

  /** {@link #meshgrid} with the first two axes exchanged, as plots have them: the first vector runs along the rows. */
  public static List<Tensor> meshgridXy(Tensor... vectors) {
    return Reshaping.meshgridXy(vectors);
  }

  // ---- Copies and conversions ----

  /** A new tensor with the same values, through which gradients flow. */
  public Tensor copy() {
    return Elementwise.copy().apply(this);
  }

  /** This tensor if its elements lie row by row, else a copy. */
  public Tensor contiguous() {
    return view.isContiguous() ? this : copy();
  }

  /** The values in another type; floats are truncated to integers, whatever is not 0 is true. */
  public Tensor to(DType dtype) {
    Objects.requireNonNull(dtype, "to: the dtype is null; expected one such as DType.FLOAT32");
    return dtype == dtype() ? this : Elementwise.cast(dtype).apply(this);
  }

  /** The values on another device; gradients come back to this one. */
  public Tensor to(Device device) {
    Objects.requireNonNull(device, "to: the device is null; expected one such as Device.of(\"cpu\")");
    return device.backend().equals(backend.name()) ? this : Transfer.apply(this, Backends.get(device.backend()));
  }

  // ---- For operations and backends ----

  /** A tensor over storage of a backend. */
  public static Tensor wrap(Backend backend, View view) {
    return new Tensor(backend, view, GradMode.isInference() ? null : new Version(), null, null, null);
  }

  /** Another view of a tensor's storage. */
  public static Tensor viewOf(Tensor of, View view) {
    Tensor root = of.base == null ? of : of.base;
    Meta rootMeta = root.meta;
    return new Tensor(
        of.backend, view, of.version, root, null, rootMeta == null ? null : rootMeta.forNewView(),
        of.unrecordedView || !GradMode.isRecording());
  }

  /** The backend that computes it. */
  public Backend backend() {
    return backend;
  }

  /** Where its elements lie. */
  public View view() {
    return view;
  }

  /** The tensor whose storage this one is a view of; null if it has its own. */
  public @Nullable Tensor base() {
    return base;
  }

  /** Whether it covers its storage, row by row. */
  public boolean isWholeStorage() {
    return view.isContiguous() && view.offset() == 0 && view.buffer().size() == size();
  }

  /** Whether another tensor's elements lie in the same storage, so that a change in place of one may show in the other. */
  public boolean sharesStorage(Tensor other) {
    return view().buffer() == other.view().buffer();
  }

  /**
   * How often its storage was changed in place.
   *
   * @throws AutogradException for a tensor made in inference mode, whose changes are not counted
   */
  public int version() {
    if (version == null) {
      throw new AutogradException("A tensor made in inference mode counts no versions");
    }
    return version.count();
  }

  /** Whether it was made in inference mode: never recorded, its changes not counted. */
  public boolean isInference() {
    return version == null;
  }

  /** Whether it is a view made where nothing is recorded, in noGrad() or inferenceMode(), or a view of one. */
  public boolean isUnrecordedView() {
    return unrecordedView;
  }

  /** Counts a change of the storage; for operations that write into it. */
  public void bumpVersion() {
    if (version != null) {
      version.bump();
    }
  }

  /** The record of its differentiation, if it takes part. */
  public @Nullable Meta meta() {
    return meta;
  }

  /** The record of its differentiation, made if there is none. */
  public Meta metaOrNew() {
    Meta known = meta;
    if (known != null) {
      return known;
    }
    META.compareAndSet(this, null, new Meta());
    return Objects.requireNonNull(meta);
  }

  /** The tangents it carries in forward mode. */
  public @Nullable Dual dual() {
    return dual;
  }

  /** The same tensor with other tangents. */
  public Tensor withDual(@Nullable Dual tangents) {
    return new Tensor(backend, view, version, base, tangents, metaOrNew(), unrecordedView);
  }

  /** The same storage with another history. */
  public Tensor withHistory(Edge history) {
    return new Tensor(backend, view, version, null, null, Meta.of(history));
  }

  /** The same storage and tangents without history. */
  public Tensor withoutHistory() {
    return new Tensor(backend, view, version, null, dual, null);
  }

  /** A copy of the values that keeps the history as it is now, for what is about to change in place. */
  public Tensor snapshot() {
    Tensor copy = detach().copy();
    Edge history = Tape.history(this);
    return new Tensor(backend, copy.view, copy.version, null, null, history == null ? null : Meta.of(history));
  }
}
