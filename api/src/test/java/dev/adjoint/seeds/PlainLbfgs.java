package dev.adjoint.seeds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** L-BFGS with steps of one length, in plain loops, by the update of the inverse Hessian itself (Nocedal and Wright, 7.16). */
final class PlainLbfgs {
  private final double lr;
  private final int history;
  private final List<double[]> steps = new ArrayList<>();
  private final List<double[]> changes = new ArrayList<>();
  private double[] gradient = {};
  private double[] step = {};

  PlainLbfgs(double lr, int history) {
    this.lr = lr;
    this.history = history;
  }

  /** Changes x by one iteration, towards a smaller function with this slope. */
  void step(double[] x, IntToDoubleFunction slope) {
    int n = x.length;
    double[] now = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      now[i] = slope.applyAsDouble(i);
      sum += Math.abs(now[i]);
    }
    double length = gradient.length == 0 ? Math.min(1, 1 / sum) * lr : lr;
    if (gradient.length > 0) {
      double[] change = new double[n];
      for (int i = 0; i < n; i++) {
        change[i] = now[i] - gradient[i];
      }
      if (dot(change, step) > 1e-10) {
        changes.add(change);
        steps.add(step);
        if (steps.size() > history) {
          changes.removeFirst();
          steps.removeFirst();
        }
      }
    }
    double[][] inverse = inverseHessian(n);
    gradient = now;
    step = new double[n];
    for (int i = 0; i < n; i++) {
      step[i] = -length * dot(inverse[i], now);
      x[i] += step[i];
    }
  }

  /** {@code H = (I - s y' / y's) H (I - y s' / y's) + s s' / y's}, from a multiple of I on. */
  private double[][] inverseHessian(int n) {
    double scale = steps.isEmpty() ? 1
        : dot(changes.getLast(), steps.getLast()) / dot(changes.getLast(), changes.getLast());
    double[][] h = new double[n][n];
    for (int i = 0; i < n; i++) {
      h[i][i] = scale;
    }
    for (int k = 0; k < steps.size(); k++) {
      double[] s = steps.get(k);
      double[] y = changes.get(k);
      double[] hy = new double[n];
      for (int i = 0; i < n; i++) {
        hy[i] = dot(h[i], y);
      }
      double curvature = dot(y, s);
      double factor = (1 + dot(y, hy) / curvature) / curvature;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          h[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
        }
      }
    }
    return h;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
