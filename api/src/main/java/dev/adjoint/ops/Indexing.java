package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.Index;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Indexing by a list of {@link Index}: what is found, and what becomes of it when something is put there. */
public final class Indexing {
  private Indexing() {}

  /** What the indices say: a view where no tensor is among them. */
  public static Tensor get(Tensor x, Index... where) {
    Walk walk = new Walk(x, where);
    return walk.picks() ? walk.pick() : walk.view;
  }

  /**
   * {@code x} with other values at the indices; the last one wins where an element is named twice.
   *
   * @param values broadcast to what {@link #get} gives
   */
  public static Tensor put(Tensor x, Tensor values, Index... where) {
    Tensor same = Masking.sameType("indexPut", x, values);
    if (where.length == 1 && where[0] instanceof Index.Picked(Tensor mask) && mask.dtype() == DType.BOOL
        && mask.shape().equals(x.shape()) && values.shape().rank() == 0) {
      return Tensor.where(mask, same, x);
    }
    Tensor places = places(x, where);
    return Scattering.place(x, places, fitted(same, places.shape()));
  }

  /** {@code x} with values added at the indices, as often as an element is named. */
  public static Tensor putAdd(Tensor x, Tensor values, Index... where) {
    Tensor places = places(x, where);
    Tensor source = fitted(Masking.sameType("indexPutAdd", x, values), places.shape()).flatten();
    return Scattering.add(x.flatten(), 0, places.flatten(), source).reshape(x.shape().toArray());
  }

  /** Overwrites what the indices say. */
  public static Tensor set(Tensor x, Tensor values, Index... where) {
    Walk walk = new Walk(x, where);
    if (walk.picks()) {
      x.assign(put(x, values, where));
    } else {
      walk.view.assign(fitted(values, walk.view.shape()));
    }
    return x;
  }

  /** {@link #set} of one number. */
  public static Tensor set(Tensor x, double value, Index... where) {
    return set(x, Indices.number("set", value, x), where);
  }

  private static Tensor places(Tensor x, Index... where) {
    return get(Indices.places(x.shape(), x.backend()), where);
  }

  private static Tensor fitted(Tensor values, Shape shape) {
    Tensor fitted = values;
    while (fitted.shape().rank() > shape.rank() && fitted.shape().size(0) == 1) {
      fitted = fitted.squeeze(0);
    }
    if (!fitted.shape().broadcastsTo(shape)) {
      throw new ShapeException(
          "Values of shape " + values.shape() + " do not broadcast to the shape " + shape + " of what the indices say");
    }
    return fitted.expand(shape);
  }

  /** The indices applied one after the other: a view, and the tensors that still have to pick from some of its axes. */
  private static final class Walk {
    private Tensor view;
    /** For each axis of the view up to the last one that was named, the indices to pick; null to take it whole. */
    private final List<@Nullable Tensor> indices = new ArrayList<>();

    Walk(Tensor x, Index[] where) {
      view = x;
      int named = 0;
      int ellipses = 0;
      Objects.requireNonNull(where, "indexing: the indices are null; expected Index.all() and others");
      for (Index index : where) {
        Objects.requireNonNull(index, "indexing: an index is null; expected Index.all() or another");
        named += axes(index);
        ellipses += index instanceof Index.Ellipsis ? 1 : 0;
      }
      if (named > x.shape().rank() || ellipses > 1) {
        throw new ShapeException(
            ellipses > 1 ? "An ellipsis stands for all axes that are left over: there can be only one"
                : named + " axes are indexed, and the shape " + x.shape() + " has " + x.shape().rank()
                    + (x.shape().rank() == 0 ? ": a 0-d tensor has no axis to index; item() is its only element" : ""));
      }
      int left = x.shape().rank() - named;
      for (Index index : where) {
        step(index, left);
      }
    }

    private static int axes(Index index) {
      return switch (index) {
        case Index.Picked(Tensor t) -> t.dtype() == DType.BOOL ? t.shape().rank() : 1;
        case Index.Ellipsis e -> 0;
        case Index.NewAxis n -> 0;
        case Index.At a -> 1;
        case Index.Range r -> 1;
      };
    }

    private void step(Index index, int left) {
      int axis = indices.size();
      switch (index) {
        case Index.At(int i) -> view = Windows.select(view, axis, i);
        case Index.Range(Integer start, Integer end, int step) -> {
          view = Windows.slice(view, axis, start, end, step);
          indices.add(null);
        }
        case Index.Ellipsis e -> {
          for (int i = 0; i < left; i++) {
            indices.add(null);
          }
        }
        case Index.NewAxis n -> {
          view = view.unsqueeze(axis);
          indices.add(null);
        }
        case Index.Picked(Tensor t) -> {
          Tape.checkOneDevice("indexing", new Tensor[] {view, t});
          indices.add(t.dtype() == DType.BOOL ? mask(t, axis) : Indices.fromEitherEnd("get", view.shape(), axis, t));
        }
      }
    }

    /** The axes that a mask covers become one, of which it picks. */
    private Tensor mask(Tensor mask, int axis) {
      int rank = mask.shape().rank();
      int[] sizes = view.shape().toArray();
      if (!Shape.of(Arrays.copyOfRange(sizes, axis, axis + rank)).equals(mask.shape())) {
        throw new ShapeException(
            "A mask has the sizes of the axes it stands for; given " + mask.shape() + " at axis " + axis + " of the shape "
                + view.shape());
      }
      view = rank == 0 ? view.unsqueeze(axis) : rank == 1 ? view : view.flatten(axis, axis + rank - 1);
      return Indices.of(Indices.trues(mask), view.backend());
    }

    boolean picks() {
      return indices.stream().anyMatch(i -> i != null);
    }

    /** Elements by the tensors together. */
    Tensor pick() {
      int rank = view.shape().rank();
      int[] order = new int[rank];
      int picked = 0;
      int first = -1;
      int last = -1;
      for (int i = 0; i < indices.size(); i++) {
        if (indices.get(i) != null) {
          order[picked++] = i;
          first = first < 0 ? i : first;
          last = i;
        }
      }
      Tensor from = view;
      if (last - first + 1 != picked) {
        // Apart: their axes go to the front.
        int n = picked;
        for (int i = 0; i < rank; i++) {
          if (i >= indices.size() || indices.get(i) == null) {
            order[n++] = i;
          }
        }
        from = Views.permute(view, order);
        first = 0;
      }
      Tensor at = combined();
      Tensor merged = picked == 1 ? from : from.flatten(first, first + picked - 1);
      Tensor out = Gathering.pickSlices(merged, first, at.flatten());
      return out.unflatten(first, at.shape().toArray());
    }

    /** One index into the indexed axes, taken as one axis. */
    private Tensor combined() {
      Tensor at = Indices.number("get", 0, Indices.count(0, view.backend()));
      for (int i = 0; i < indices.size(); i++) {
        Tensor index = indices.get(i);
        if (index != null) {
          at = at.mul(view.shape().size(i)).add(index);
        }
      }
      return at;
    }
  }
}
