package dev.adjoint.bench.training;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Tensor;
import dev.adjoint.data.Sample;
import dev.adjoint.nn.Conv2d;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Lstm;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.RecurrentOptions;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.models.Gpt;
import dev.adjoint.nn.models.GptOptions;
import dev.adjoint.nn.models.Mlp;
import dev.adjoint.nn.models.ResNet;
import dev.adjoint.nn.models.ResNetOptions;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A network, what it is trained on, and how; the loss is cross entropy, and the batches come round again.
 *
 * @param name for the table
 * @param type of the weights and of inputs that are no symbols
 * @param network with its first weights
 * @param batch inputs, and a class for each row of the network's output, from a number of the batch
 * @param libtorch the same network by libtorch's functions
 */
record Course(
    String name, DType type, Supplier<Module> network, IntFunction<Sample> batch,
    BiFunction<Weights, org.bytedeco.pytorch.Tensor, org.bytedeco.pytorch.Tensor> libtorch, Method method, double lr) {
  /** How many batches there are. */
  static final int BATCHES = 4;

  private static final Key START = Key.of(1);
  private static final int CLASSES = 10;
  private static final int SYMBOLS = 64;
  private static final int LENGTH = 32;
  private static final GptOptions GPT = GptOptions.of(SYMBOLS, LENGTH).width(64, 4);

  /** All, in float32. */
  static final List<Course> ALL = List.of(mlp(), cnn(), resNet(), lstm(), gpt());

  /** The same numbers, and what is computed of them in float64. */
  Course inFloat64() {
    return new Course(name, DType.FLOAT64, () -> network.get().to(DType.FLOAT64), i -> {
      Sample sample = batch.apply(i);
      Tensor input = sample.input();
      return input.dtype().isFloating() ? new Sample(input.to(DType.FLOAT64), sample.target()) : sample;
    }, libtorch, method, lr);
  }

  private static Course mlp() {
    return new Course("Mlp 784-256-128-10, batch 64", DType.FLOAT32, () -> new Mlp(START, 784, 256, 128, CLASSES),
        i -> classified(i, 64, 784), Forward::mlp, Method.SGD, 0.01);
  }

  private static Course cnn() {
    ConvOptions same = ConvOptions.DEFAULT.padding(1);
    Key[] keys = START.split(3);
    return new Course("CNN of 2 convolutions, batch 16 of 3x32x32", DType.FLOAT32, () -> new Sequential(
        new Conv2d(3, 16, 3, same, keys[0]), Layers.relu(), Layers.maxPool2d(PoolOptions.kernel(2)),
        new Conv2d(16, 32, 3, same, keys[1]), Layers.relu(), Layers.maxPool2d(PoolOptions.kernel(2)),
        Layers.flatten(), new Linear(32 * 8 * 8, CLASSES, keys[2])),
        i -> classified(i, 16, 3, 32, 32), Forward::cnn, Method.SGD, 0.001);
  }

  private static Course resNet() {
    return new Course("ResNet18, batch 8 of 3x64x64, batch norms training", DType.FLOAT32,
        () -> new ResNet(ResNetOptions.RESNET18.classes(CLASSES), START), i -> classified(i, 8, 3, 64, 64), Forward::resNet,
        Method.SGD, 0.0001);
  }

  private static Course lstm() {
    return new Course("LSTM, 2 layers of 64, batch 16 of 20 steps of 32", DType.FLOAT32, LastState::new,
        i -> new Sample(Tensor.randn(Key.of(i), 20, 16, 32), labels(i, 16, CLASSES)), Forward::lstm, Method.ADAM, 0.003);
  }

  private static Course gpt() {
    return new Course("GPT, 2 layers of 64 with 4 heads, batch 8 of 32 symbols", DType.FLOAT32,
        () -> new Gpt(GPT, START), i -> {
          Tensor text = labels(i, 8 * (LENGTH + 1), SYMBOLS).reshape(8, LENGTH + 1);
          return new Sample(text.narrow(1, 0, LENGTH), text.narrow(1, 1, LENGTH).reshape(-1));
        }, (w, x) -> Forward.gpt(w, x, GPT.heads()), Method.ADAMW, 0.001);
  }

  private static Sample classified(int number, int... sizes) {
    return new Sample(Tensor.randn(Key.of(number), sizes), labels(number, sizes[0], CLASSES));
  }

  private static Tensor labels(int number, int count, int classes) {
    return Random.randint(Key.of(number).fold(1), 0, classes, count);
  }

  /** Classifies a sequence by the state at its end. */
  private static final class LastState extends Module {
    private final Lstm lstm = part("lstm", new Lstm(32, 64, RecurrentOptions.DEFAULT.layers(2), START));
    private final Linear last = part("fc", new Linear(64, CLASSES, START.fold(1)));

    @Override
    public Tensor forward(Tensor x) {
      return last.apply(lstm.apply(x).select(0, -1));
    }
  }
}
