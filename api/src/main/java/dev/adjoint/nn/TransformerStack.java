package dev.adjoint.nn;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Layers of a transformer, one after the other, and perhaps a norm. */
abstract sealed class TransformerStack<L extends Module> extends Module permits TransformerEncoder, TransformerDecoder {
  private final List<L> layers;
  private final @Nullable LayerNorm norm;

  /** Layers that are made of a key each. */
  TransformerStack(int width, int count, TransformerOptions options, Key key, Function<Key, L> layer) {
    String name = getClass().getSimpleName();
    Objects.requireNonNull(options, () -> name + ": the options are null; expected TransformerOptions.DEFAULT");
    Objects.requireNonNull(key, () -> name + ": the key is null; expected one such as Key.of(1)");
    if (count < 1) {
      throw new IllegalArgumentException(name + " has 1 or more layers; given " + count);
    }
    layers = Stream.of(key.split(count)).map(layer).toList();
    part("layers", new Sequential(List.copyOf(layers)));
    norm = options.normAtEnd() ? part("norm", options.norm(width)) : null;
  }

  /** What comes out where each layer gets what the one before it gave. */
  final Tensor through(Tensor x, BiFunction<L, Tensor, Tensor> call) {
    Tensor y = x;
    for (L layer : layers) {
      y = call.apply(layer, y);
    }
    return norm == null ? y : norm.apply(y);
  }
}
