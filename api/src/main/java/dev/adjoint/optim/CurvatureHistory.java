package dev.adjoint.optim;

import dev.adjoint.DType;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.ops.Updates;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The last changes of parameters and gradient, which stand for the inverse of the Hessian. */
final class CurvatureHistory {
  private final int most;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  /** What stands for the inverse of the Hessian where no pair tells. */
  private double scale = 1;

  /** @param curvature the product of both changes */
  private record Pair(Tensor change, Tensor step, double curvature) {}

  CurvatureHistory(int most) {
    this.most = most;
  }

  void add(Tensor change, Tensor step, double curvature) {
    if (pairs.size() == most) {
      pairs.removeFirst();
    }
    pairs.addLast(new Pair(Scope.keepAlways(change), Scope.keepAlways(step), curvature));
    scale = curvature / Lbfgs.dot(change, change);
  }

  /** The two loops of algorithm 7.4. */
  Tensor direction(Tensor gradient) {
    Tensor direction = gradient.neg();
    Deque<Double> shares = new ArrayDeque<>();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext();) {
      Pair pair = newest.next();
      double share = Lbfgs.dot(pair.step, direction) / pair.curvature;
      shares.push(share);
      Updates.descend(direction, pair.change, share);
    }
    direction.muli(scale);
    for (Pair pair : pairs) {
      double back = Lbfgs.dot(pair.change, direction) / pair.curvature;
      Updates.descend(direction, pair.step, back - shares.pop());
    }
    return direction;
  }

  void write(Map<String, Tensor> state) {
    state.put("history.scale", States.number(scale));
    if (!pairs.isEmpty()) {
      state.put("history.changes", stack(pairs.stream().map(Pair::change).toList()));
      state.put("history.steps", stack(pairs.stream().map(Pair::step).toList()));
      state.put("history.curvatures", States.copy(Tensor.of(pairs.stream().mapToDouble(Pair::curvature).toArray())));
    }
  }

  private static Tensor stack(List<Tensor> rows) {
    return States.copy(Tensor.stack(0, rows.toArray(Tensor[]::new)));
  }

  static CurvatureHistory read(States state, int most, int size, Tensor near) {
    CurvatureHistory history = new CurvatureHistory(most);
    history.scale = state.number("history.scale");
    Shape given = state.shape("history.changes");
    if (given == null && !state.has("history.steps") && !state.has("history.curvatures")) {
      return history;
    }
    // Of the number of rows there is no more known than the most.
    int rows = given == null || given.rank() == 0 ? 1 : Math.clamp(given.size(0), 1, most);
    Tensor changes = state.tensor("history.changes", Shape.of(rows, size), near.dtype(), near);
    Tensor steps = state.tensor("history.steps", Shape.of(rows, size), near.dtype(), near);
    Tensor curvatures = state.tensor("history.curvatures", Shape.of(rows), DType.FLOAT64, near);
    double[] numbers = curvatures.toDoubleArray();
    for (int i = 0; i < rows; i++) {
      history.pairs.addLast(new Pair(States.copy(changes.select(0, i)), States.copy(steps.select(0, i)), numbers[i]));
    }
    return history;
  }
}
