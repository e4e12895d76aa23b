package dev.adjoint.cpu;

import dev.adjoint.seeds.GuideCases;
import dev.adjoint.seeds.MechanicsCases;
import dev.adjoint.seeds.MindSporeCases;
import dev.adjoint.seeds.OperationCases;
import dev.adjoint.seeds.PaddleCases;
import dev.adjoint.seeds.TutorialCases;
import org.junit.jupiter.api.Nested;

/** The seed cases, and every operation against finite differences, on the providers of this module. */
class SeedTest {
  @Nested
  class Cpu {
    @Nested
    class Paddle extends PaddleCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }

    @Nested
    class MindSpore extends MindSporeCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }

    @Nested
    class Tutorial extends TutorialCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }

    @Nested
    class Guide extends GuideCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }

    @Nested
    class Mechanics extends MechanicsCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }

    @Nested
    class Operation extends OperationCases {
      @Override
      protected String backend() {
        return "cpu";
      }
    }
  }

  @Nested
  class Nd4j {
    @Nested
    class Paddle extends PaddleCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }

    @Nested
    class MindSpore extends MindSporeCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }

    @Nested
    class Tutorial extends TutorialCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }

    @Nested
    class Guide extends GuideCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }

    @Nested
    class Mechanics extends MechanicsCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }

    @Nested
    class Operation extends OperationCases {
      @Override
      protected String backend() {
        return "nd4j";
      }
    }
  }
}
