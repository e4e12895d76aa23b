package dev.adjoint.ops;

import dev.adjoint.Tensor;
import dev.adjoint.autograd.Operation;
import dev.adjoint.autograd.Tape;
import dev.adjoint.ops.Elementwise.Operands;
import dev.adjoint.spi.Expr;
import org.jspecify.annotations.Nullable;

/**
 * {@code -(t log x + (1 - t) log(1 - x))} of probabilities. Its logarithms are at least -100, and its gradient is that of the
 * formula with {@code x (1 - x)} at least 1e-12: at a probability of 0 or 1 that should be the other, both are large, and
 * finite, as PyTorch has it. So the rule cannot follow from the value.
 */
public final class BinaryCrossEntropy extends Operation {
  private static final BinaryCrossEntropy INSTANCE = new BinaryCrossEntropy();

  /** PyTorch's number: that of float32, in float64 too. */
  private static final double LEAST = 1e-12f;

  private static final Elementwise VALUE = Elementwise.of("bce", 0, Operands.REAL, (a, p) -> {
    Expr ofOne = atLeast(a[0].log(), -100);
    Expr ofZero = atLeast(a[0].neg().log1p(), -100);
    return a[1].sub(1).mul(ofZero).sub(a[1].mul(ofOne));
  });
  private static final Elementwise BY_PROBABILITY = Elementwise.of("bce_by_probability", 0, Operands.REAL,
      (a, p) -> a[2].mul(a[0].sub(a[1])).div(atLeast(a[0].rsub(1).mul(a[0]), LEAST)));
  private static final Elementwise BY_TARGET =
      Elementwise.of("bce_by_target", 0, Operands.REAL, (a, p) -> a[1].mul(a[0].neg().log1p().sub(a[0].log())));

  private BinaryCrossEntropy() {}

  /** The loss of each element; the tensors have one shape and floating-point type. */
  public static Tensor of(Tensor probability, Tensor target) {
    return Tape.apply(INSTANCE, probability, target);
  }

  private static Expr atLeast(Expr x, double least) {
    return x.lt(least).then(Expr.constant(least, x.dtype()), x);
  }

  @Override
  public String name() {
    return "bce";
  }

  @Override
  protected Tensor run(Tensor[] inputs) {
    return VALUE.apply(inputs[0].detach(), inputs[1].detach());
  }

  @Override
  protected boolean reads(int input, int other) {
    return other == 0 || other == 1 && input == 0;
  }

  @Override
  protected Tensor reverse(int input, Values values, Tensor gradient) {
    return input == 0
        ? BY_PROBABILITY.apply(values.input(0), values.input(1), gradient)
        : BY_TARGET.apply(values.input(0), gradient);
  }

  @Override
  protected @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents) {
    Tensor first = tangents[0] == null ? null : reverse(0, values, tangents[0]);
    Tensor second = tangents[1] == null ? null : reverse(1, values, tangents[1]);
    return first == null ? second : second == null ? first : first.add(second);
  }
}
