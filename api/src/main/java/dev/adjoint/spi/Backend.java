package dev.adjoint.spi;

import dev.adjoint.DType;
import org.jspecify.annotations.Nullable;

/**
 * Where tensors live and how they are computed. This is all that a backend implements: shapes are checked, operands
 * broadcast, types promoted and gradients arranged before it is called. All methods may be called from several threads at
 * once.
 *
 * <p>float16 and bfloat16 are stored, copied, picked by {@link #gather} and cast from and to float32. Nothing is computed in
 * them: in the expressions of {@link #map} and {@link #reduce} they are the types of inputs and of {@link Expr.Cast casts}
 * alone, and nothing that {@link #reduce}, {@link #matmul}, {@link #scatterAdd}, {@link #scan} and {@link #sort} write is of
 * them.
 *
 * <p>Outputs are freshly allocated row-by-row views unless a method says otherwise. Index tensors are int32 and have been
 * checked against the size of the axis they index.
 */
public interface Backend {
  /** The name of the provider that made it. */
  String name();

  /**
   * A new buffer. Its contents are undefined: whoever allocates writes every element.
   *
   * @throws dev.adjoint.DTypeException if the backend does not have the type; the message names both: "the backend x has no
   *     float16"
   */
  Buffer allocate(DType dtype, int size);

  /**
   * Takes a buffer back that nobody will use again, so that a later {@link #allocate} may give out its memory. A backend that
   * does so must refuse the old buffer from then on, naming {@code Scope}: some tensor may still be over it.
   *
   * <p>Does nothing unless a backend has a use for it: what is not handed back is freed by the garbage collector.
   */
  default void recycle(Buffer buffer) {}

  /** Whether it pays to keep account of buffers of this size in order to {@link #recycle} them early. */
  default boolean reuses(DType dtype, int size) {
    return false;
  }

  /**
   * Copies from a Java array into a buffer.
   *
   * @param source a {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or {@code boolean[]}, as the buffer's
   *     dtype asks; for float16 and bfloat16 a {@code short[]} with the numbers' bits (see {@link Half})
   */
  void copyIn(Object source, int from, Buffer target, int at, int count);

  /**
   * Copies from a buffer into a Java array; waits for what is still being computed.
   *
   * @param target an array as in {@link #copyIn}
   */
  void copyOut(Buffer source, int at, Object target, int from, int count);

  /**
   * Evaluates a scalar expression at every index of the output.
   *
   * @param kernel the expression; its dtype is the output's, and argument {@code i} has the dtype of {@code inputs[i]}
   * @param params the values of the expression's parameters
   * @param inputs views of exactly the output's shape (stretched ones have stride 0)
   * @param output any view without repeated elements; it may be exactly one of the inputs, but overlaps none otherwise
   */
  void map(Kernel kernel, double[] params, View[] inputs, View output);

  /**
   * Combines, along axes, the values of a scalar expression. Sums of float32 are accumulated so that their error does not
   * grow with their length (pairwise, compensated, or in float64). An int32 or int64 sum wraps around.
   *
   * @param element the expression at each index of the inputs; its dtype is the output's
   * @param inputs views of one shape, at least one
   * @param axes the axes that are combined, ascending, at least one
   * @param output has the inputs' rank and the size 1 along {@code axes}
   */
  void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output);

  /**
   * Runs a program along axes.
   *
   * <p>Done by {@link #map} and {@link #reduce} unless a backend does it itself, in fewer passes over memory.
   *
   * @param inputs views of one shape, at least one
   * @param axes the axes that rows run along, ascending; none for 0-d inputs
   * @param outputs for each value that the program returns: of the inputs' shape for elements, and with the size 1 along
   *     {@code axes} for values of rows
   */
  default void rows(RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    new RowSteps(this, params, axes, inputs[0].shape()).run(program, inputs, outputs);
  }

  /**
   * Matrix products: {@code output[..., i, j] = sum over k of a[..., i, k] * b[..., k, j]}, float32 or float64.
   *
   * @param a {@code [batch..., m, k]}, any strides
   * @param b {@code [batch..., k, n]}, any strides, the same batch sizes as {@code a}
   * @param output {@code [batch..., m, n]}; zeros where {@code k} is 0
   */
  void matmul(View a, View b, View output);

  /**
   * Matrix products on top of something: {@code output = base + a b}.
   *
   * <p>A product and a sum unless a backend adds while it multiplies.
   *
   * @param base of the output's shape (stretched where it repeats, as a bias does) and type; it may be exactly the output, but
   *     overlaps it in no other way
   */
  default void matmul(View a, View b, View base, View output) {
    View product = base.buffer() == output.buffer() ? View.of(allocate(output.dtype(), output.shape().size()), output.shape())
        : output;
    matmul(a, b, product);
    Expr sum = Expr.arg(0, output.dtype()).add(Expr.arg(1, output.dtype()));
    map(Kernel.of(sum), new double[0], new View[] {product, base}, output);
  }

  /**
   * Picks elements along one axis: {@code output[..., i, ...] = source[..., index[..., i, ...], ...]}.
   *
   * @param index int32, of the output's shape (stretched where whole slices are picked)
   * @param output of the source's rank; along the other axes no longer than the source
   */
  void gather(View source, View index, int axis, View output);

  /**
   * The transpose of {@link #gather}: {@code target[..., index[..., i, ...], ...] += source[..., i, ...]}. Duplicate
   * indices add up.
   *
   * @param target a row-by-row view that is updated in place
   */
  void scatterAdd(View target, View index, int axis, View source);

  /**
   * The inclusive scan along an axis: {@code output[.., i, ..]} combines {@code input[.., 0, ..]} to {@code input[.., i, ..]}.
   * float32 is accumulated in float64 (or compensated); integers wrap around; from a NaN on, everything is NaN.
   *
   * <p>Computed in Java unless a backend does it itself.
   *
   * @param input int32, int64, float32 or float64, with at least one axis
   * @param output of the input's shape and type
   */
  default void scan(Reduction reduction, View input, int axis, View output) {
    OnHost.scan(this, reduction, input, axis, output);
  }

  /**
   * Sorts along an axis. Equal elements stay in their order, also where the order descends; -0 equals 0. NaN counts as larger
   * than any number: it comes last, and first in descending order.
   *
   * <p>Computed in Java unless a backend does it itself.
   *
   * @param input of any type but float16 and bfloat16, false before true, with at least one axis
   * @param values of the input's shape and type
   * @param indices int32, of the input's shape: where along the axis of the input each value comes from
   */
  default void sort(View input, int axis, boolean descending, View values, View indices) {
    OnHost.sort(this, input, axis, descending, values, indices);
  }

  /**
   * Convolutions and their two gradients, for backends that have better ways than copied windows and a matrix product, which
   * is what is done where this declines.
   *
   * @param part which tensor is computed; the other two are given in the order of {@link ConvolutionShape.Part}
   * @param first float32 or float64, any strides
   * @param second of the same type, any strides
   * @param bias what is added to each channel of the output, {@code [channels]}, any stride; null for nothing, as always
   *     where the part is the weight
   * @return false if the backend leaves it to the core: then nothing has been written
   */
  default boolean convolve(
      ConvolutionShape shape, ConvolutionShape.Part part, View first, View second, @Nullable View bias, View output) {
    return false;
  }

  /**
   * The factorisations of matrices. Unless a backend has its own, the best that is found on the classpath.
   *
   * @throws dev.adjoint.BackendException if there is none
   */
  default LinearAlgebra linearAlgebra() {
    return LinearAlgebras.best();
  }
}
