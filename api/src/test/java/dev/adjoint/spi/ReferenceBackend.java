package dev.adjoint.spi;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The simplest backend that is right: one element after the other, each through a double or a long. For tests. */
public final class ReferenceBackend implements Backend {
  private static final LinearAlgebra ALGEBRA = new TextbookLinearAlgebra();

  private static final class Storage implements Buffer {
    private final DType dtype;
    private final int size;
    /** Null once it was handed back. */
    private @Nullable Elements elements;

    Storage(DType dtype, int size) {
      this.dtype = dtype;
      this.size = size;
      this.elements = new Elements(dtype, size);
    }

    @Override
    public DType dtype() {
      return dtype;
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static Elements elements(Buffer buffer) {
    Elements elements = ((Storage) buffer).elements;
    if (elements == null) {
      throw new BackendException("A tensor was used after the end of the Scope it was made in. Use keep(tensor)");
    }
    return elements;
  }

  private static Elements elements(View view) {
    return elements(view.buffer());
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public LinearAlgebra linearAlgebra() {
    return ALGEBRA;
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    return new Storage(dtype, size);
  }

  @Override
  public void recycle(Buffer buffer) {
    ((Storage) buffer).elements = null;
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    System.arraycopy(source, from, elements(target).array(), at, count);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    System.arraycopy(elements(source).array(), at, target, from, count);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    StepEvaluation element = evaluation(kernel, params, inputs, output.shape());
    Elements out = elements(output);
    int[] positions = Positions.of(output);
    for (int i = 0; i < positions.length; i++) {
      element.run(i);
      if (out.dtype().isFloating()) {
        out.set(positions[i], element.number());
      } else {
        out.set(positions[i], element.integer());
      }
    }
  }

  private static StepEvaluation evaluation(Kernel kernel, double[] params, View[] inputs, Shape shape) {
    return new StepEvaluation(
        kernel,
        params,
        shape,
        Arrays.stream(inputs).map(ReferenceBackend::elements).toArray(Elements[]::new),
        Arrays.stream(inputs).map(Positions::of).toArray(int[][]::new));
  }

  @Override
  public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    Shape shape = inputs[0].shape();
    StepEvaluation evaluation = evaluation(element, params, inputs, shape);
    // Stretched back to the inputs' shape, the output has, at each index, the place that the index is combined into.
    int[] positions = Positions.of(output.broadcastTo(shape));
    Elements out = elements(output);
    if (out.dtype().isFloating()) {
      reduceNumbers(reduction, evaluation, positions, out, Positions.of(output));
    } else {
      reduceIntegers(reduction, evaluation, positions, out, Positions.of(output));
    }
  }

  private static void reduceNumbers(Reduction how, StepEvaluation element, int[] places, Elements out, int[] outPlaces) {
    double[] sums = new double[out.size()];
    Arrays.fill(sums, switch (how) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    });
    for (int i = 0; i < places.length; i++) {
      element.run(i);
      double x = element.number();
      double sum = sums[places[i]];
      sums[places[i]] = switch (how) {
        case SUM -> sum + x;
        case PROD -> sum * x;
        case MAX -> Math.max(sum, x);
        case MIN -> Math.min(sum, x);
      };
    }
    for (int place : outPlaces) {
      out.set(place, sums[place]);
    }
  }

  private static void reduceIntegers(Reduction how, StepEvaluation element, int[] places, Elements out, int[] outPlaces) {
    long[] sums = new long[out.size()];
    Arrays.fill(sums, switch (how) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> out.dtype() == DType.BOOL ? 0 : Long.MIN_VALUE;
      case MIN -> out.dtype() == DType.BOOL ? 1 : Long.MAX_VALUE;
    });
    for (int i = 0; i < places.length; i++) {
      element.run(i);
      long x = element.integer();
      long sum = sums[places[i]];
      sums[places[i]] = switch (how) {
        case SUM -> sum + x;
        case PROD -> sum * x;
        case MAX -> Math.max(sum, x);
        case MIN -> Math.min(sum, x);
      };
    }
    for (int place : outPlaces) {
      out.set(place, sums[place]);
    }
  }

  @Override
  public void matmul(View a, View b, View output) {
    int k = a.shape().size(-1);
    int n = b.shape().size(-1);
    int m = a.shape().size(-2);
    int[] rows = Positions.of(a);
    int[] columns = Positions.of(b);
    int[] places = Positions.of(output);
    for (int i = 0; i < places.length; i++) {
      int row = i / n;
      int batch = row / m;
      double sum = 0;
      for (int l = 0; l < k; l++) {
        sum += elements(a).number(rows[row * k + l]) * elements(b).number(columns[(batch * k + l) * n + i % n]);
      }
      elements(output).set(places[i], sum);
    }
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    int[] starts = Positions.without(axis, source, output.shape());
    int[] indices = Positions.of(index);
    int[] places = Positions.of(output);
    for (int i = 0; i < places.length; i++) {
      int from = starts[i] + (int) elements(index).integer(indices[i]) * source.stride(axis);
      elements(output).set(places[i], elements(source), from);
    }
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    int[] starts = Positions.without(axis, target, source.shape());
    int[] indices = Positions.of(index);
    int[] places = Positions.of(source);
    Elements sums = elements(target);
    for (int i = 0; i < places.length; i++) {
      int at = starts[i] + (int) elements(index).integer(indices[i]) * target.stride(axis);
      if (sums.dtype().isFloating()) {
        sums.set(at, sums.number(at) + elements(source).number(places[i]));
      } else {
        sums.set(at, sums.integer(at) + elements(source).integer(places[i]));
      }
    }
  }
}
