package dev.adjoint.seeds;

import org.junit.jupiter.api.Nested;

class ReferenceSeedTest {
  @Nested
  class Paddle extends PaddleCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }

  @Nested
  class MindSpore extends MindSporeCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }

  @Nested
  class Tutorial extends TutorialCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }

  @Nested
  class Guide extends GuideCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }

  @Nested
  class Mechanics extends MechanicsCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }

  @Nested
  class Operations extends OperationCases {
    @Override
    protected String backend() {
      return "reference";
    }
  }
}
