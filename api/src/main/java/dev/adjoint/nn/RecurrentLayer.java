package dev.adjoint.nn;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cells of one kind along sequences, in layers and directions. */
abstract sealed class RecurrentLayer extends Module permits Lstm, Gru {
  private final String name = getClass().getSimpleName();
  private final int in;
  private final int hidden;
  private final RecurrentOptions options;
  private final List<Weights> weights = new ArrayList<>();
  private final @Nullable Dropout dropout;

  /** The weights of one layer and direction. */
  record Weights(
      Supplier<Tensor> input, Supplier<Tensor> state, Supplier<@Nullable Tensor> inputBias,
      Supplier<@Nullable Tensor> stateBias) {}

  RecurrentLayer(int gates, int in, int hidden, RecurrentOptions options, Key key) {
    Objects.requireNonNull(options, () -> name + ": the options are null; expected RecurrentOptions.DEFAULT or others");
    Objects.requireNonNull(key, () -> name + ": the key is null; expected one such as Key.of(1)");
    if (in < 1 || hidden < 1) {
      throw new ShapeException(name + " takes 1 or more inputs and hidden numbers; given " + in + " and " + hidden);
    }
    int rows = OptionChecks.stacked(name, gates, hidden);
    this.in = in;
    this.hidden = hidden;
    this.options = options;
    for (int layer = 0; layer < options.layers(); layer++) {
      for (int direction = 0; direction < directions(); direction++) {
        int width = layer == 0 ? in : OptionChecks.stacked(name, directions(), hidden);
        weights.add(weights("_l" + layer + (direction == 0 ? "" : "_reverse"), rows, width, key.fold(weights.size())));
      }
    }
    dropout = options.dropout() == 0 || options.layers() == 1 ? null
        : part("dropout", new Dropout(options.dropout(), key.fold(-1)));
  }

  private Weights weights(String suffix, int rows, int width, Key key) {
    Key[] keys = key.split(4);
    boolean bias = options.bias();
    return new Weights(
        parameter("weight_ih" + suffix, uniform(keys[0], rows, width)),
        parameter("weight_hh" + suffix, uniform(keys[1], rows, hidden)),
        optional("bias_ih" + suffix, bias ? uniform(keys[2], rows) : null),
        optional("bias_hh" + suffix, bias ? uniform(keys[3], rows) : null));
  }

  private Tensor uniform(Key key, int... sizes) {
    double bound = 1 / Math.sqrt(hidden);
    return Random.uniform(key, -bound, bound, Shape.of(sizes), DType.FLOAT32);
  }

  private int directions() {
    return options.bidirectional() ? 2 : 1;
  }

  /**
   * The outputs of one layer in one direction, and after them each tensor of the state at the end.
   *
   * @param x {@code [steps, n, width]}
   * @param reverse whether the last step is taken first
   */
  abstract Tensor[] sequence(Tensor x, Tensor[] state, Weights weights, boolean reverse);

  /** The outputs, and after them each tensor of the state at the end. */
  final Tensor[] run(Tensor x, Tensor[] start) {
    check(x);
    boolean batched = x.shape().rank() == 3;
    Tensor steps = !batched ? x.unsqueeze(1) : options.batchFirst() ? x.transpose(0, 1) : x;
    Tensor[] before = new Tensor[start.length];
    for (int i = 0; i < start.length; i++) {
      before[i] = checkedState(start[i], steps, batched);
    }
    Tensor[] after = layers(steps, before);
    if (!batched) {
      Arrays.setAll(after, i -> after[i].squeeze(1));
    } else if (options.batchFirst()) {
      after[0] = after[0].transpose(0, 1);
    }
    return after;
  }

  /** A state of zeros for each layer and direction. */
  final Tensor zeros(Tensor x) {
    check(x);
    int count = options.layers() * directions();
    int batch = x.shape().rank() == 2 ? 1 : x.shape().size(options.batchFirst() ? 0 : 1);
    Shape shape = x.shape().rank() == 2 ? Shape.of(count, hidden) : Shape.of(count, batch, hidden);
    return Tensor.zeros(shape, x.dtype()).to(x.device());
  }

  private void check(Tensor x) {
    int rank = x.shape().rank();
    boolean fits = (rank == 2 || rank == 3) && x.shape().size(-1) == in;
    int axis = rank == 3 && options.batchFirst() ? 1 : 0;
    if (!fits || x.shape().size(axis) == 0) {
      throw new ShapeException(
          name + " takes sequences " + (options.batchFirst() ? "[n, steps, " : "[steps, n, ") + in + "], or one alone [steps, "
              + in + "], of 1 or more steps; given the shape " + x.shape());
    }
  }

  private Tensor checkedState(Tensor state, Tensor steps, boolean batched) {
    int count = options.layers() * directions();
    int batch = steps.shape().size(1);
    Shape expected = batched ? Shape.of(count, batch, hidden) : Shape.of(count, hidden);
    if (!state.shape().equals(expected)) {
      throw new ShapeException(
          name + " of this input takes a state of shape " + expected + ", one for each layer and direction; given "
              + state.shape());
    }
    return batched ? state : state.unsqueeze(1);
  }

  private Tensor[] layers(Tensor steps, Tensor[] start) {
    List<List<Tensor>> ends = new ArrayList<>();
    for (int i = 0; i < start.length; i++) {
      ends.add(new ArrayList<>());
    }
    Tensor x = steps;
    for (int layer = 0; layer < options.layers(); layer++) {
      Tensor[] both = new Tensor[directions()];
      for (int direction = 0; direction < both.length; direction++) {
        int which = layer * both.length + direction;
        Tensor[] state = new Tensor[start.length];
        Arrays.setAll(state, i -> start[i].select(0, which));
        Tensor[] after = sequence(x, state, weights.get(which), direction == 1);
        both[direction] = after[0];
        for (int i = 0; i < state.length; i++) {
          ends.get(i).add(after[i + 1]);
        }
      }
      x = both.length == 1 ? both[0] : Tensor.concat(-1, both);
      if (dropout != null && layer < options.layers() - 1) {
        x = dropout.apply(x);
      }
    }
    Tensor[] all = new Tensor[start.length + 1];
    all[0] = x;
    for (int i = 0; i < start.length; i++) {
      all[i + 1] = Tensor.stack(0, ends.get(i).toArray(Tensor[]::new));
    }
    return all;
  }

  @Override
  protected final long flops(Shape input, Shape output) {
    long perStep = weights.stream().mapToLong(w -> w.input().get().size() + w.state().get().size()).sum();
    return 2L * (input.size() / in) * perStep;
  }

  @Override
  public final String toString() {
    return name + "(" + in + ", " + hidden + (options.layers() == 1 ? "" : ", " + options.layers() + " layers")
        + (options.bidirectional() ? ", both directions" : "") + ")";
  }
}
