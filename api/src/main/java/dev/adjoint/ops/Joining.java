package dev.adjoint.ops;

import dev.adjoint.CustomFunction;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.CustomNode;
import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joining tensors along an axis, and taking them apart. */
public final class Joining {
  private Joining() {}

  /** The tensors one after the other along an axis. */
  public static Tensor concat(int axis, Tensor... parts) {
    Tape.checkPresent("concat", parts);
    if (parts.length == 0) {
      throw new ShapeException("concat takes at least one tensor");
    }
    Shape first = parts[0].shape();
    int a = first.axis(axis);
    DType common = parts[0].dtype();
    long total = 0;
    for (Tensor part : parts) {
      boolean fits = part.shape().rank() == first.rank() && first.rank() > 0;
      for (int i = 0; fits && i < first.rank(); i++) {
        fits = i == a || part.shape().size(i) == first.size(i);
      }
      if (!fits) {
        throw new ShapeException(
            "concat along axis " + axis + " of shapes " + Arrays.toString(Arrays.stream(parts).map(Tensor::shape).toArray())
                + ": expected as many axes, at least one, and the same sizes along the other axes");
      }
      common = DType.promote(common, part.dtype());
      total += part.shape().size(a);
    }
    if (total > Integer.MAX_VALUE) {
      throw new ShapeException(
          "concat along axis " + axis + " makes " + total + " entries of it; an axis has at most " + Integer.MAX_VALUE);
    }
    Tensor[] same = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      same[i] = parts[i].to(common);
    }
    int[] sizes = first.toArray();
    sizes[a] = (int) total;
    return Tape.apply(new Concat(a, Shape.of(sizes), starts(same, a)), same);
  }

  /** Where each part begins, and where the last one ends. */
  private static int[] starts(Tensor[] parts, int axis) {
    int[] starts = new int[parts.length + 1];
    for (int i = 0; i < parts.length; i++) {
      starts[i + 1] = starts[i] + parts[i].shape().size(axis);
    }
    return starts;
  }

  private static final class Concat extends Operation {
    private final int axis;
    private final Shape shape;
    /** One more than there are inputs. */
    private final int[] starts;

    Concat(int axis, Shape shape, int[] starts) {
      this.axis = axis;
      this.shape = shape;
      this.starts = starts;
    }

    private Tensor part(Tensor whole, int input) {
      return Windows.narrow(whole, axis, starts[input], starts[input + 1] - starts[input]);
    }

    @Override
    public String name() {
      return "concat";
    }

    @Override
    protected Tensor run(Tensor[] inputs) {
      Tape.checkOneDevice(name(), inputs);
      Backend backend = inputs[0].backend();
      View out = View.of(Memory.allocate(backend, inputs[0].dtype(), shape.size()), shape);
      int[] strides = out.strides();
      for (int i = 0; i < inputs.length; i++) {
        View place = new View(out.buffer(), inputs[i].shape(), strides, starts[i] * strides[axis]);
        backend.map(Kernel.of(Expr.arg(0, out.dtype())), new double[0], new View[] {inputs[i].view()}, place);
      }
      return Tensor.wrap(backend, out);
    }

    @Override
    protected boolean readsNothing() {
      return true;
    }

    @Override
    protected Tensor reverse(int input, Values values, Tensor gradient) {
      return part(gradient, input);
    }

    @Override
    protected Tensor forward(Values values, @Nullable Tensor[] tangents) {
      Tensor[] parts = new Tensor[tangents.length];
      for (int i = 0; i < parts.length; i++) {
        Tensor tangent = tangents[i];
        parts[i] = tangent != null ? tangent : Tensor.zerosLike(values.input(i));
      }
      return Tape.apply(this, parts);
    }
  }

  /** Tensors of one shape along a new axis. */
  public static Tensor stack(int axis, Tensor... parts) {
    Tape.checkPresent("stack", parts);
    if (parts.length == 0) {
      throw new ShapeException("stack takes at least one tensor");
    }
    Tensor[] with = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].shape().equals(parts[0].shape())) {
        throw new ShapeException(
            "stack of shapes " + Arrays.toString(Arrays.stream(parts).map(Tensor::shape).toArray())
                + ": expected one shape");
      }
      with[i] = parts[i].unsqueeze(axis);
    }
    return concat(with[0].shape().axis(axis), with);
  }

  // ---- Apart: views ----

  /**
   * As many equal pieces of an axis, whose gradients are joined in one go, where those of single views would each be padded
   * with zeros and added. They must not be changed in place.
   */
  public static Tensor[] apart(Tensor x, int axis, int pieces) {
    return CustomNode.apply("apart", new Apart(axis, pieces), x);
  }

  private record Apart(int axis, int pieces) implements CustomNode.Rules {
    private Tensor[] of(Tensor x) {
      int length = x.shape().size(axis) / pieces;
      Tensor[] parts = new Tensor[pieces];
      for (int i = 0; i < pieces; i++) {
        parts[i] = Windows.narrow(x, axis, i * length, length);
      }
      return parts;
    }

    @Override
    public Tensor[] forward(CustomFunction.Context ctx, Tensor[] inputs) {
      return of(inputs[0]);
    }

    @Override
    public @Nullable Tensor[] backward(CustomFunction.Context ctx, @Nullable Tensor[] gradients) {
      return new Tensor[] {concat(axis, gradients)};
    }

    @Override
    public @Nullable Tensor[] jvp(CustomFunction.Context ctx, Tensor[] tangents) {
      return of(tangents[0]);
    }

    @Override
    public boolean isOnceDifferentiable() {
      return false;
    }
  }

  /** Pieces of the given lengths along an axis, which add up to its size. */
  public static List<Tensor> split(Tensor x, int axis, int[] lengths) {
    int size = sizeOf("split", x, axis);
    if (Arrays.stream(lengths).asLongStream().sum() != size || Arrays.stream(lengths).anyMatch(n -> n < 0)) {
      throw new ShapeException(
          "split of axis " + axis + " of size " + size + " (shape " + x.shape() + ") into " + Arrays.toString(lengths)
              + ": expected lengths that add up to the size");
    }
    List<Tensor> parts = new ArrayList<>();
    int at = 0;
    for (int length : lengths) {
      parts.add(Windows.narrow(x, axis, at, length));
      at += length;
    }
    return parts;
  }

  /** Pieces of one length along an axis; the last one may be shorter. */
  public static List<Tensor> split(Tensor x, int axis, int length) {
    int size = sizeOf("split", x, axis);
    if (length < 1 && (length < 0 || size > 0)) {
      throw new ShapeException("split of axis " + axis + " of the shape " + x.shape() + " into pieces of " + length);
    }
    int count = size == 0 ? 1 : (size - 1) / length + 1;
    int[] lengths = new int[count];
    Arrays.fill(lengths, length);
    lengths[count - 1] = size - length * (count - 1);
    return split(x, axis, lengths);
  }

  /** At most {@code count} pieces of one length, the smallest that does; the last one may be shorter. */
  public static List<Tensor> chunk(Tensor x, int axis, int count) {
    int size = sizeOf("chunk", x, axis);
    checkCount("chunk", count);
    if (size == 0) {
      return split(x, axis, new int[count]);
    }
    return split(x, axis, (size - 1) / count + 1);
  }

  /** {@code count} pieces of lengths as equal as they can be, the first ones longer by one. */
  public static List<Tensor> tensorSplit(Tensor x, int axis, int count) {
    int size = sizeOf("tensorSplit", x, axis);
    checkCount("tensorSplit", count);
    int[] lengths = new int[count];
    Arrays.setAll(lengths, i -> size / count + (i < size % count ? 1 : 0));
    return split(x, axis, lengths);
  }

  /** The pieces between indices, as slices are taken: from 0 to {@code at[0]}, from there to {@code at[1]}, and so on to the end. */
  public static List<Tensor> tensorSplit(Tensor x, int axis, int[] at) {
    sizeOf("tensorSplit", x, axis);
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i <= at.length; i++) {
      parts.add(Windows.slice(x, axis, i == 0 ? null : Integer.valueOf(at[i - 1]), i == at.length ? null : at[i], 1));
    }
    return parts;
  }

  /** The slices along an axis, which is dropped. */
  public static List<Tensor> unbind(Tensor x, int axis) {
    int size = sizeOf("unbind", x, axis);
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      parts.add(Windows.select(x, axis, i));
    }
    return parts;
  }

  private static void checkCount(String operation, int count) {
    if (count < 1) {
      throw new ShapeException(operation + " makes at least one piece; given " + count);
    }
  }

  private static int sizeOf(String operation, Tensor x, int axis) {
    if (x.shape().rank() == 0) {
      throw new ShapeException(operation + " of a 0-d tensor: it has no axis");
    }
    return x.shape().size(axis);
  }
}
