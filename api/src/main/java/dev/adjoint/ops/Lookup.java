package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Tape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of a table, by number, alone or in bags. */
public final class Lookup {
  /** What becomes of the rows of a bag. */
  public enum Bag {
    /** They are added up. */
    SUM,
    /** They are averaged. */
    MEAN,
    /** The largest of each column; of equals the first. */
    MAX
  }

  private Lookup() {}

  private static void check(String name, Tensor table, Tensor index) {
    if (table.shape().rank() != 2) {
      throw new ShapeException(name + " takes a table [rows, width]; given the shape " + table.shape());
    }
    if (!index.dtype().isInteger()) {
      throw new DTypeException(name + " takes int32 or int64 indices; given " + index.dtype());
    }
    if (index.size() > 0) {
      long low = index.detach().min().itemAsLong();
      long high = index.detach().max().itemAsLong();
      int rows = table.shape().size(0);
      if (low < 0 || high >= rows) {
        throw new ShapeException(
            name + ": index " + (low < 0 ? low : high) + " is out of range for a table of " + rows + " rows"
                + (rows == 0 ? "" : "; expected 0 to " + (rows - 1)));
      }
    }
  }

  /**
   * Rows of a table: from {@code [..]} to {@code [.., width]}.
   *
   * @param padding a row that no gradient goes to; -1 for none
   */
  public static Tensor embedding(Tensor table, Tensor index, int padding) {
    check("embedding", table, index);
    checkPadding("embedding", table, padding);
    int[] sizes = Arrays.copyOf(index.shape().toArray(), index.shape().rank() + 1);
    sizes[index.shape().rank()] = table.shape().size(1);
    Tensor flat = index.reshape(index.size());
    Tensor rows = table.indexSelect(0, flat);
    if (padding >= 0) {
      rows = Tensor.where(flat.eq(padding).unsqueeze(1), rows.detach(), rows);
    }
    return rows.reshape(sizes);
  }

  private static void checkPadding(String name, Tensor table, int padding) {
    if (padding < -1 || padding >= table.shape().size(0)) {
      throw new ShapeException(
          name + ": the padding index " + padding + " is no row of a table of " + table.shape().size(0) + "; -1 is for none");
    }
  }

  /**
   * A sum, mean or maximum of the rows of each bag; an empty bag gives 0.
   *
   * @param index the bags one after the other, with one axis
   * @param offsets where each bag starts, the first at 0
   * @param weights what each row counts in its sum, or null
   * @param padding an index that is left out of its bag; -1 for none
   * @return {@code [bags, width]}
   */
  public static Tensor bags(Tensor table, Tensor index, Tensor offsets, Bag how, @Nullable Tensor weights, int padding) {
    String name = "embeddingBag";
    check(name, table, index);
    checkPadding(name, table, padding);
    if (weights != null && (how != Bag.SUM || !weights.shape().equals(index.shape()))) {
      throw new ShapeException(
          name + " takes one weight for each index, for sums alone; given weights of shape " + weights.shape()
              + " for indices of shape " + index.shape() + " and " + how);
    }
    Tape.checkOneDevice(name, new Tensor[] {table, index, offsets});
    int[] kept = index.toIntArray();
    int[] starts = starts(name, index, offsets);
    int[] places = new int[kept.length];
    int[] bag = new int[kept.length];
    int[] lengths = new int[starts.length];
    int n = 0;
    for (int i = 0, b = 0; i < kept.length; i++) {
      while (b + 1 < starts.length && starts[b + 1] <= i) {
        b++;
      }
      if (kept[i] != padding) {
        places[n] = i;
        bag[n++] = b;
        lengths[b]++;
      }
    }
    Tensor at = Constants.indices(table, Arrays.copyOf(places, n));
    Tensor rows = table.indexSelect(0, index.to(DType.INT32).indexSelect(0, at));
    if (how == Bag.MAX) {
      return largest(rows, lengths);
    }
    if (weights != null) {
      rows = rows.mul(weights.indexSelect(0, at).unsqueeze(1));
    }
    Tensor sums = Tensor.zeros(Shape.of(starts.length, table.shape().size(1)), table.dtype(), table.backend())
        .indexAdd(0, Constants.indices(table, Arrays.copyOf(bag, n)), rows);
    if (how == Bag.SUM) {
      return sums;
    }
    double[] counts = Arrays.stream(lengths).mapToDouble(l -> Math.max(1, l)).toArray();
    return sums.div(Constants.of(table, counts).unsqueeze(1));
  }

  private static int[] starts(String name, Tensor index, Tensor offsets) {
    if (index.shape().rank() != 1 || offsets.shape().rank() != 1 || !offsets.dtype().isInteger()) {
      throw new ShapeException(
          name + " takes indices and integer offsets with one axis each; given shapes " + index.shape() + " and "
              + offsets.shape());
    }
    int[] starts = offsets.toIntArray();
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] < (i == 0 ? 0 : starts[i - 1]) || starts[i] > index.size() || i == 0 && starts[i] != 0) {
        throw new ShapeException(
            name + ": offsets start at 0, do not fall, and stay within the " + index.size() + " indices; given "
                + Arrays.toString(starts));
      }
    }
    return starts;
  }

  private static Tensor largest(Tensor rows, int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElse(0);
    int width = rows.shape().size(1);
    if (longest == 0) {
      return Tensor.zeros(Shape.of(lengths.length, width), rows.dtype(), rows.backend());
    }
    // Bags of one length: shorter ones repeat their last row, empty ones any row, and are put to 0.
    int[] places = new int[lengths.length * longest];
    double[] some = new double[lengths.length];
    for (int b = 0, start = 0; b < lengths.length; start += lengths[b++]) {
      some[b] = lengths[b] > 0 ? 1 : 0;
      for (int i = 0; i < longest; i++) {
        places[b * longest + i] = lengths[b] == 0 ? 0 : start + Math.min(i, lengths[b] - 1);
      }
    }
    Tensor at = Constants.indices(rows, places);
    Tensor bags = rows.detach().indexSelect(0, at).reshape(lengths.length, longest, width);
    Tensor winners = Pooling.first(bags, at.reshape(lengths.length, longest, 1).expand(bags.shape()), new int[] {1});
    Tensor values = rows.gather(0, winners);
    Tensor isSome = Constants.of(rows, some).unsqueeze(1).ne(0);
    return Tensor.where(isSome, values, Tensor.zerosLike(values.detach()));
  }
}
