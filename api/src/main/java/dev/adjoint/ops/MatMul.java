package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products, maybe on top of a third tensor: bilinear, so each gradient is a product with the other operand transposed.
 * It lies in memory as its operand does, by columns for the transpose of a weight: so the gradient of the weight lies by rows.
 */
public final class MatMul extends Operation {
  private static final MatMul[] BY_LAYOUT = {
    new MatMul(false, false), new MatMul(true, false), new MatMul(false, true), new MatMul(true, true)
  };

  private final boolean leftByColumns;
  private final boolean rightByColumns;

  private MatMul(boolean leftByColumns, boolean rightByColumns) {
    this.leftByColumns = leftByColumns;
    this.rightByColumns = rightByColumns;
  }

  /** The product of operands with one batch shape, to which a third, if there is one, is added. */
  private static Tensor product(Tensor... operands) {
    int layout = (isByColumns(operands[0]) ? 1 : 0) + (isByColumns(operands[1]) ? 2 : 0);
    return Tape.apply(BY_LAYOUT[layout], operands);
  }

  private static boolean isByColumns(Tensor x) {
    int rank = x.shape().rank();
    return x.view().stride(rank - 2) == 1 && x.view().stride(rank - 1) != 1;
  }

  /**
   * The matrix product of the last two axes; the axes before them are a batch and broadcast. An operand with one axis is a
   * row on the left, a column on the right, and that axis is dropped from the result.
   */
  public static Tensor matmul(Tensor a, Tensor b) {
    Tape.checkPresent("matmul", a, b);
    check(a, b);
    if (a.shape().rank() == 1) {
      Tensor product = matmul(Views.reshape(a, 1, a.shape().size()), b);
      return squeeze(product, b.shape().rank() == 1 ? -1 : -2);
    }
    if (b.shape().rank() == 1) {
      return squeeze(matmul(a, Views.reshape(b, b.shape().size(), 1)), -1);
    }
    if (b.shape().rank() == 2 && a.shape().rank() > 2) {
      return Views.reshape(product(asRows(a), b), withColumns(a, b));
    }
    Shape batch = Shape.broadcast(batch(a.shape()), batch(b.shape()));
    return product(Views.expand(a, join(batch, a.shape())), Views.expand(b, join(batch, b.shape())));
  }

  /** {@code base + a b} as one operation where the base is of the product's type and a row of it, or all of a matrix. */
  public static Tensor matmul(Tensor a, Tensor b, Tensor base) {
    Tape.checkPresent("matmul", a, b, base);
    int rank = a.shape().rank();
    boolean row = base.shape().rank() == 1 && rank > 0;
    if (b.shape().rank() != 2 || !row && (rank != 2 || base.shape().rank() != 2)
        || base.dtype() != a.dtype() || base.shape().size(-1) != b.shape().size(1)
        || !row && base.shape().size(0) != a.shape().size(0)) {
      return matmul(a, b).add(base);
    }
    check(a, b);
    return rank == 2 ? product(a, b, base) : Views.reshape(product(asRows(a), b, base), withColumns(a, b));
  }

  /** As a matrix: where there is one matrix for a whole batch, the batch is so many more rows. */
  private static Tensor asRows(Tensor a) {
    int[] sizes = a.shape().toArray();
    int last = sizes.length - 1;
    return Views.reshape(a, Shape.of(Arrays.copyOf(sizes, last)).size(), sizes[last]);
  }

  /** The sizes of a product with a matrix. */
  private static int[] withColumns(Tensor a, Tensor b) {
    int[] sizes = a.shape().toArray();
    sizes[sizes.length - 1] = b.shape().size(1);
    return sizes;
  }

  private static Tensor squeeze(Tensor x, int axis) {
    int drop = x.shape().axis(axis);
    int[] sizes = x.shape().toArray();
    int[] out = new int[sizes.length - 1];
    for (int i = 0, n = 0; i < sizes.length; i++) {
      if (i != drop) {
        out[n++] = sizes[i];
      }
    }
    return Views.reshape(x, out);
  }

  private static void check(Tensor a, Tensor b) {
    int ra = a.shape().rank();
    int rb = b.shape().rank();
    if (ra == 0 || rb == 0) {
      throw new ShapeException("matmul takes tensors with at least one axis; given shapes " + a.shape() + " and " + b.shape());
    }
    int columns = a.shape().size(-1);
    int rows = b.shape().size(rb == 1 ? 0 : rb - 2);
    if (columns != rows) {
      throw new ShapeException(
          "matmul of shapes " + a.shape() + " and " + b.shape() + ": the left operand has " + columns
              + " columns and the right "
              + rows + " rows; expected as many");
    }
    if (!a.dtype().isFloating() && !b.dtype().isFloating()) {
      throw new DTypeException(
          "matmul of " + a.dtype() + " and " + b.dtype()
              + ": matmul is a function of floating-point numbers: convert both with to(FLOAT32)");
    }
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          "matmul of " + a.dtype() + " and " + b.dtype() + ": expected the same floating-point type on both sides. Convert one"
              + " with to(" + (a.dtype().isFloating() ? a.dtype() : b.dtype()).name() + ")");
    }
  }

  private static Shape batch(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
  }

  private static Shape join(Shape batch, Shape matrix) {
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    sizes[batch.rank()] = matrix.size(-2);
    sizes[batch.rank() + 1] = matrix.size(-1);
    return Shape.of(sizes);
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    Tape.checkOneDevice(name(), inputs);
    DType type = inputs[0].dtype();
    View a = InFloat32.view(inputs[0]);
    View b = InFloat32.view(inputs[1]);
    int[] sizes = a.shape().toArray();
    sizes[sizes.length - 1] = b.shape().size(-1);
    Shape shape = Shape.of(sizes);
    Backend backend = inputs[0].backend();
    View out = View.of(Memory.allocate(backend, a.dtype(), shape.size()), shape);
    if (inputs.length == 2) {
      backend.matmul(a, b, out);
    } else {
      backend.matmul(a, b, InFloat32.view(inputs[2]).broadcastTo(shape), out);
    }
    return Tensor.wrap(backend, out).to(type);
  }

  @Override
  protected boolean reads(int input, int other) {
    return input < 2 && other == 1 - input;
  }

  @Override
  protected @Nullable Tensor reverse(int input, Values values, Tensor gradient) {
    return switch (input) {
      case 0 -> leftByColumns
          ? turned(product(values.input(1), turned(gradient)))
          : product(gradient, turned(values.input(1)));
      case 1 -> rightByColumns
          ? turned(product(turned(gradient), values.input(0)))
          : product(turned(values.input(0)), gradient);
      default -> gradient;
    };
  }

  private static Tensor turned(Tensor x) {
    return x.transpose(-2, -1);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor sum = tangents[0] == null ? null : product(tangents[0], values.input(1));
    if (tangents[1] != null) {
      Tensor right = product(values.input(0), tangents[1]);
      sum = sum == null ? right : sum.add(right);
    }
    Tensor base = tangents.length > 2 ? tangents[2] : null;
    return base == null ? sum : sum == null ? base.expand(values.output().shape()) : sum.add(base);
  }
}
