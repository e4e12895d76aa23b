package dev.adjoint.samples;

import java.util.List;

/** All operations, by family. */
public final class Families {
  /** In the order of the coverage page. */
  public static final List<Family> ALL = List.of(
      new ArithmeticRows(),
      new PrimitiveRows(),
      new ActivationRows(),
      new FunctionRows(),
      new PredicateRows(),
      new ReductionRows(),
      new ScanRows(),
      new SortRows(),
      new ShapeRows(),
      new WindowRows(),
      new IndexRows(),
      new PlacingRows(),
      new InPlaceRows(),
      new ProductRows(),
      new LinalgRows(),
      new NetworkRows(),
      new PoolingRows(),
      new NormalizationRows(),
      new LossRows(),
      new MarginRows(),
      new CreationRows(),
      new RandomRows(),
      new BitRows(),
      new CastRows());

  private Families() {}
}
