package dev.adjoint.nn.models;

import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Embedding;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Init;
import dev.adjoint.nn.LayerNorm;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.TransformerEncoderLayer;
import dev.adjoint.nn.TransformerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What symbol comes next, for each symbol of a text (Radford et al., 2019): from int32 or int64 {@code [n, length]} to logits
 * {@code [n, length, symbols]}, of which each sees the symbols up to its own alone.
 *
 * <p>The parts are {@code token} and {@code position}, whose vectors add up; {@code dropout}; {@code layers}, each normalised
 * before its steps and with PyTorch's names; {@code norm}; and {@code head}, unless it is {@code token}'s table again. At first
 * weights are normal with a deviation of 0.02, those that add to the sum over the root of twice the layers, and biases 0.
 */
public final class Gpt extends Module {
  private static final double DEVIATION = 0.02;
  private static final int HIDDEN = 4;

  private final GptOptions options;
  private final Embedding token;
  private final Embedding position;
  private final Dropout dropout;
  private final List<TransformerEncoderLayer> layers = new ArrayList<>();
  private final LayerNorm norm;
  private final @Nullable Linear head;

  /** With first values made of a key. */
  public Gpt(GptOptions options, Key key) {
    Objects.requireNonNull(options, "Gpt: the options are null; expected some, as GptOptions.of(256, 64)");
    Objects.requireNonNull(key, "Gpt: the key is null; expected one such as Key.of(1)");
    this.options = options;
    int width = options.width();
    Key[] keys = key.split(6);
    token = part("token", new Embedding(options.symbols(), width, keys[0]));
    position = part("position", new Embedding(options.length(), width, keys[1]));
    dropout = part("dropout", new Dropout(options.dropout(), keys[2]));
    TransformerOptions each = TransformerOptions.DEFAULT.hidden(HIDDEN * width).dropout(options.dropout())
        .activation(Tensor::gelu).batchFirstMode().normFirst();
    for (int i = 0; i < options.layers(); i++) {
      layers.add(new TransformerEncoderLayer(width, options.heads(), each, keys[3].fold(i)));
    }
    part("layers", new Sequential(List.copyOf(layers)));
    norm = part("norm", new LayerNorm(width));
    head = options.tied() ? null : part("head", Linear.withoutBias(width, options.symbols(), keys[4]));
    start(keys[5]);
  }

  private void start(Key key) {
    double last = DEVIATION / Math.sqrt(2.0 * options.layers());
    int number = 0;
    for (var parameter : namedParameters().entrySet()) {
      String name = parameter.getKey();
      if (name.endsWith("bias")) {
        Layouts.zero(parameter.getValue());
      } else if (parameter.getValue().shape().rank() > 1) {
        boolean adds = name.endsWith("out_proj.weight") || name.endsWith("linear2.weight");
        Init.normal(parameter.getValue(), 0, adds ? last : DEVIATION, key.fold(number++));
      }
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() != 2 || shape.size(1) > options.length()) {
      throw new ShapeException("A Gpt takes symbols [n, length], " + options.length() + " or fewer in a text; given " + shape
          + (shape.rank() == 1 ? ". Of one text make unsqueeze(0)" : ""));
    }
    Tensor places = Tensor.arange(0, shape.size(1), 1).to(x.device());
    Tensor y = dropout.apply(token.apply(x).add(position.apply(places)));
    for (TransformerEncoderLayer layer : layers) {
      y = layer.apply(y, null, true);
    }
    y = norm.apply(y);
    return head == null ? Functional.linear(y, table(), null) : head.apply(y);
  }

  private Tensor table() {
    return Objects.requireNonNull(token.namedParameters().get("weight"));
  }

  @Override
  protected long flops(Shape input, Shape output) {
    return head == null ? 2L * output.size() * options.width() : 0;
  }
}
