package dev.adjoint.nn;

import dev.adjoint.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Checks of the numbers that layers and functions are made with: found where they are given, not where they are used. */
final class OptionChecks {
  /** Twice as much, in front and behind, is the largest size of an axis. */
  private static final int MOST_PADDING = Integer.MAX_VALUE / 2;

  private OptionChecks() {}

  static void probability(String name, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(name + " takes a probability from 0 to 1; given " + p);
    }
  }

  static void eps(String name, double eps) {
    if (!(eps >= 0 && Double.isFinite(eps))) {
      throw new IllegalArgumentException(name + " takes a finite eps of 0 or more; given " + eps);
    }
  }

  /** One number, or one for each axis, each 1 or more. */
  static List<Integer> steps(String name, String what, List<Integer> given) {
    return each(name, what, 1, Integer.MAX_VALUE, given);
  }

  /** One number, or one for each axis, each 0 or more. */
  static List<Integer> sizes(String name, String what, List<Integer> given) {
    return each(name, what, 0, Integer.MAX_VALUE, given);
  }

  /** One number, or one for each axis, each 0 or more, of which an axis has room for two. */
  static List<Integer> padding(String name, String what, List<Integer> given) {
    return each(name, what, 0, MOST_PADDING, given);
  }

  private static List<Integer> each(String name, String what, int least, int most, List<Integer> given) {
    Objects.requireNonNull(given, () -> name + ": the " + what + " is null; expected one number, or one for each axis");
    if (given.isEmpty() || given.stream().anyMatch(n -> n < least || n > most)) {
      throw new IllegalArgumentException(
          name + ": the " + what + " is " + given + "; expected one number, or one for each axis, each " + least
              + (most == Integer.MAX_VALUE ? " or more" : " to " + most));
    }
    return List.copyOf(given);
  }

  /** The rows of some matrices of one height that lie one under the other. */
  static int stacked(String name, int matrices, int height) {
    long rows = (long) matrices * height;
    if (rows > Integer.MAX_VALUE) {
      throw new ShapeException(name + " of " + height + " numbers would have matrices of " + rows + " rows; expected at most "
          + Integer.MAX_VALUE);
    }
    return (int) rows;
  }

  /** A copy of the sizes of the last axes, of which there is one and each is 1 or more. */
  static int[] lastSizes(String name, int[] given) {
    Objects.requireNonNull(given, () -> name + ": the sizes are null; expected those of the last axes");
    if (given.length == 0 || Arrays.stream(given).anyMatch(size -> size < 1)) {
      throw new ShapeException(name + " takes the sizes of the last axes, one or more, each 1 or more; given "
          + (given.length == 0 ? "none" : Arrays.toString(given)));
    }
    return given.clone();
  }

  /** Checks that settings have one number, or as many as there are axes. */
  static void axes(String name, String what, int axes, List<Integer> given) {
    if (given.size() > 1 && given.size() != axes) {
      throw new IllegalArgumentException(name + ": the " + what + " is " + given + "; expected one number, or " + axes);
    }
  }
}
