package dev.adjoint.cpu;

import dev.adjoint.DType;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.ConvolutionShape;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.Reduction;
import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/** The backend: one part for each kind of operation, over one pool of threads. */
final class CpuBackend implements Backend {
  /** Arrays that wait to be used again take up no more than this part of the heap. */
  private static final int PART_OF_HEAP = 2;

  private final KernelUnits units;
  private final Mapper mapper;
  private final Reducer reducer;
  private final RowRunner rows;
  private final Products products;
  private final Convolver convolver;
  private final Indexer indexer;
  private final Orderer orderer;
  private final ArrayPool arrays = new ArrayPool(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

  CpuBackend(BackendConfig config, BlasChoice blas, KernelCompiler.Mode mode) {
    ThreadPool pool = new ThreadPool(config.threads());
    Scratch scratch = new Scratch();
    KernelCompiler compiler = new KernelCompiler(mode);
    this.units = new KernelUnits(compiler);
    this.mapper = new Mapper(pool);
    this.reducer = new Reducer(pool, scratch);
    this.rows = new RowRunner(pool, units, mapper, reducer, scratch);
    this.products = new Products(pool, blas);
    this.convolver = new Convolver(pool, blas, scratch, new TapKernels(compiler));
    this.indexer = new Indexer(pool);
    this.orderer = new Orderer(pool);
  }

  @Override
  public String name() {
    return CpuProvider.NAME;
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    Object used = arrays.take(dtype, size);
    return used == null ? new CpuBuffer(dtype, size) : new CpuBuffer(dtype, size, used);
  }

  @Override
  public void recycle(Buffer buffer) {
    if (!(buffer instanceof CpuBuffer own)) {
      return;
    }
    if (!reuses(own.dtype(), own.size())) {
      own.end();
      return;
    }
    Object array = own.giveUp();
    if (array != null) {
      arrays.put(buffer.dtype(), buffer.size(), array);
    }
  }

  @Override
  public boolean reuses(DType dtype, int size) {
    return size >= ArrayPool.SHORTEST;
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    System.arraycopy(source, from, CpuBuffer.arrayOf(target), at, count);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    System.arraycopy(CpuBuffer.arrayOf(source), at, target, from, count);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    mapper.map(units.of(kernel), params, inputs, output);
  }

  @Override
  public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    reducer.reduce(reduction, units.of(element), params, inputs, axes, output);
  }

  @Override
  public void rows(RowProgram program, double[] params, View[] inputs, int[] axes, View[] outputs) {
    if (!rows.run(program, params, inputs, axes, outputs)) {
      Backend.super.rows(program, params, inputs, axes, outputs);
    }
  }

  @Override
  public void matmul(View a, View b, View output) {
    products.multiply(a, b, null, output);
  }

  @Override
  public void matmul(View a, View b, View base, View output) {
    products.multiply(a, b, base, output);
  }

  @Override
  public boolean convolve(
      ConvolutionShape shape, ConvolutionShape.Part part, View first, View second, @Nullable View bias, View output) {
    return convolver.convolve(shape, part, first, second, bias, output);
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    indexer.gather(source, index, axis, output);
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    indexer.scatterAdd(target, index, axis, source);
  }

  @Override
  public void scan(Reduction reduction, View input, int axis, View output) {
    orderer.scan(reduction, input, axis, output);
  }

  @Override
  public void sort(View input, int axis, boolean descending, View values, View indices) {
    orderer.sort(input, axis, descending, values, indices);
  }
}
