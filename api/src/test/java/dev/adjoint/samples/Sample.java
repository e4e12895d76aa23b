package dev.adjoint.samples;

import dev.adjoint.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation.
 *
 * @param operation the name of the operation
 * @param label tells it from the operation's other samples
 * @param body the call; gets its inputs as they are laid out
 * @param torch the same in TorchScript, over {@code a, b, c, ...}; null where libtorch has no such thing
 * @param inputs what it is called with
 * @param exceptions the checks that do not apply, each with the reason
 */
public record Sample(
    String operation, String label, Body body, @Nullable String torch, List<Input> inputs, Map<Check, String> exceptions) {
  /** A call with any number of inputs and outputs. */
  @FunctionalInterface
  public interface Body {
    /** The outputs. */
    Tensor[] apply(Tensor[] inputs);
  }

  /** What a sample may be excepted from. */
  public enum Check {
    /** Finite differences: not at a kink. */
    FINITE_DIFFERENCES,
    /** The second derivative. */
    SECOND_ORDER,
    /** Forward mode. */
    FORWARD_MODE,
    /** float32 against float64. */
    FLOAT32,
    /** float16 and bfloat16 against float32. */
    HALF,
    /** libtorch. */
    GOLDEN,
    /** Having a derivative at all. */
    DERIVATIVE
  }

  Sample(String operation, String label, Body body, @Nullable String torch, Input... inputs) {
    this(operation, label, body, torch, List.of(inputs), new EnumMap<>(Check.class));
  }

  /** Whether a check applies. */
  public boolean is(Check check) {
    return !exceptions.containsKey(check);
  }

  /** The name of input {@code index} in TorchScript. */
  public static String letter(int index) {
    return String.valueOf((char) ('a' + index));
  }

  /** The operation on leaves: lays them out and calls it. */
  public Tensor[] run(Tensor... leaves) {
    Tensor[] laidOut = new Tensor[leaves.length];
    Arrays.setAll(laidOut, i -> inputs.get(i).layout().view().apply(leaves[i]));
    return body.apply(laidOut);
  }

  @Override
  public String toString() {
    return operation + ": " + label;
  }
}
