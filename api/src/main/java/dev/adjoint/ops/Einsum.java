package dev.adjoint.ops;

import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Sums of products named by the labels of their axes. Everything is made of views, sums, products by element and matrix
 * products, whose derivatives follow.
 */
public final class Einsum {
  /** Up to so many operands the order of the products is the best there is; beyond, pairs that shrink most come first. */
  private static final int EXHAUSTIVE = 5;

  private Einsum() {}

  /** A tensor and its axes' labels, each once. */
  private record Labelled(Tensor tensor, int[] labels) {
    boolean has(int label) {
      return at(label) >= 0;
    }

    int at(int label) {
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == label) {
          return i;
        }
      }
      return -1;
    }

    /** The axes in the order of other labels, all of them its own. */
    Tensor in(int... order) {
      int[] axes = Arrays.stream(order).map(this::at).toArray();
      return isAscending(axes) ? tensor : Views.permute(tensor, axes);
    }

    private static boolean isAscending(int[] axes) {
      return IntStream.range(0, axes.length).allMatch(i -> axes[i] == i);
    }

    /** The product of the sizes of some of its labels. */
    int size(int... some) {
      return Arrays.stream(some).map(label -> tensor.shape().size(at(label))).reduce(1, (x, y) -> x * y);
    }

    int[] where(IntPredicate condition) {
      return Arrays.stream(labels).filter(condition).toArray();
    }
  }

  /** The result of an equation such as {@code "bij,bjk->bik"} on as many operands as it names. */
  public static Tensor einsum(String equation, Tensor... operands) {
    Objects.requireNonNull(equation, "einsum: the equation is null; expected one such as \"ij,jk->ik\"");
    Objects.requireNonNull(operands, "einsum: the operands are null; expected tensors");
    Tape.checkPresent("einsum", operands);
    Shape[] shapes = Arrays.stream(operands).map(Tensor::shape).toArray(Shape[]::new);
    Subscripts subscripts = Subscripts.of(equation, shapes);
    Tape.checkOneDevice("einsum", operands);
    for (Tensor operand : operands) {
      if (operand.dtype() != operands[0].dtype()) {
        throw new DTypeException(
            "einsum of " + operands[0].dtype() + " and " + operand.dtype()
                + ": expected operands of one type. Convert one of them with to(dtype)");
      }
    }
    int[] sizes = sizes(subscripts, shapes);
    List<Labelled> parts = new ArrayList<>();
    for (int i = 0; i < operands.length; i++) {
      parts.add(withoutOnes(diagonals(operands[i], subscripts.operand(i)), sizes));
    }
    int[] output = subscripts.output();
    while (parts.size() > 1) {
      sumAlone(parts, output);
      int[] pair = ContractionOrder.next(parts.stream().map(Labelled::labels).toList(), sizes, output, EXHAUSTIVE);
      Labelled right = parts.remove(pair[1]);
      Labelled left = parts.remove(pair[0]);
      parts.add(pair[0], product(left, right, kept(parts, output)));
    }
    sumAlone(parts, output);
    return parts.getFirst().in(output);
  }

  /** The size of each label; a size of 1 stretches to another. */
  private static int[] sizes(Subscripts subscripts, Shape[] shapes) {
    int[] sizes = new int[subscripts.bound()];
    Arrays.fill(sizes, 1);
    for (int i = 0; i < shapes.length; i++) {
      int[] labels = subscripts.operand(i);
      for (int axis = 0; axis < labels.length; axis++) {
        int size = shapes[i].size(axis);
        for (int other = 0; other < axis; other++) {
          if (labels[other] == labels[axis] && shapes[i].size(other) != size) {
            throw subscripts.error(subscripts.place(i, axis), "operand " + i + ", of shape " + shapes[i] + ", has the label "
                + Subscripts.name(labels[axis]) + " twice, with the sizes " + shapes[i].size(other) + " and " + size);
          }
        }
        int known = sizes[labels[axis]];
        if (size != known && size != 1 && known != 1) {
          throw subscripts.error(
              subscripts.place(i, axis), "operand " + i + ", of shape " + shapes[i] + ", has the size " + size + " along "
                  + Subscripts.name(labels[axis]) + ", another has " + known);
        }
        sizes[labels[axis]] = known == 1 ? size : known;
      }
    }
    return sizes;
  }

  /** Axes with one label become their diagonal. */
  private static Labelled diagonals(Tensor operand, int[] labels) {
    for (int a = 0; a < labels.length; a++) {
      for (int b = a + 1; b < labels.length; b++) {
        if (labels[a] == labels[b]) {
          // A third axis of the label stays where it is, for the next round.
          int[] others = withoutAxes(labels, a, b);
          return diagonals(Diagonals.diagonal(operand, a, b), Matrices.join(others, labels[a]));
        }
      }
    }
    return new Labelled(operand, labels);
  }

  private static int[] withoutAxes(int[] labels, int a, int b) {
    return IntStream.range(0, labels.length).filter(i -> i != a && i != b).map(i -> labels[i]).toArray();
  }

  /** Without axes of size 1 that stretch to another operand's size: to drop them is to stretch them. */
  private static Labelled withoutOnes(Labelled x, int[] sizes) {
    int[] left = IntStream.range(0, x.labels.length)
        .filter(i -> x.tensor.shape().size(i) == sizes[x.labels[i]]).toArray();
    if (left.length == x.labels.length) {
      return x;
    }
    int[] kept = Arrays.stream(left).map(i -> x.tensor.shape().size(i)).toArray();
    return new Labelled(Views.reshape(x.tensor, kept), Arrays.stream(left).map(i -> x.labels[i]).toArray());
  }

  /** Which labels the other parts or the output still need. */
  private static IntPredicate kept(List<Labelled> others, int[] output) {
    List<Labelled> now = List.copyOf(others);
    return label -> Arrays.stream(output).anyMatch(l -> l == label) || now.stream().anyMatch(p -> p.has(label));
  }

  /** Sums each part over the labels that nothing else has. */
  private static void sumAlone(List<Labelled> parts, int[] output) {
    for (int i = 0; i < parts.size(); i++) {
      Labelled part = parts.get(i);
      List<Labelled> others = new ArrayList<>(parts);
      others.remove(i);
      IntPredicate kept = kept(others, output);
      int[] summed = IntStream.range(0, part.labels.length).filter(axis -> !kept.test(part.labels[axis])).toArray();
      if (summed.length > 0) {
        parts.set(i, new Labelled(Reduce.sum(part.tensor, false, summed), part.where(kept)));
      }
    }
  }

  private static Labelled product(Labelled a, Labelled b, IntPredicate kept) {
    int[] batch = a.where(l -> b.has(l) && kept.test(l));
    int[] shared = a.where(l -> b.has(l) && !kept.test(l));
    int[] rows = a.where(l -> !b.has(l));
    int[] columns = b.where(l -> !a.has(l));
    int[] labels = Matrices.join(Matrices.join(batch, rows), columns);
    boolean byElement = shared.length == 0 || rows.length + columns.length == 0 && batch.length > 0;
    if (byElement || !a.tensor.dtype().isFloating()) {
      return byElement(a, b, labels, shared);
    }
    Tensor left = matrices(a, batch, rows, shared);
    Tensor right = matrices(b, batch, shared, columns);
    Tensor product = MatMul.matmul(left, right);
    int[] sizes = new int[labels.length];
    Arrays.setAll(sizes, i -> (a.has(labels[i]) ? a : b).size(labels[i]));
    return new Labelled(Views.reshape(product, sizes), labels);
  }

  /** One matrix for each index of the batch: some labels as its rows, some as its columns. A view where the layout allows. */
  private static Tensor matrices(Labelled x, int[] batch, int[] rows, int[] columns) {
    boolean flipped = rows.length > 0 && columns.length > 0 && x.at(columns[0]) < x.at(rows[0]);
    int[] first = flipped ? columns : rows;
    int[] second = flipped ? rows : columns;
    Tensor ordered = x.in(Matrices.join(Matrices.join(batch, first), second));
    if (first.length != 1 || second.length != 1) {
      int[] sizes = Arrays.copyOf(ordered.shape().toArray(), batch.length + 2);
      sizes[batch.length] = x.size(first);
      sizes[batch.length + 1] = x.size(second);
      ordered = Views.reshape(ordered, sizes);
    }
    return flipped ? Matrices.t(ordered) : ordered;
  }

  private static Labelled byElement(Labelled a, Labelled b, int[] labels, int[] summed) {
    int[] all = Matrices.join(labels, summed);
    Tensor product = stretched(a, all).mul(stretched(b, all));
    int[] axes = IntStream.range(labels.length, all.length).toArray();
    return new Labelled(axes.length == 0 ? product : Reduce.sum(product, false, axes), labels);
  }

  /** With an axis for each label, of size 1 where it has none. */
  private static Tensor stretched(Labelled x, int[] all) {
    Tensor ordered = x.in(Arrays.stream(all).filter(x::has).toArray());
    if (ordered.shape().rank() == all.length) {
      return ordered;
    }
    return Views.reshape(ordered, Arrays.stream(all).map(l -> x.has(l) ? x.size(l) : 1).toArray());
  }
}
