package dev.adjoint.seeds;

import dev.adjoint.samples.SampleCases;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** What operations give, and their derivatives, on every backend. */
public abstract class AllOperationCases {
  /** The name of the backend. */
  protected abstract String backend();

  /** See {@link SampleCases#differenced}. */
  protected int differenced() {
    return Integer.MAX_VALUE;
  }

  @Nested
  class Function extends FunctionCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Broadcast extends BroadcastCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Reduction extends ReductionCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Numerics extends NumericsCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Indexing extends IndexingCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Product extends ProductCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class LinearAlgebra extends LinearAlgebraCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Convolution extends ConvolutionCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Loss extends LossCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Network extends NetworkCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Types extends TypesCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Edge extends EdgeCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Random extends RandomCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Creation extends CreationCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Primitive extends PrimitiveCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Placing extends PlacingCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Assignment extends AssignmentCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  class Reshaping extends ReshapingCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }
  }

  @Nested
  @Tag("samples")
  class Sample extends SampleCases {
    @Override
    protected String backend() {
      return AllOperationCases.this.backend();
    }

    @Override
    protected int differenced() {
      return AllOperationCases.this.differenced();
    }
  }
}
