package dev.adjoint.ops;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The subscripts of an einsum equation, read against the shapes of its operands. A label is a letter; the axes under an
 * ellipsis get labels of their own, counted from the last, so that they broadcast.
 */
final class Subscripts {
  /** Labels below this are letters; the ellipsis' axes follow, the last of them first. */
  private static final int LETTERS = 128;

  private final String equation;
  private final List<int[]> operands = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();
  private int[] output = {};
  private int ellipsisRank;

  private Subscripts(String equation) {
    this.equation = equation;
  }

  /**
   * Reads an equation.
   *
   * @throws ShapeException showing where it is wrong
   */
  static Subscripts of(String equation, Shape... shapes) {
    Subscripts out = new Subscripts(equation);
    int arrow = equation.indexOf("->");
    int end = arrow < 0 ? equation.length() : arrow;
    List<Term> terms = new ArrayList<>();
    for (int from = 0; from <= end;) {
      int comma = equation.indexOf(',', from);
      int to = comma < 0 || comma > end ? end : comma;
      terms.add(out.term(from, to));
      from = to + 1;
    }
    if (terms.size() != shapes.length) {
      throw out.error(0, "it names " + terms.size() + " operands; given " + shapes.length);
    }
    for (int i = 0; i < shapes.length; i++) {
      out.operands.add(out.read(terms.get(i), i, shapes[i]));
    }
    out.output = arrow < 0 ? out.implicit() : out.explicit(out.term(arrow + 2, equation.length()));
    return out;
  }

  /** The labels of one operand. */
  int[] operand(int index) {
    return operands.get(index);
  }

  /** Where in the equation an operand's axis is named. */
  int place(int operand, int axis) {
    return places.get(operand)[axis];
  }

  /** The labels of the result. */
  int[] output() {
    return output;
  }

  /** More than any label. */
  int bound() {
    return LETTERS + ellipsisRank;
  }

  /** A label for a message. */
  static String name(int label) {
    return label < LETTERS ? String.valueOf((char) label) : "axis " + (LETTERS - 1 - label) + " of ...";
  }

  ShapeException error(int position, String what) {
    return new ShapeException("einsum: " + what + "\n  " + equation + "\n  " + " ".repeat(position) + "^");
  }

  /** Letters and at most one ellipsis, with their positions in the equation. */
  private record Term(int start, List<Integer> letters, List<Integer> positions, int ellipsis, int dots) {}

  private Term term(int from, int to) {
    List<Integer> letters = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    int ellipsis = -1;
    int dots = -1;
    for (int at = from; at < to; at++) {
      char c = equation.charAt(at);
      if (c == '.') {
        if (ellipsis >= 0 || !equation.startsWith("...", at) || at + 3 > to) {
          throw error(at, ellipsis >= 0 ? "an operand has at most one ellipsis" : "a dot that is not part of an ellipsis ...");
        }
        ellipsis = letters.size();
        dots = at;
        at += 2;
      } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
        letters.add((int) c);
        positions.add(at);
      } else if (c != ' ') {
        throw error(at, "'" + c + "' is no label: expected letters, an ellipsis ..., commas and an arrow ->");
      }
    }
    return new Term(from, letters, positions, ellipsis, dots);
  }

  private int[] read(Term term, int index, Shape shape) {
    int named = term.letters.size();
    int covered = shape.rank() - named;
    if (covered < 0 || covered > 0 && term.ellipsis < 0) {
      throw error(term.start, "operand " + index + " has the shape " + shape + ", " + shape.rank() + " axes, but " + named
          + " labels" + (term.ellipsis < 0 ? "" : " besides the ellipsis"));
    }
    ellipsisRank = Math.max(ellipsisRank, covered);
    int[] labels = new int[shape.rank()];
    int[] at = new int[shape.rank()];
    for (int axis = 0; axis < labels.length; axis++) {
      boolean before = term.ellipsis < 0 || axis < term.ellipsis;
      boolean under = !before && axis < term.ellipsis + covered;
      int letter = before ? axis : axis - covered;
      labels[axis] = under ? LETTERS + term.ellipsis + covered - 1 - axis : term.letters.get(letter);
      at[axis] = under ? term.dots : term.positions.get(letter);
    }
    places.add(at);
    return labels;
  }

  private int[] ellipsis() {
    int[] labels = new int[ellipsisRank];
    Arrays.setAll(labels, i -> LETTERS + ellipsisRank - 1 - i);
    return labels;
  }

  /** What comes once, in the order of the alphabet, capitals first, after the ellipsis. */
  private int[] implicit() {
    int[] counts = new int[LETTERS];
    operands.forEach(labels -> Arrays.stream(labels).filter(l -> l < LETTERS).forEach(l -> counts[l]++));
    int[] letters = IntStream.range(0, LETTERS).filter(l -> counts[l] == 1).toArray();
    return Matrices.join(ellipsis(), letters);
  }

  private int[] explicit(Term term) {
    int[] letters = term.letters.stream().mapToInt(i -> i).toArray();
    for (int i = 0; i < letters.length; i++) {
      int label = letters[i];
      if (operands.stream().noneMatch(labels -> Arrays.stream(labels).anyMatch(l -> l == label))) {
        throw error(term.positions.get(i), "no operand has the label " + name(label) + " of the output");
      }
      if (Arrays.stream(letters, 0, i).anyMatch(l -> l == label)) {
        throw error(term.positions.get(i), "the output has the label " + name(label) + " twice");
      }
    }
    if (term.ellipsis < 0) {
      return letters;
    }
    int[] head = Arrays.copyOf(letters, term.ellipsis);
    return Matrices.join(Matrices.join(head, ellipsis()), Arrays.copyOfRange(letters, term.ellipsis, letters.length));
  }
}
