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

/** Matrix products: bilinear, so each gradient is a product with the other operand transposed. */
public final class MatMul extends Operation {
  private static final MatMul INSTANCE = new MatMul();

  private MatMul() {}

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
      // One matrix for the whole batch: the batch is so many more rows.
      int[] sizes = a.shape().toArray();
      Tensor product = Tape.apply(INSTANCE, Views.reshape(a, -1, sizes[sizes.length - 1]), b);
      sizes[sizes.length - 1] = b.shape().size(1);
      return Views.reshape(product, sizes);
    }
    Shape batch = Shape.broadcast(batch(a.shape()), batch(b.shape()));
    return Tape.apply(INSTANCE, Views.expand(a, join(batch, a.shape())), Views.expand(b, join(batch, b.shape())));
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
    backend.matmul(a, b, out);
    return Tensor.wrap(backend, out).to(type);
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 1 - input;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return input == 0
        ? Tape.apply(INSTANCE, gradient, values.input(1).transpose(-2, -1))
        : Tape.apply(INSTANCE, values.input(0).transpose(-2, -1), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor left = tangents[0] == null ? null : Tape.apply(INSTANCE, tangents[0], values.input(1));
    Tensor right = tangents[1] == null ? null : Tape.apply(INSTANCE, values.input(0), tangents[1]);
    return left == null ? right : right == null ? left : left.add(right);
  }
}
