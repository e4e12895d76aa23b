package dev.adjoint.cpu.nd4j;

import dev.adjoint.DType;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.View;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every buffer an {@code INDArray}; what ND4J lacks or gets wrong is computed in Java. */
final class Nd4jBackend implements Backend {
  /** From this many elements on, it is faster to set the output to what a product comes on top of than to add it after. */
  private static final int LARGE_PRODUCT = 1 << 16;

  private final NativeStorage storage = NativeStorage.shared();

  /** Sets ND4J's number of threads for the whole process: ND4J has no other. */
  Nd4jBackend(BackendConfig config) {
    Nd4j.getEnvironment().setMaxMasterThreads(config.threads());
    Nd4j.factory().blas().setMaxThreads(config.threads());
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    return storage.allocate(dtype, size);
  }

  /** A buffer over a vector whose memory is a user's. */
  Buffer adopt(DType dtype, INDArray vector) {
    return storage.adopt(dtype, vector);
  }

  @Override
  public void recycle(Buffer buffer) {
    Nd4jBuffer.of(buffer).giveUp();
  }

  @Override
  public boolean reuses(DType dtype, int size) {
    return NativeStorage.reuses(size);
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    HostCopy.write(source, from, Nd4jBuffer.of(target).array(), at, count);
    Reference.reachabilityFence(target);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    HostCopy.read(Nd4jBuffer.of(source).array(), at, target, from, count);
    Reference.reachabilityFence(source);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    if (WholeNumbers.take(kernel) && output.isContiguous()) {
      long[] numbers = WholeNumbers.evaluate(kernel, params, output.shape());
      copyIn(numbers, 0, output.buffer(), output.offset(), numbers.length);
      return;
    }
    try (Scratch scratch = new Scratch()) {
      INDArray target = mayBeWrittenEarly(output, inputs) ? StridedArrays.forwards(output) : null;
      INDArray result = new KernelEvaluation(kernel, params, inputs, output.shape(), scratch).run(target);
      if (result != target) {
        StridedArrays.write(output, result, scratch);
      }
    } finally {
      keep(output, inputs);
    }
  }

  @Override
  public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    if (output.shape().size() == 0) {
      return;
    }
    try (Scratch scratch = new Scratch()) {
      if (inputs[0].shape().size() == 0) {
        StridedArrays.forwards(output).assign(reduction == Reduction.PROD ? 1 : 0);
        return;
      }
      INDArray values = new KernelEvaluation(element, params, inputs, inputs[0].shape(), scratch).run(null);
      long[] shape = Scratch.sizes(inputs[0].shape());
      if (!Arrays.equals(values.shape(), shape)) {
        values = scratch.copy(values, values.dataType(), shape);
      }
      StridedArrays.write(output, Reductions.of(reduction, values, axes, scratch), scratch);
    } finally {
      keep(output, inputs);
    }
  }

  @Override
  public void matmul(View a, View b, View output) {
    try {
      MatrixProducts.run(a, b, output, false);
    } finally {
      keep(output, a, b);
    }
  }

  @Override
  public void matmul(View a, View b, View base, View output) {
    if (output.shape().size() < LARGE_PRODUCT) {
      Backend.super.matmul(a, b, base, output);
      return;
    }
    try (Scratch scratch = new Scratch()) {
      if (!base.sameAs(output)) {
        StridedArrays.write(output, StridedArrays.read(base, scratch), scratch);
      }
      MatrixProducts.run(a, b, output, true);
    } finally {
      keep(output, a, b, base);
    }
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    try {
      Indexing.gather(source, index, axis, output);
    } finally {
      keep(output, source, index);
    }
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    try {
      Indexing.scatterAdd(target, index, axis, source);
    } finally {
      keep(target, index, source);
    }
  }

  /** Whether no input is another view of the output's memory, as far as can be seen. */
  private static boolean mayBeWrittenEarly(View output, View[] inputs) {
    Nd4jBuffer written = StridedArrays.buffer(output);
    for (View input : inputs) {
      Nd4jBuffer read = StridedArrays.buffer(input);
      if (read == written ? !input.sameAs(output) : read.isShared() && written.isShared()) {
        return false;
      }
    }
    return output.isContiguous();
  }

  /** Until here, the buffers must not be freed: the arrays in use do not hold them. */
  private static void keep(View output, View... inputs) {
    Reference.reachabilityFence(inputs);
    Reference.reachabilityFence(output);
  }
}
