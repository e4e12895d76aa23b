package dev.adjoint.spi;

import dev.adjoint.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short program that runs along some axes of its inputs: along each row, as it is called here whatever the axes are. Its
 * steps combine a row into one value, compute with such values of the row, or compute elements; each reads inputs and the
 * values of steps before it. Written down as a whole, so that a backend may take a row through all steps while it is in the
 * cache. Softmax:
 *
 * <pre>{@code
 * var p = RowProgram.over(FLOAT32);
 * Expr largest = p.fold(Reduction.MAX, p.input(0));
 * Expr e = p.each(p.input(0).sub(largest).exp());
 * Expr scale = p.row(p.fold(Reduction.SUM, e).reciprocal());
 * RowProgram softmax = p.returning(p.each(e.mul(scale)));
 * }</pre>
 */
public final class RowProgram {
  /** What a step gives. */
  public enum Kind {
    /** One value a row: its elements combined. */
    FOLD,
    /** One value a row, of such values. */
    ROW,
    /** An element at each index. */
    EACH
  }

  /**
   * A step.
   *
   * @param reduction how elements are combined, where they are
   * @param kernel the expression; its dtype is the step's
   * @param reads where the expression's arguments come from: the number of an input, or, counted on from those, of a step
   */
  public record Step(Kind kind, @Nullable Reduction reduction, Kernel kernel, int[] reads) {}

  private final int inputs;
  private final List<Step> steps;
  private final int[] results;

  private RowProgram(int inputs, List<Step> steps, int[] results) {
    this.inputs = inputs;
    this.steps = List.copyOf(steps);
    this.results = results;
  }

  /** A program over inputs of these types, to be written. */
  public static Writer over(DType... inputs) {
    return new Writer(inputs);
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The steps, in order. */
  public List<Step> steps() {
    return steps;
  }

  /** How many values are returned. */
  public int results() {
    return results.length;
  }

  /** The number of the step whose value is returned at a place. */
  public int result(int place) {
    return results[place];
  }

  /** Where a step's value is returned; -1 if it is not. */
  public int placeOf(int step) {
    for (int i = 0; i < results.length; i++) {
      if (results[i] == step) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return steps.toString();
  }

  /** Writes a program: each method adds a step and returns the expression that reads its value. */
  public static final class Writer {
    private final DType[] inputs;
    private final List<Step> steps = new ArrayList<>();

    private Writer(DType[] inputs) {
      this.inputs = inputs.clone();
    }

    /** The element of an input. A step that computes with values of rows may read inputs that do not change along a row. */
    public Expr input(int index) {
      return Expr.arg(index, inputs[index]);
    }

    /** Combines the values of an expression along the row. */
    public Expr fold(Reduction reduction, Expr element) {
      return add(Kind.FOLD, reduction, element);
    }

    /** Computes with values of the row. */
    public Expr row(Expr value) {
      return add(Kind.ROW, null, value);
    }

    /** Computes elements. */
    public Expr each(Expr element) {
      return add(Kind.EACH, null, element);
    }

    private Expr add(Kind kind, @Nullable Reduction reduction, Expr e) {
      if (Kernel.of(e).steps().stream().anyMatch(step -> step.expr() instanceof Expr.Index)) {
        throw new IllegalArgumentException("A program knows no coordinates, since it may see a few rows at a time: " + e);
      }
      BitSet read = Differentiation.reads(e);
      int[] reads = read.stream().toArray();
      int[] numbers = new int[read.length()];
      for (int i = 0; i < reads.length; i++) {
        numbers[reads[i]] = i;
        boolean element = reads[i] >= inputs.length && steps.get(reads[i] - inputs.length).kind == Kind.EACH;
        if (element && kind == Kind.ROW) {
          throw new IllegalArgumentException("A value of a row is computed from others such, not from elements: " + e);
        }
      }
      // Numbered from 0 on, so that programs which do the same share what a backend compiled for it.
      steps.add(new Step(kind, reduction, Kernel.of(Differentiation.renumber(e, numbers)), reads));
      return Expr.arg(inputs.length + steps.size() - 1, e.dtype());
    }

    /** The program that returns the values of these steps, each of another one. */
    public RowProgram returning(Expr... values) {
      int[] results = new int[values.length];
      for (int i = 0; i < results.length; i++) {
        int number = values[i] instanceof Expr.Arg arg ? arg.index() - inputs.length : -1;
        if (number < 0 || number >= steps.size() || Arrays.stream(results, 0, i).anyMatch(r -> r == number)) {
          throw new IllegalArgumentException("A program returns the values of steps, each once; given " + values[i]);
        }
        results[i] = number;
      }
      return new RowProgram(inputs.length, steps, results);
    }
  }
}
