package dev.adjoint.seeds;

import dev.adjoint.samples.SampleCases;
import org.junit.jupiter.api.Nested;

/** All that holds on every backend; a class for each backend says which. */
public abstract class AllCases {
  /** The name of the backend. */
  protected abstract String backend();

  /** See {@link SampleCases#differenced}. */
  protected int differenced() {
    return Integer.MAX_VALUE;
  }

  @Nested
  class Paddle extends PaddleCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class MindSpore extends MindSporeCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Tutorial extends TutorialCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Guide extends GuideCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Mechanics extends MechanicsCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class SavedRows extends SavedRowsCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Nesting extends NestingCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Function extends FunctionCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Broadcast extends BroadcastCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Reduction extends ReductionCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Numerics extends NumericsCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Indexing extends IndexingCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Product extends ProductCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class LinearAlgebra extends LinearAlgebraCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Convolution extends ConvolutionCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Loss extends LossCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Types extends TypesCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Edge extends EdgeCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Random extends RandomCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Creation extends CreationCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Primitive extends PrimitiveCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Placing extends PlacingCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Assignment extends AssignmentCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Reshaping extends ReshapingCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class CustomFunction extends CustomFunctionCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Hook extends HookCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Memory extends MemoryCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Sample extends SampleCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }

    @Override
    protected int differenced() {
      return AllCases.this.differenced();
    }
  }

  @Nested
  class Leaf extends LeafCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Backward extends BackwardCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Retain extends RetainCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class HigherOrder extends HigherOrderCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Grad extends GradCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Mode extends ModeCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class View extends ViewCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Version extends VersionCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Transform extends TransformCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Thread extends ThreadCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class GradCheck extends GradCheckCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }
}
