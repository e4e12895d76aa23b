package org.example.scalar;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.util.Arrays;

/** The methods that a backend must have, as plain loops; for all others {@link Backend} has a default. */
final class ScalarBackend implements Backend {
  @Override
  public String name() {
    return ScalarProvider.NAME;
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    return new ScalarBuffer(dtype, size);
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    System.arraycopy(source, from, ScalarBuffer.of(target).array(), at, count);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    System.arraycopy(ScalarBuffer.of(source).array(), at, target, from, count);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    Program program = new Program(kernel, params, inputs, output.shape());
    ScalarBuffer out = ScalarBuffer.of(output);
    int[] places = Places.of(output);
    for (int i = 0; i < places.length; i++) {
      program.run(i);
      out.set(places[i], program.real(), program.integer());
    }
  }

  @Override
  public void reduce(Reduction how, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    Shape shape = inputs[0].shape();
    Program program = new Program(element, params, inputs, shape);
    boolean real = element.dtype().isFloating();
    ScalarBuffer out = ScalarBuffer.of(output);
    // float32 is summed up in float64: the error of a sum must not grow with its length.
    double[] reals = new double[out.size()];
    long[] integers = new long[out.size()];
    Arrays.fill(reals, start(how));
    Arrays.fill(integers, how == Reduction.PROD ? 1 : how == Reduction.SUM ? 0 : (long) start(how));
    // Stretched back over the inputs' shape, the output tells of each index where its value is combined.
    int[] into = Places.of(output.broadcastTo(shape));
    for (int i = 0; i < into.length; i++) {
      program.run(i);
      int at = into[i];
      if (real) {
        reals[at] = combine(how, reals[at], program.real());
      } else {
        integers[at] = combine(how, integers[at], program.integer());
      }
    }
    for (int at : Places.of(output)) {
      out.set(at, reals[at], integers[at]);
    }
  }

  private static double start(Reduction how) {
    return switch (how) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static double combine(Reduction how, double a, double b) {
    return switch (how) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b); // NaN if either is
      case MIN -> Math.min(a, b);
    };
  }

  private static long combine(Reduction how, long a, long b) {
    return switch (how) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  @Override
  public void matmul(View a, View b, View output) {
    int m = a.shape().size(-2);
    int k = a.shape().size(-1);
    int n = b.shape().size(-1);
    ScalarBuffer left = ScalarBuffer.of(a);
    ScalarBuffer right = ScalarBuffer.of(b);
    int[] rows = Places.of(a);
    int[] columns = Places.of(b);
    int[] places = Places.of(output);
    for (int i = 0; i < places.length; i++) {
      int row = i / n; // of all matrices of the batch, one below the other
      int column = row / m * k * n + i % n;
      double sum = 0;
      for (int l = 0; l < k; l++) {
        sum += left.real(rows[row * k + l]) * right.real(columns[column + l * n]);
      }
      ScalarBuffer.of(output).set(places[i], sum, 0);
    }
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    ScalarBuffer indices = ScalarBuffer.of(index);
    int[] from = Places.without(axis, source, output.shape());
    int[] at = Places.of(index);
    int[] into = Places.of(output);
    for (int i = 0; i < into.length; i++) {
      int place = from[i] + (int) indices.integer(at[i]) * source.stride(axis);
      System.arraycopy(ScalarBuffer.of(source).array(), place, ScalarBuffer.of(output).array(), into[i], 1);
    }
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    ScalarBuffer indices = ScalarBuffer.of(index);
    ScalarBuffer sums = ScalarBuffer.of(target);
    ScalarBuffer added = ScalarBuffer.of(source);
    boolean real = target.dtype().isFloating();
    int[] into = Places.without(axis, target, source.shape());
    int[] at = Places.of(index);
    int[] from = Places.of(source);
    for (int i = 0; i < from.length; i++) {
      int place = into[i] + (int) indices.integer(at[i]) * target.stride(axis);
      if (real) {
        sums.set(place, sums.real(place) + added.real(from[i]), 0);
      } else {
        sums.set(place, 0, sums.integer(place) + added.integer(from[i]));
      }
    }
  }
}
