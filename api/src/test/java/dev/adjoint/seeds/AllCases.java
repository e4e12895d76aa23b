package dev.adjoint.seeds;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** All that holds on every backend, of the tape and of operations; a class for each backend says which. */
public abstract class AllCases extends AllOperationCases {
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
  class Saved extends SavedCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class TapeEdge extends TapeEdgeCases {
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
  @Tag("threads")
  class Thread extends ThreadCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  @Tag("threads")
  class Stress extends StressCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class OptimizerStates extends OptimizerStateCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class TrainingTools extends TrainingToolCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Optimizers extends OptimizerCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  class Scopes extends ScopeCases {
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

  @Nested
  class Modules extends ModuleCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  @Tag("training")
  class Training extends TrainingCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }

  @Nested
  @Tag("leaks")
  class Leak extends LeakCases {
    @Override
    protected String backend() {
      return AllCases.this.backend();
    }
  }
}
