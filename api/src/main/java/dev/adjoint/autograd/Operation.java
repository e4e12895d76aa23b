package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * A tensor operation, all of it: how it is computed, and its reverse and forward rules. The rules call tensor operations, so
 * that derivatives of any order follow. They may return gradients in the output's broadcast shape and type, and tangents in
 * another type: fitting them is the engine's work.
 */
public abstract class Operation {
  /** What {@link #reads} calls the operation's own output. */
  public static final int OUTPUT = -1;

  /** The name, for instance {@code matmul}. */
  public abstract String name();

  /** The result, with no history; checks the inputs. */
  protected abstract Tensor run(Tensor[] inputs);

  /**
   * Whether the reverse rule for one input reads a given input, or the {@link #OUTPUT}. Decides what is saved: nothing, unless
   * an operation says otherwise.
   */
  protected boolean reads(int input, int other) {
    return false;
  }

  /**
   * Whether no reverse rule reads anything, whatever the input: spares an operation of very many inputs that {@link #reads} is
   * asked about each pair of them.
   */
  protected boolean readsNothing() {
    return false;
  }

  /** Whether a gradient can flow to an input at all; not to indices and conditions. */
  protected boolean isDifferentiable(int input) {
    return true;
  }

  /**
   * The gradient towards an input, from the gradient of the output.
   *
   * @return null for zero
   */
  protected abstract @Nullable Tensor reverse(int input, Values values, Tensor gradient);

  /**
   * The gradients towards inputs that are one tensor of the output's shape and type, added up, the one that was computed for
   * it before first and the others in their order: where that can be computed in one go. Nothing is recorded.
   *
   * @param inputs a bit for each input
   * @param before null where there is none
   * @param into one of the two gradients, to be overwritten with the sum and returned; null for a new tensor
   * @return null where it cannot, or only as {@link #reverse} does
   */
  protected @Nullable Tensor reverseJoined(
      int inputs, Values values, Tensor gradient, @Nullable Tensor before, @Nullable Tensor into) {
    return null;
  }

  /**
   * The tangent of the output, from those of the inputs.
   *
   * @param tangents null for zero; at least one is not
   * @return null for zero
   */
  protected abstract @Nullable Tensor forward(Values values, @Nullable Tensor[] tangents);

  /**
   * Where the output lies in the only input, for an operation that shows a part of it and changes nothing: the gradient of the
   * output is then added to that of the input in this place. Null for all others.
   *
   * @param whole of the input's shape, row by row from the start of its storage
   */
  protected @Nullable View partOf(View whole) {
    return null;
  }

  /** What it computes of each element, and the derivatives of that; null for what is not elementwise. */
  public @Nullable ScalarFormula formula() {
    return null;
  }

  /** The values a rule may read: those it declared. */
  public interface Values {
    /** An input. */
    Tensor input(int index);

    /** The output. */
    Tensor output();
  }
}
