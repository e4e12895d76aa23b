package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bad input is told: what was given, what was expected, what to do. */
class MessageTest {
  private final Tensor matrix = Tensor.zeros(2, 3);

  @Test
  void shapesThatDoNotBroadcast() {
    assertThatThrownBy(() -> matrix.add(Tensor.zeros(2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 3]", "[2]", "axis -1", "3 and 2");
  }

  @Test
  void productsThatDoNotFit() {
    assertThatThrownBy(() -> matrix.matmul(matrix))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[2, 3]", "3 columns", "2 rows");
    assertThatThrownBy(() -> matrix.matmul(Tensor.zeros(Shape.of(3, 2), DType.FLOAT64)))
        .isInstanceOf(DTypeException.class)
        .hasMessageContainingAll("float32", "float64", "to(FLOAT32)");
  }

  @Test
  void typesThatAnOperationDoesNotTake() {
    Tensor flags = Tensor.ofBooleans(true, false);
    assertThatThrownBy(() -> flags.add(flags)).isInstanceOf(DTypeException.class).hasMessageContainingAll("add", "bool",
        "to(INT32)");
    assertThatThrownBy(() -> Tensor.ofInts(1, 2).mean()).isInstanceOf(DTypeException.class).hasMessageContaining("int32");
    assertThatThrownBy(() -> Tensor.ofInts(1).requiresGrad(true)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("floating");
    assertThatThrownBy(() -> Tensor.ofInts(1, 2).addi(0.5)).isInstanceOf(DTypeException.class).hasMessageContainingAll("int32",
        "float32");
  }

  @Test
  void axesAndIndicesOutOfRange() {
    assertThatThrownBy(() -> matrix.sum(2)).isInstanceOf(ShapeException.class).hasMessageContainingAll("axis 2", "-2 to 1");
    assertThatThrownBy(() -> matrix.sum(0, -2)).isInstanceOf(ShapeException.class).hasMessageContaining("twice");
    assertThatThrownBy(() -> matrix.indexSelect(1, Tensor.ofInts(0, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("index 3", "0 to 2");
    assertThatThrownBy(() -> matrix.select(0, 2)).isInstanceOf(ShapeException.class).hasMessageContaining("index 2");
    assertThatThrownBy(() -> matrix.narrow(1, 2, 2)).isInstanceOf(ShapeException.class).hasMessageContaining("[2, 4)");
    assertThatThrownBy(() -> matrix.reshape(4, -1)).isInstanceOf(ShapeException.class).hasMessageContainingAll("6 elements",
        "[4, -1]");
    assertThatThrownBy(() -> matrix.item()).isInstanceOf(ShapeException.class).hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> Tensor.of(new float[][] {{1, 2}, {3}})).isInstanceOf(ShapeException.class)
        .hasMessageContaining("equal lengths");
    assertThatThrownBy(() -> Tensor.concat(0, matrix, Tensor.zeros(2, 2))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 2]");
    assertThatThrownBy(() -> Tensor.zeros(0).max()).isInstanceOf(ShapeException.class).hasMessageContaining("no element");
  }

  @Test
  void aBackendThatIsNotThere() {
    assertThatThrownBy(() -> Adjoint.useBackend("abacus"))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll("abacus", "reference (available)");
    assertThatThrownBy(() -> matrix.to(Device.of("abacus"))).isInstanceOf(BackendException.class)
        .hasMessageContaining("abacus");
  }

  @Test
  void aPluginsDirectoryWithoutPlugins(@TempDir Path empty) throws Exception {
    assertThatThrownBy(() -> Backends.addPlugins(empty)).isInstanceOf(BackendException.class).hasMessageContaining("no jar");
    Path file = Files.createFile(empty.resolve("x"));
    assertThatThrownBy(() -> Backends.addPlugins(file)).isInstanceOf(BackendException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void gradientsThatDoNotFit() {
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    assertThatThrownBy(() -> x.mul(2).backward(Tensor.of(1, 1, 1)))
        .isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("[3]", "[2]");
    assertThatThrownBy(() -> Tensor.of(1).backward()).isInstanceOf(AutogradException.class).hasMessageContainingAll("Output 0",
        "requiresGrad(true)");
    assertThatThrownBy(() -> x.mul(2).requiresGrad(false)).isInstanceOf(AutogradException.class)
        .hasMessageContaining("detach()");
    assertThatThrownBy(() -> x.grad(x)).isInstanceOf(AutogradException.class).hasMessageContaining("own gradient");
    assertThatThrownBy(() -> x.grad(Tensor.of(1))).isInstanceOf(ShapeException.class).hasMessageContainingAll("[2]", "[1]");
    Tensor y = Tensor.of(1).requiresGrad(true);
    assertThatThrownBy(() -> Adjoint.grad(x.sum(), x, y)).isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("input 1", "unused");
  }

  @Test
  void customRulesThatReturnTheWrongThing() {
    Tensor x = Tensor.of(1, 2).requiresGrad(true);
    assertThatThrownBy(() -> rule(new Tensor[0]).apply(x)[0].sum().backward())
        .isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("0 gradients", "expected 1");
    assertThatThrownBy(() -> rule(new Tensor[] {Tensor.of(1, 2, 3)}).apply(x)[0].sum().backward())
        .isInstanceOf(AutogradException.class)
        .hasMessageContainingAll("input 0", "[3]", "[2]");
    assertThatThrownBy(() -> rule(new Tensor[] {Tensor.of(1, 2), Tensor.of(1)}).apply(x)[0].sum().backward())
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("only 1");
    assertThatThrownBy(() -> Adjoint.jvp(t -> rule(new Tensor[] {t}).apply(t)[0], x.detach(), Tensor.of(1, 1)))
        .isInstanceOf(AutogradException.class)
        .hasMessageContaining("forward-mode");
    assertThat(x.grad()).isNull();
  }

  private static CustomFunction rule(Tensor[] gradients) {
    return new CustomFunction() {
      @Override
      protected Tensor[] forward(Context ctx, Tensor... in) {
        return outputs(in[0].mul(2));
      }

      @Override
      protected Tensor[] backward(Context ctx, Tensor... g) {
        return gradients;
      }
    };
  }

  @Test
  void gradCheckRefusesWhatItCannotCheck() {
    assertThatThrownBy(() -> GradCheck.check(x -> x, Tensor.of(1f))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("float64");
    assertThatThrownBy(() -> GradCheck.check(x -> x.log(), Tensor.of(-1.0))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> GradCheck.DEFAULT.run(in -> in.get(0), List.of())).isInstanceOf(AutogradException.class);
    assertThatThrownBy(() -> GradCheck.check(x -> x, Tensor.of(1.0).expand(2))).isInstanceOf(AutogradException.class)
        .hasMessageContaining("share");
  }
}
