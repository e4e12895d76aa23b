package dev.adjoint.optim;

import dev.adjoint.DType;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a state by name, gathers what is wrong with it, and says all of that at once. */
final class States {
  private static final Shape NUMBER = Shape.of();

  private final String owner;
  private final Map<String, Tensor> given;
  private final Set<String> unread;
  private final List<String> faults = new ArrayList<>();

  /**
   * A reader.
   *
   * @param owner whose state it should be, as in "an Adam of 2 parameters"
   */
  States(String owner, Map<String, Tensor> given) {
    this.owner = owner;
    this.given = given;
    unread = new LinkedHashSet<>(given.keySet());
  }

  // ---- Writing ----

  /** A copy that outlives all scopes. */
  static Tensor copy(Tensor value) {
    return Scope.keepAlways(value.detach().copy());
  }

  static Tensor number(double value) {
    return Scope.keepAlways(Tensor.scalar(value));
  }

  static Tensor count(long value) {
    return copy(Tensor.ofLongs(value).reshape());
  }

  // ---- Reading ----

  boolean has(String name) {
    return given.containsKey(name);
  }

  void fault(String what) {
    faults.add(what);
  }

  /** The shape that is given under a name; null if nothing is. */
  @Nullable
  Shape shape(String name) {
    Tensor value = given.get(name);
    return value == null ? null : value.shape();
  }

  /** A copy on the device of another tensor; zeros after a fault. */
  Tensor tensor(String name, Shape shape, DType dtype, Tensor near) {
    Tensor value = value(name, shape, dtype);
    return value == null ? Tensor.zeros(shape, dtype, near.backend()) : copy(value.detach().to(near.device()));
  }

  /** A number; 0 after a fault. */
  double number(String name) {
    Tensor value = value(name, NUMBER, DType.FLOAT64);
    return value == null ? 0 : value.item();
  }

  /** A number of steps or the like; 0 after a fault. */
  long count(String name) {
    Tensor value = value(name, NUMBER, DType.INT64);
    long count = value == null ? 0 : value.itemAsLong();
    if (count < 0) {
      fault(name + " is " + count + ", expected 0 or more");
    }
    return count;
  }

  private @Nullable Tensor value(String name, Shape shape, DType dtype) {
    unread.remove(name);
    Tensor value = given.get(name);
    if (value == null) {
      fault(name + " is missing, expected " + dtype + shape);
      return null;
    }
    if (value.dtype() != dtype || !value.shape().equals(shape)) {
      fault(name + " is " + value.dtype() + value.shape() + ", expected " + dtype + shape);
      return null;
    }
    return value;
  }

  /** Refuses a state that has a fault, or more than what was read. */
  void finish() {
    unread.forEach(name -> fault(name + " is not expected"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "This is no state of " + owner + ": " + String.join("; ", faults)
              + ". Nothing was loaded. Make it with the settings and parameters that the state was taken with");
    }
  }
}
