package dev.adjoint.samples;

import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Body;
import dev.adjoint.samples.Sample.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The row of one operation: what the peers call it, and its samples. Methods that add a sample are followed by those that
 * say what does not apply to that sample.
 */
public final class OperationRow {
  private final String name;
  private final String torch;
  private final String paddle;
  private final String mindspore;
  private final String numpy;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable String notDifferentiable;

  OperationRow(String name, String torch, String paddle, String mindspore, String numpy) {
    this.name = name;
    this.torch = torch;
    this.paddle = paddle;
    this.mindspore = mindspore;
    this.numpy = numpy;
  }

  /** A call with three inputs. */
  @FunctionalInterface
  public interface Ternary {
    /** The output. */
    Tensor apply(Tensor a, Tensor b, Tensor c);
  }

  // ---- Samples ----

  /** A call with one input. */
  public OperationRow row(String label, UnaryOperator<Tensor> f, @Nullable String torchScript, Input a) {
    return rows(label, in -> new Tensor[] {f.apply(in[0])}, torchScript, a);
  }

  /** A call with two inputs. */
  public OperationRow row(String label, BinaryOperator<Tensor> f, @Nullable String torchScript, Input a, Input b) {
    return rows(label, in -> new Tensor[] {f.apply(in[0], in[1])}, torchScript, a, b);
  }

  /** A call with three inputs. */
  public OperationRow row(String label, Ternary f, @Nullable String torchScript, Input a, Input b, Input c) {
    return rows(label, in -> new Tensor[] {f.apply(in[0], in[1], in[2])}, torchScript, a, b, c);
  }

  /** A call with any number of inputs and outputs; the TorchScript expression is a tensor, a tuple or a list of tensors. */
  public OperationRow rows(String label, Body f, @Nullable String torchScript, Input... inputs) {
    for (Sample s : samples) {
      if (s.label().equals(label)) {
        throw new IllegalStateException(name + " has two samples labelled " + label);
      }
    }
    Sample sample = new Sample(name, label, f, torchScript, inputs);
    if (torchScript == null) {
      sample.exceptions().put(Check.GOLDEN, "libtorch has no such operation");
    }
    if (notDifferentiable != null) {
      sample.exceptions().put(Check.DERIVATIVE, notDifferentiable);
    }
    samples.add(sample);
    return this;
  }

  /** A function of each element, in every layout: 0-d, empty, one element, contiguous, transposed, narrowed, expanded. */
  public OperationRow unary(UnaryOperator<Tensor> f, String torchScript, double low, double high) {
    return unary("", f, torchScript, low, high);
  }

  /** {@link #unary(UnaryOperator, String, double, double)} more than once, told apart by a prefix of the labels. */
  public OperationRow unary(String prefix, UnaryOperator<Tensor> f, String torchScript, double low, double high) {
    row(prefix + "0-d", f, torchScript, Input.real(low, high));
    row(prefix + "empty", f, torchScript, Input.real(low, high, 0, 3));
    row(prefix + "one element", f, torchScript, Input.real(low, high, 1));
    row(prefix + "vector", f, torchScript, Input.real(low, high, 5));
    row(prefix + "matrix", f, torchScript, Input.real(low, high, 2, 3));
    row(prefix + "three axes", f, torchScript, Input.real(low, high, 2, 1, 3));
    row(prefix + "transposed", f, torchScript, Input.real(low, high, 3, 2).transposed());
    row(prefix + "narrowed", f, torchScript, Input.real(low, high, 2, 4).narrowed());
    row(prefix + "flipped", f, torchScript, Input.real(low, high, 4).flipped());
    return row(prefix + "expanded", f, torchScript, Input.real(low, high, 3).expanded(2));
  }

  /** A function of two elements, with every way to broadcast. */
  public OperationRow binary(
      BinaryOperator<Tensor> f, String torchScript, double lowA, double highA, double lowB, double highB) {
    return binary("", f, torchScript, lowA, highA, lowB, highB);
  }

  /** {@link #binary(BinaryOperator, String, double, double, double, double)} more than once, told apart by a prefix. */
  public OperationRow binary(
      String prefix, BinaryOperator<Tensor> f, String torchScript, double lowA, double highA, double lowB, double highB) {
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {2, 3}}, {{2, 3}, {3}}, {{3}, {2, 3}}, {{2, 1}, {1, 3}}, {{1, 3}, {2, 1}},
      {{}, {2, 2}}, {{2, 2}, {}}, {{0, 3}, {3}}, {{2, 1, 2}, {3, 1}}};
    for (int[][] p : pairs) {
      row(prefix + Arrays.toString(p[0]) + " and " + Arrays.toString(p[1]), f, torchScript,
          Input.real(lowA, highA, p[0]), Input.real(lowB, highB, p[1]));
    }
    row(prefix + "transposed", f, torchScript, Input.real(lowA, highA, 3, 2).transposed(), Input.real(lowB, highB, 2, 3));
    row(prefix + "expanded", f, torchScript, Input.real(lowA, highA, 3).expanded(2), Input.real(lowB, highB, 3).expanded(2));
    return row(prefix + "narrowed and flipped", f, torchScript, Input.real(lowA, highA, 2, 4).narrowed(),
        Input.real(lowB, highB, 2, 3).flipped());
  }

  // ---- About the last sample ----

  /** The last sample lies at a kink: its value and derivative are those of libtorch, and no difference quotient exists. */
  public OperationRow kink() {
    except(Check.FINITE_DIFFERENCES, "at a kink");
    return except(Check.SECOND_ORDER, "at a kink");
  }

  /** What does not apply to the last sample, and why. */
  public OperationRow except(Check check, String reason) {
    samples.getLast().exceptions().put(check, reason);
    return this;
  }

  /** What does not apply to any sample so far, and why. */
  public OperationRow exceptAll(Check check, String reason) {
    samples.forEach(sample -> sample.exceptions().put(check, reason));
    return this;
  }

  /** None of this operation's samples, from here on, has a derivative. */
  public OperationRow notDifferentiable(String reason) {
    notDifferentiable = reason;
    return this;
  }

  // ---- What it says ----

  /** The operation's name: that of its method, after the class for methods of others than {@link Tensor}. */
  public String name() {
    return name;
  }

  /** Its names in PyTorch, Paddle, MindSpore and NumPy; empty where there is none. */
  public List<String> peers() {
    return List.of(torch, paddle, mindspore, numpy);
  }

  /** Its samples. */
  public List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }
}
