package dev.adjoint.bench;

import java.util.List;
import java.util.Locale;

/**
 * A piece of work that every contender can do: a line of the table.
 *
 * @param size what {@link Operation} says of it
 * @param type of the elements
 * @param pass how far to go
 */
public record Work(Operation operation, int size, Type type, Pass pass) {
  /** The elements' type. */
  public enum Type {
    /** 32 bits. */
    FLOAT32,
    /** 64 bits. */
    FLOAT64;

    int bytes() {
      return this == FLOAT32 ? 4 : 8;
    }
  }

  /** How far to go. */
  public enum Pass {
    /** No input takes a gradient. */
    FORWARD,
    /** The first input takes a gradient, so that the operation is recorded. */
    RECORDED,
    /** Forward, and backward from a gradient of the output to every input that is learned. */
    BACKWARD,
    /** Forward, backward, and one step of gradient descent. */
    STEP
  }

  private static final int LARGEST_CACHED = 1 << 23;

  /** The learning rate of {@link Pass#STEP}. */
  public static final double RATE = 0.01;

  /** Whether a gradient is taken. */
  public boolean isBackward() {
    return pass == Pass.BACKWARD || pass == Pass.STEP;
  }

  /** The inputs, in the order in which {@link Library}s take them. */
  public List<Input> inputs() {
    return operation.inputs(size);
  }

  /** The name in the table, by which {@link Suite#work} finds it. */
  @Override
  public String toString() {
    String base = String.format(Locale.ROOT, "%s %,d", operation.name().toLowerCase(Locale.ROOT), size);
    String suffix =
        switch (pass) {
          case FORWARD -> "";
          case RECORDED -> ", recorded";
          case BACKWARD -> ", forward and backward";
          case STEP -> ", training step";
        };
    return base + (type == Type.FLOAT64 ? ", float64" : "") + suffix;
  }

  /** Multiplications and additions, where they are what bounds the work; 0 elsewhere. */
  double flops() {
    // Each of two gradients takes as many as the forward pass.
    return operation.flops(size) * (isBackward() ? 3 : 1);
  }

  /** Bytes that have to be read or written, where the work is an elementwise one too large for any cache; 0 elsewhere. */
  double bytes() {
    return pass == Pass.FORWARD && flops() == 0 && size > LARGEST_CACHED ? (inputs().size() + 1.0) * size * type.bytes() : 0;
  }
}
