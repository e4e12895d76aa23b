package dev.adjoint.io;

import dev.adjoint.Shape;
import java.nio.file.Path;
import java.util.Arrays;

/** The sizes that a file gives, before anything is allocated for them. */
final class Sizes {
  private static final int MOST_AXES = 64;

  private Sizes() {}

  /** The shape of sizes that are 0 or more, if a tensor can have it. */
  static Shape shape(Path file, long at, long[] sizes) {
    long n = Arrays.stream(sizes).anyMatch(s -> s == 0) ? 0 : 1;
    boolean fits = sizes.length <= MOST_AXES;
    for (long size : sizes) {
      fits &= size <= Integer.MAX_VALUE && n <= Integer.MAX_VALUE;
      n = fits ? n * size : n;
    }
    if (!fits || n > Integer.MAX_VALUE) {
      throw FormatException.at(file, at, "the sizes " + (sizes.length <= MOST_AXES ? Arrays.toString(sizes)
          : "of "
              + sizes.length + " axes"),
          "at most " + MOST_AXES + " axes and " + Integer.MAX_VALUE + " elements");
    }
    return Shape.of(Arrays.stream(sizes).mapToInt(s -> (int) s).toArray());
  }
}
