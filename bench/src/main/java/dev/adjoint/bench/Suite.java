package dev.adjoint.bench;

import static dev.adjoint.bench.Work.Pass.BACKWARD;
import static dev.adjoint.bench.Work.Pass.FORWARD;
import static dev.adjoint.bench.Work.Pass.RECORDED;
import static dev.adjoint.bench.Work.Pass.STEP;
import static dev.adjoint.bench.Work.Type.FLOAT32;
import static dev.adjoint.bench.Work.Type.FLOAT64;

import dev.adjoint.bench.Work.Pass;
import dev.adjoint.bench.Work.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that is measured. */
final class Suite {
  private static final int MEGA = 1 << 20;

  /**
   * A line of the table.
   *
   * @param group what is measured in one process, one line after the other
   * @param goal the time that is aimed at, relative to libtorch; 0 for none
   */
  record Line(String group, Work work, double goal) {
    @Override
    public String toString() {
      return group + "/" + work;
    }
  }

  static final List<Line> LINES = new Suite().lines;

  private final List<Line> lines = new ArrayList<>();

  private Suite() {
    limits();
    small();
    elementwise();
    rows();
    products();
    networks();
  }

  /** The work of this name, if it has a line. */
  static Optional<Work> find(String name) {
    return LINES.stream().map(Line::work).filter(work -> work.toString().equals(name)).findFirst();
  }

  /** The work of this name. */
  static Work work(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("No work is called \"" + name + "\"; --list shows them"));
  }

  /** What is aimed at, relative to libtorch; 0 for nothing. */
  static double goal(String name) {
    if (PeakMemory.find(name).isPresent()) {
      return PeakMemory.GOAL;
    }
    return LINES.stream().filter(line -> line.work().toString().equals(name)).mapToDouble(Line::goal).findFirst().orElse(0);
  }

  private void limits() {
    add("limits", 0, Operation.TRIAD, 16 * MEGA, FLOAT32, FORWARD);
    add("limits", 0, Operation.NEW_ARRAY, MEGA, FLOAT32, FORWARD);
  }

  private void small() {
    add("small", 0.05, Operation.ADD, 16, FLOAT32, FORWARD);
    add("small", 0.05, Operation.ADD, 16, FLOAT32, RECORDED);
    add("small", 0.06, Operation.TANH_SUM, 16, FLOAT32, BACKWARD);
    add("small", 0.5, Operation.MLP, 64, FLOAT32, STEP);
    for (int length = 1000; length <= 1_000_000; length *= 10) {
      add("small", 0.2, Operation.CHAIN, length, FLOAT32, BACKWARD);
    }
  }

  private void elementwise() {
    add("elementwise", 0.5, Operation.TANH_SUM, 1 << 16, FLOAT32, BACKWARD);
    add("elementwise", 0.4, Operation.TANH_SUM, MEGA, FLOAT32, BACKWARD);
    for (Operation operation : List.of(Operation.ADD, Operation.MUL)) {
      add("elementwise", 1.0, operation, MEGA, FLOAT32, FORWARD);
      add("elementwise", 0.5, operation, 16 * MEGA, FLOAT32, FORWARD);
    }
    for (Type type : Type.values()) {
      for (Operation operation : List.of(Operation.EXP, Operation.LOG, Operation.TANH, Operation.SIGMOID, Operation.ERF,
          Operation.GELU)) {
        add("elementwise", operation == Operation.TANH && type == FLOAT32 ? 0.2 : 0.8, operation, MEGA, type, FORWARD);
      }
    }
  }

  private void rows() {
    for (Operation operation : List.of(
        Operation.SUM, Operation.MAX, Operation.MEAN, Operation.VAR, Operation.SOFTMAX, Operation.LOG_SOFTMAX,
        Operation.LAYER_NORM)) {
      add("rows", 0.9, operation, MEGA, FLOAT32, FORWARD);
      add("rows", 0.9, operation, MEGA, FLOAT32, BACKWARD);
    }
    for (Operation operation : List.of(Operation.SUM, Operation.SOFTMAX, Operation.LAYER_NORM)) {
      add("rows", 0.9, operation, MEGA, FLOAT64, FORWARD);
      add("rows", 0.9, operation, MEGA, FLOAT64, BACKWARD);
    }
  }

  private void products() {
    for (Type type : Type.values()) {
      for (int size = 64; size <= 2048; size *= 2) {
        add("products", 1.03, Operation.MATMUL, size, type, FORWARD);
      }
      for (Operation operation : List.of(Operation.MATMUL_TN, Operation.MATMUL_NT, Operation.MATMUL_TT)) {
        add("products", 1.03, operation, 128, type, FORWARD);
        add("products", 1.03, operation, 1024, type, FORWARD);
      }
    }
  }

  private void networks() {
    add("networks", 1.0, Operation.CONVOLUTION, 16, FLOAT32, FORWARD);
    add("networks", 1.0, Operation.CONVOLUTION, 16, FLOAT32, BACKWARD);
    add("networks", 1.0, Operation.DEPTHWISE, 16, FLOAT32, FORWARD);
    add("networks", 1.0, Operation.DEPTHWISE, 16, FLOAT32, BACKWARD);
    add("networks", 0.6, Operation.LSTM, 64, FLOAT32, BACKWARD);
    add("networks", 0.9, Operation.TRANSFORMER_BLOCK, 8, FLOAT32, BACKWARD);
    add("networks", 1.0, Operation.RESNET18, 64, FLOAT32, STEP);
    add("networks", 1.0, Operation.VGG11, 224, FLOAT32, STEP);
  }

  private void add(String group, double goal, Operation operation, int size, Type type, Pass pass) {
    lines.add(new Line(group, new Work(operation, size, type, pass), goal));
  }
}
