package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;

/** Reading images between their elements, at coordinates that are themselves differentiable. */
public final class GridSample {
  private GridSample() {}

  /**
   * Images at places, interpolated linearly between the four elements around each.
   *
   * @param x {@code [n, channels, h, w]}
   * @param grid {@code [n, outH, outW, 2]}: x and y of each place, -1 at one edge of the image and 1 at the other
   * @param border whether places outside read the nearest element, instead of 0
   * @param alignCorners whether -1 and 1 are the centres of the outermost elements, or their outer edges
   */
  public static Tensor bilinear(Tensor x, Tensor grid, boolean border, boolean alignCorners) {
    if (x.shape().rank() != 4 || grid.shape().rank() != 4 || grid.shape().size(3) != 2
        || grid.shape().size(0) != x.shape().size(0) || x.shape().size(2) * x.shape().size(3) == 0) {
      throw new ShapeException(
          "gridSample takes images [n, channels, h, w] that are not empty and a grid [n, outH, outW, 2]; given " + x.shape()
              + " and " + grid.shape());
    }
    int height = x.shape().size(2);
    int width = x.shape().size(3);
    Tensor column = place(grid.select(3, 0), width, border, alignCorners);
    Tensor row = place(grid.select(3, 1), height, border, alignCorners);
    Tensor left = column.detach().floor();
    Tensor top = row.detach().floor();
    Tensor rightShare = column.sub(left).unsqueeze(1);
    Tensor lowerShare = row.sub(top).unsqueeze(1);
    Tensor upper = corner(x, top, left).mul(rightShare.rsub(1)).add(corner(x, top, left.add(1)).mul(rightShare));
    Tensor lower =
        corner(x, top.add(1), left).mul(rightShare.rsub(1)).add(corner(x, top.add(1), left.add(1)).mul(rightShare));
    return upper.mul(lowerShare.rsub(1)).add(lower.mul(lowerShare));
  }

  private static Tensor place(Tensor coordinate, int size, boolean border, boolean alignCorners) {
    Tensor place = alignCorners
        ? coordinate.add(1).mul((size - 1) / 2.0)
        : coordinate.add(1).mul(size).sub(1).mul(0.5);
    return border ? place.clamp(0, size - 1) : place;
  }

  /** The elements at whole coordinates, 0 outside: {@code [n, channels, outH, outW]}. */
  private static Tensor corner(Tensor x, Tensor row, Tensor column) {
    int batch = x.shape().size(0);
    int channels = x.shape().size(1);
    int height = x.shape().size(2);
    int width = x.shape().size(3);
    int count = row.shape().size(1) * row.shape().size(2);
    Tensor inRow = row.clamp(0, height - 1);
    Tensor inColumn = column.clamp(0, width - 1);
    Tensor index = inRow.mul(width).add(inColumn).to(DType.INT32).reshape(batch, 1, count).expand(batch, channels, count);
    Tensor picked = x.reshape(batch, channels, height * width).gather(2, index)
        .reshape(batch, channels, row.shape().size(1), row.shape().size(2));
    Tensor inside = inRow.eq(row).to(DType.INT32).mul(inColumn.eq(column).to(DType.INT32)).ne(0).unsqueeze(1);
    return Tensor.where(inside, picked, Tensor.zerosLike(picked.detach()));
  }
}
