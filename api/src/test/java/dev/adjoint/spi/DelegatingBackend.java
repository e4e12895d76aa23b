package dev.adjoint.spi;

import dev.adjoint.DType;

/** Another backend under a name of its own, for tests that change or watch part of what it does. */
public class DelegatingBackend implements Backend {
  private final Backend whole;
  private final String name;

  /** All that is mandatory is left to the given backend; what is optional stays as {@link Backend} has it. */
  public DelegatingBackend(String name, Backend whole) {
    this.name = name;
    this.whole = whole;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Buffer allocate(DType dtype, int size) {
    return whole.allocate(dtype, size);
  }

  @Override
  public void copyIn(Object source, int from, Buffer target, int at, int count) {
    whole.copyIn(source, from, target, at, count);
  }

  @Override
  public void copyOut(Buffer source, int at, Object target, int from, int count) {
    whole.copyOut(source, at, target, from, count);
  }

  @Override
  public void map(Kernel kernel, double[] params, View[] inputs, View output) {
    whole.map(kernel, params, inputs, output);
  }

  @Override
  public void reduce(Reduction reduction, Kernel element, double[] params, View[] inputs, int[] axes, View output) {
    whole.reduce(reduction, element, params, inputs, axes, output);
  }

  @Override
  public void matmul(View a, View b, View output) {
    whole.matmul(a, b, output);
  }

  @Override
  public void gather(View source, View index, int axis, View output) {
    whole.gather(source, index, axis, output);
  }

  @Override
  public void scatterAdd(View target, View index, int axis, View source) {
    whole.scatterAdd(target, index, axis, source);
  }
}
