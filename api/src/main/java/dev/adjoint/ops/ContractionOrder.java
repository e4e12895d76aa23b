package dev.adjoint.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** In which order the operands of a sum of products are multiplied, two at a time. */
final class ContractionOrder {
  private ContractionOrder() {}

  /**
   * The pair to multiply next, as ascending positions: of few operands, the first of the cheapest order, counted in
   * multiplications; of many, the pair whose product is smallest beside its factors.
   */
  static int[] next(List<int[]> operands, int[] sizes, int[] output, int exhaustive) {
    if (operands.size() == 2) {
      return new int[] {0, 1};
    }
    int[] best = {0, 1};
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < operands.size(); i++) {
      for (int j = i + 1; j < operands.size(); j++) {
        double cost = operands.size() <= exhaustive
            ? cost(operands, sizes, output, i, j, least)
            : size(product(operands, output, i, j), sizes) - size(operands.get(i), sizes) - size(operands.get(j), sizes);
        if (cost < least) {
          least = cost;
          best = new int[] {i, j};
        }
      }
    }
    return best;
  }

  /** The multiplications of the best order that begins with a pair, if they are fewer than a limit. */
  private static double cost(List<int[]> operands, int[] sizes, int[] output, int i, int j, double limit) {
    double cost = size(union(operands.get(i), operands.get(j)), sizes);
    if (cost >= limit || operands.size() == 2) {
      return cost;
    }
    List<int[]> left = new ArrayList<>(operands);
    left.remove(j);
    left.set(i, product(operands, output, i, j));
    double rest = Double.POSITIVE_INFINITY;
    for (int a = 0; a < left.size(); a++) {
      for (int b = a + 1; b < left.size(); b++) {
        rest = Math.min(rest, cost(left, sizes, output, a, b, Math.min(rest, limit - cost)));
      }
    }
    return cost + rest;
  }

  /** The labels of the product of two operands: those that others or the output need. */
  private static int[] product(List<int[]> operands, int[] output, int i, int j) {
    return Arrays.stream(union(operands.get(i), operands.get(j))).filter(label -> {
      boolean needed = contains(output, label);
      for (int k = 0; k < operands.size() && !needed; k++) {
        needed = k != i && k != j && contains(operands.get(k), label);
      }
      return needed;
    }).toArray();
  }

  private static int[] union(int[] a, int[] b) {
    return Matrices.join(a, Arrays.stream(b).filter(label -> !contains(a, label)).toArray());
  }

  private static boolean contains(int[] labels, int label) {
    return Arrays.stream(labels).anyMatch(l -> l == label);
  }

  private static double size(int[] labels, int[] sizes) {
    double size = 1;
    for (int label : labels) {
      size *= sizes[label];
    }
    return size;
  }
}
