package dev.adjoint.bench.training;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** The parameters and buffers of a network as tensors of libtorch, by name. */
final class Weights implements AutoCloseable {
  private final Map<String, Tensor> all = new LinkedHashMap<>();

  /** Copies. */
  Weights(Map<String, dev.adjoint.Tensor> state, Set<String> parameters) {
    state.forEach((name, value) -> all.put(name, copy(value).set_requires_grad(parameters.contains(name))));
  }

  /** A tensor of libtorch with the numbers of one of Adjoint. */
  static Tensor copy(dev.adjoint.Tensor from) {
    Shape shape = from.shape();
    long[] sizes = Arrays.stream(shape.toArray()).asLongStream().toArray();
    if (!from.dtype().isFloating()) {
      return Tensor.create(from.toLongArray(), sizes);
    }
    return from.dtype() == DType.FLOAT64
        ? Tensor.create(from.toDoubleArray(), sizes)
        : Tensor.create(from.toFloatArray(), sizes);
  }

  Tensor get(String name) {
    return Objects.requireNonNull(all.get(name), () -> "No weight is called " + name + "; there are " + all.keySet());
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  TensorOptional optional(String name) {
    return new TensorOptional(get(name));
  }

  List<Tensor> parameters() {
    return all.values().stream().filter(Tensor::requires_grad).toList();
  }

  @Override
  public void close() {
    all.values().forEach(Tensor::close);
  }
}
