package dev.adjoint.optim;

import dev.adjoint.DType;
import dev.adjoint.Scope;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parameter of an optimizer, and what is remembered of it: tensors of its shape, zeros at first. */
final class Slot {
  final Tensor parameter;
  final int index;
  final int group;
  private long steps;
  private Map<String, Tensor> remembered = Map.of();

  Slot(Tensor parameter, int index, int group) {
    this.parameter = parameter;
    this.index = index;
    this.group = group;
  }

  /** Counts a step, before which the named tensors are there. */
  void begin(List<String> names) {
    if (steps++ == 0) {
      remembered = new LinkedHashMap<>();
      for (String name : names) {
        remembered.put(name, Scope.keepAlways(Tensor.zeros(parameter.shape(), type(), parameter.backend())));
      }
    }
  }

  /** How many steps have changed the parameter, with the one that goes on. */
  long steps() {
    return steps;
  }

  Tensor get(String name) {
    return remembered.get(name);
  }

  /** Averages of float16 gradients, of their squares above all, are kept in float32. */
  private DType type() {
    return parameter.dtype().computed();
  }

  private String name(String what) {
    return index + "." + what;
  }

  void write(Map<String, Tensor> state) {
    if (steps > 0) {
      state.put(name("step"), States.count(steps));
      remembered.forEach((what, value) -> state.put(name(what), States.copy(value)));
    }
  }

  /** Takes over what is read, once that is known to be whole. */
  Runnable read(States state, List<String> names) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    if (!state.has(name("step")) && names.stream().noneMatch(what -> state.has(name(what)))) {
      return () -> restore(0, values);
    }
    long count = state.count(name("step"));
    Shape shape = parameter.shape();
    for (String what : names) {
      values.put(what, state.tensor(name(what), shape, type(), parameter));
    }
    return () -> restore(count, values);
  }

  private void restore(long count, Map<String, Tensor> values) {
    steps = count;
    remembered = values;
  }
}
