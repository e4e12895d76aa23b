package dev.adjoint.cpu;

/** Elements of several images in the order in which those of all images at one place are neighbours. */
record ImagesInnermost(int images) {
  /**
   * Brings some elements of each image into this order.
   *
   * @param at the first element of the first image
   * @param step from one image to the next
   */
  void gather(Object source, int at, int step, int from, int to, Object target) {
    for (int block = from; block < to; block += StridedCopy.LINE) {
      int end = Math.min(to, block + StridedCopy.LINE);
      for (int n = 0; n < images; n++) {
        StridedCopy.row(source, at + n * step + block, 1, target, block * images + n, images, end - block);
      }
    }
  }

  /** The reverse of {@link #gather}. */
  void scatter(Object source, int from, int to, Object target, int at, int step) {
    for (int block = from; block < to; block += StridedCopy.LINE) {
      int end = Math.min(to, block + StridedCopy.LINE);
      for (int n = 0; n < images; n++) {
        StridedCopy.row(source, block * images + n, images, target, at + n * step + block, 1, end - block);
      }
    }
  }
}
