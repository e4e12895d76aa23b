package dev.adjoint.samples;

import java.util.List;

/** All operations, by family. */
public final class Families {
  /** In the order of the coverage page. */
  public static final List<Family> ALL = List.of(
      new PrimitiveRows(), new FunctionRows(), new ReductionRows(), new ScanRows(), new ShapeRows(), new IndexRows(),
      new ProductRows(), new LinalgRows(), new NetworkRows(), new LossRows(), new CreationRows(),
      new RandomRows(), new BitRows());

  private Families() {}
}
