package dev.adjoint.cpu;

import dev.adjoint.seeds.AllCases;
import org.junit.jupiter.api.Nested;

/** What holds on every backend, on the providers of this module. */
class SeedTest {
  @Nested
  class Cpu extends AllCases {
    @Override
    protected String backend() {
      return "cpu";
    }
  }

  @Nested
  class Nd4j extends AllCases {
    @Override
    protected String backend() {
      return "nd4j";
    }

    /** A small call takes a thousand times as long here. */
    @Override
    protected int differenced() {
      return 1;
    }
  }
}
