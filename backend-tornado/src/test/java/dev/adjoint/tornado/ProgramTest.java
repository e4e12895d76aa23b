package dev.adjoint.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.BackendException;
import dev.adjoint.DType;
import dev.adjoint.spi.Expr;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private final Program program = new Program();

  private int[] view(int offset, int[] sizes, int[] strides) {
    int at = program.addView(offset, sizes, strides);
    return Arrays.copyOfRange(program.words(), at, program.position());
  }

  private void write(Expr e) {
    Expression.write(program, Kernel.of(e), new double[0], new View[0], new int[] {0}, new int[] {5});
  }

  @Test
  void axesThatCanBeWalkedAsOneAreOne() {
    assertThat(view(3, new int[] {4, 3, 5}, new int[] {15, 5, 1})).containsExactly(1, 3, 60, 1);
    assertThat(view(0, new int[] {4, 1, 5}, new int[] {5, 99, 1})).containsExactly(1, 0, 20, 1);
    assertThat(view(0, new int[] {4, 3, 5}, new int[] {0, 0, 0})).containsExactly(1, 0, 60, 0);
    assertThat(view(7, new int[] {1, 1}, new int[] {1, 1})).containsExactly(0, 7);
  }

  @Test
  void otherAxesStay() {
    assertThat(view(0, new int[] {3, 5}, new int[] {1, 3})).containsExactly(2, 0, 3, 1, 5, 3);
    assertThat(view(0, new int[] {4, 3, 5}, new int[] {0, 5, 1})).containsExactly(2, 0, 4, 0, 15, 1);
    assertThat(view(9, new int[] {3, 5}, new int[] {5, -1})).containsExactly(2, 9, 3, 5, 5, -1);
  }

  @Test
  void registersAreUsedAgain() {
    Expr e = Expr.index(0).cast(DType.FLOAT64);
    for (int i = 0; i < 3 * Machine.REGISTERS; i++) {
      e = e.mul(1.5 + i).add(i + 0.5).tanh();
    }
    write(e);
    assertThat(program.words()[Program.STEPS]).isGreaterThan(9 * Machine.REGISTERS);
    assertThat(program.words()[Program.RESULT]).isLessThan(3);
  }

  @Test
  void tooManyValuesAtOnceAreRefused() {
    Expr[] values = new Expr[Machine.REGISTERS + 1];
    Arrays.setAll(values, i -> Expr.index(0).cast(DType.FLOAT64).mul(i + 0.5));
    Expr product = values[0];
    for (Expr value : values) {
      product = product.mul(value);
    }
    for (Expr value : values) { // each is read again, so that all are needed at once
      product = product.add(value);
    }
    Expr e = product;
    assertThatThrownBy(() -> write(e)).isInstanceOf(BackendException.class).hasMessageContaining("more than 32 values at once");
  }

  @Test
  void moreThanThereIsRoomForIsRefused() {
    assertThatThrownBy(() -> program.add(new int[Program.MAX_WORDS]))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("room for 16384 words");
    Program numbers = new Program();
    for (int i = 0; i < Program.MAX_NUMBERS; i++) {
      assertThat(numbers.addNumber(0.5 * i)).isEqualTo(i);
    }
    assertThatThrownBy(() -> numbers.addNumber(1)).hasMessageContaining("room for 1024 constants and parameters");
  }
}
