package dev.adjoint.tornado;

import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Expr.Const;
import dev.adjoint.spi.Expr.Index;
import dev.adjoint.spi.Expr.Param;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a generated kernel finds what differs from launch to launch. Behind the header, for each view, its place: those of the
 * inputs, and those that say what the coordinates are. Then the integers, two words each. Among the numbers, behind the first,
 * the others. Constants are among both, as TornadoVM does not compile all of them. Does not hold the kernel.
 */
final class KernelTable {
  /** The elements follow one another as the indices do. */
  static final int LINEAR = 0;
  /** All indices have one element. */
  static final int FIXED = 1;
  /** Anything else. */
  static final int STRIDED = 2;
  /** Bits of one of these. */
  private static final int MODE_BITS = 2;
  private static final int MODE_MASK = 3;
  private static final int MOST_VIEWS = Long.SIZE / MODE_BITS - 1;

  private final int arity;
  private final List<Integer> axes = new ArrayList<>();
  private final List<Expr> wholes = new ArrayList<>();
  private final List<Expr> reals = new ArrayList<>();

  KernelTable(Kernel kernel) {
    this(kernel.arity(), List.of(kernel));
  }

  /** Of several expressions that one kernel evaluates, over a number of views. */
  KernelTable(int arity, List<Kernel> kernels) {
    this.arity = arity;
    for (Kernel kernel : kernels) {
      for (Kernel.Step step : kernel.steps()) {
        switch (step.expr()) {
          case Index index when !axes.contains(index.axis()) -> axes.add(index.axis());
          case Param p -> (p.dtype().isFloating() ? reals : wholes).add(p);
          case Const c -> (c.dtype().isFloating() ? reals : wholes).add(c);
          default -> {}
        }
      }
    }
  }

  /** Whether the table has room for the views of its kernel. */
  boolean fits() {
    return views() < MOST_VIEWS;
  }

  /** The word that says where the view of an input is. */
  int input(int index) {
    return Program.HEADER + index;
  }

  /** The word that says where the view is whose places are the coordinates along an axis. */
  int coordinate(int axis) {
    return Program.HEADER + arity + axes.indexOf(axis);
  }

  /** The first of the words that an integer, a constant or parameter, consists of. */
  int whole(Expr e) {
    return Program.HEADER + views() + 2 * wholes.indexOf(e);
  }

  /** Which of the numbers a constant or parameter is. */
  int real(Expr e) {
    return 1 + reals.indexOf(e);
  }

  private int views() {
    return arity + axes.size();
  }

  /** How the elements of the view in this place of the table lie; -1 stands for the output. */
  static int mode(long modes, int word) {
    return (int) (modes >> MODE_BITS * (word < 0 ? 0 : word - Program.HEADER + 1)) & MODE_MASK;
  }

  /**
   * Writes the table, as the first thing behind the header, and the views.
   *
   * @param order the axes of the inputs in the order in which the indices run over them
   * @param sizes the sizes of the inputs
   */
  void write(Program program, double[] params, View[] inputs, int[] order, int[] sizes) {
    program.add(new int[views() + 2 * wholes.size()]);
    for (Expr e : wholes) {
      long value = (long) value(e, params);
      program.set(whole(e), (int) (value >> Integer.SIZE)).set(whole(e) + 1, (int) value);
    }
    for (Expr e : reals) {
      program.addNumber(value(e, params));
    }
    int[] ordered = inOrder(sizes, order);
    for (int i = 0; i < arity; i++) {
      program.set(input(i), program.addView(DeviceBuffer.offset(inputs[i]), ordered, inOrder(inputs[i].strides(), order)));
    }
    for (int axis : axes) {
      int[] strides = new int[sizes.length];
      strides[axis] = 1;
      program.set(coordinate(axis), program.addView(0, ordered, inOrder(strides, order)));
    }
  }

  /** How the elements of all views lie, once the output's is written too. */
  long modes(Program program) {
    long modes = program.mode(program.get(Program.OUTPUT));
    for (int i = 0; i < views(); i++) {
      modes |= (long) program.mode(program.get(Program.HEADER + i)) << MODE_BITS * (i + 1);
    }
    return modes;
  }

  /** As {@link Program#add} has it: a float32 parameter is rounded where it is read. */
  private static double value(Expr e, double[] params) {
    return e instanceof Param p ? params[p.index()] : ((Const) e).value();
  }

  private static int[] inOrder(int[] values, int[] order) {
    int[] ordered = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = values[order[i]];
    }
    return ordered;
  }
}
