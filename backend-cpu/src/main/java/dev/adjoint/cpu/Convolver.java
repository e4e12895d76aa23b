package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** Convolutions and their gradients: chooses how to compute each. */
final class Convolver {
  private final ThreadPool pool;
  private final BlasChoice blas;
  private final Scratch scratch;
  private final TapKernels kernels;

  Convolver(ThreadPool pool, BlasChoice blas, Scratch scratch, TapKernels kernels) {
    this.pool = pool;
    this.blas = blas;
    this.scratch = scratch;
    this.kernels = kernels;
  }

  boolean convolve(
      ConvolutionShape shape, ConvolutionShape.Part part, View first, View second, @Nullable View bias, View output) {
    ConvolutionSizes sizes = switch (part) {
      case OUTPUT -> ConvolutionSizes.of(shape, first.shape(), second.shape(), output.shape());
      case INPUT -> ConvolutionSizes.of(shape, output.shape(), second.shape(), first.shape());
      case WEIGHT -> ConvolutionSizes.of(shape, second.shape(), output.shape(), first.shape());
    };
    // Without a factor the result is zeros, which the core's own way gives.
    if (sizes == null || first.shape().size() == 0 || second.shape().size() == 0 || output.shape().size() == 0) {
      return false;
    }
    DType dtype = output.dtype();
    Operand a = rowByRow(first);
    Operand b = rowByRow(second);
    Operand c = new Operand(CpuBuffer.arrayOf(output), output.offset());
    Object numbers = bias == null ? null : dense(bias);
    PlaneConvolution planes = PlaneConvolution.of(pool, scratch, kernels, sizes, part, dtype);
    ColumnProducts products = new ColumnProducts(pool, scratch, blas.blas(), dtype);
    if (planes != null) {
      planes.run(part, a, b, numbers, c);
    } else if (Winograd.isFor(sizes, part == ConvolutionShape.Part.INPUT)) {
      Winograd winograd = new Winograd(products, sizes);
      switch (part) {
        case OUTPUT -> winograd.output(a, b, numbers, c);
        case INPUT -> winograd.input(a, b, numbers, c);
        case WEIGHT -> winograd.weight(a, b, c);
      }
    } else if (BatchConvolution.isFor(sizes)) {
      BatchConvolution batch = new BatchConvolution(products, sizes);
      switch (part) {
        case OUTPUT -> batch.output(a, b, numbers, c);
        case INPUT -> batch.input(a, b, numbers, c);
        case WEIGHT -> batch.weight(a, b, c);
      }
    } else {
      switch (part) {
        case OUTPUT -> new ColumnConvolution(products, sizes).run(a, b, numbers, c);
        case INPUT -> new ColumnInputGradient(products, sizes).run(a, b, numbers, c);
        case WEIGHT -> new ColumnWeightGradient(products, sizes).run(a, b, c);
      }
    }
    giveBack(first, a);
    giveBack(second, b);
    return true;
  }

  private Object dense(View bias) {
    int count = bias.shape().size();
    Object out = CpuBuffer.newArray(bias.dtype(), count);
    StridedCopy.row(CpuBuffer.arrayOf(bias), bias.offset(), bias.stride(0), out, 0, 1, count);
    return out;
  }

  private Operand rowByRow(View view) {
    if (view.isContiguous()) {
      return new Operand(CpuBuffer.arrayOf(view), view.offset());
    }
    LoopNest nest = LoopNest.of(view.shape(), view);
    Object source = CpuBuffer.arrayOf(view);
    Object copy = scratch.take(view.dtype(), nest.count());
    pool.split(nest.count(), KernelCompiler.WORTH_A_THREAD,
        (from, to) -> StridedCopy.load(nest, source, from, to - from, copy, from));
    return new Operand(copy, 0);
  }

  private void giveBack(View view, Operand operand) {
    if (operand.array() != CpuBuffer.arrayOf(view)) {
      scratch.give(operand.array());
    }
  }
}
