package dev.adjoint.tornado;

import dev.adjoint.seeds.GuideCases;
import dev.adjoint.seeds.MechanicsCases;
import dev.adjoint.seeds.MindSporeCases;
import dev.adjoint.seeds.PaddleCases;
import dev.adjoint.seeds.TutorialCases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class SeedTest {
  @BeforeEach
  void device() {
    OnDevice.assumeDevice();
  }

  @Nested
  class Paddle extends PaddleCases {
    @Override
    protected String backend() {
      return "tornado";
    }
  }

  @Nested
  class MindSpore extends MindSporeCases {
    @Override
    protected String backend() {
      return "tornado";
    }
  }

  @Nested
  class Tutorial extends TutorialCases {
    @Override
    protected String backend() {
      return "tornado";
    }
  }

  @Nested
  class Guide extends GuideCases {
    @Override
    protected String backend() {
      return "tornado";
    }
  }

  @Nested
  class Mechanics extends MechanicsCases {
    @Override
    protected String backend() {
      return "tornado";
    }
  }
}
