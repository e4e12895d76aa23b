package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.LinearAlgebra;
import dev.adjoint.spi.LinearAlgebraContract;
import dev.adjoint.spi.LinearAlgebras;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Both implementations do what each has to, and agree with the textbook's. */
class LinearAlgebraTest {
  @Nested
  class Native extends LinearAlgebraContract {
    private final LinearAlgebra lapack = new Lapack();

    @Override
    protected LinearAlgebra algebra() {
      return lapack;
    }

    @Test
    void isTheOneThatIsChosen() {
      assertThat(lapack.availability().isAvailable()).as("%s", lapack.availability()).isTrue();
      assertThat(LinearAlgebras.best()).isInstanceOf(Lapack.class);
    }
  }

  @Nested
  class InJava extends LinearAlgebraContract {
    @Override
    protected LinearAlgebra algebra() {
      return new Ejml();
    }
  }
}
