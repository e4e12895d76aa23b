package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.Conv2d;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Embedding;
import dev.adjoint.nn.Gru;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Lstm;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.Residual;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.TransformerDecoder;
import dev.adjoint.nn.TransformerEncoder;
import dev.adjoint.nn.TransformerEncoderLayer;
import dev.adjoint.nn.TransformerOptions;
import dev.adjoint.optim.Sgd;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Networks of modules, trained for a few steps. */
public abstract class ModuleCases extends OnBackend {
  private static Sequential images() {
    ConvOptions same = ConvOptions.DEFAULT.padding(1).withoutBias();
    return new Sequential(
        new Conv2d(2, 8, 3, same, Key.of(1)), new BatchNorm(8), Layers.relu(), Layers.maxPool2d(PoolOptions.kernel(2)),
        new Residual(new Sequential(new Conv2d(8, 8, 3, same, Key.of(2)), new BatchNorm(8), Layers.relu())),
        Layers.adaptiveAvgPool2d(1), Layers.flatten(), new Dropout(0.1, Key.of(3)), new Linear(8, 3, Key.of(4)));
  }

  private static void train(Module net, boolean scoped, int steps) {
    Sgd sgd = new Sgd(net.parameters(), 0.1, 0.9);
    for (int step = 0; step < steps; step++) {
      try (var _ = scoped ? Adjoint.scope() : null) {
        Tensor x = Tensor.randn(Key.of(100 + step), 6, 2, 6, 6);
        Losses.crossEntropy(net.apply(x), Tensor.ofInts(0, 1, 2, 0, 1, 2)).backward();
        sgd.step();
        sgd.zeroGrad();
      }
    }
  }

  private static void assertSameState(Module a, Module b) {
    assertThat(a.state().keySet()).containsExactlyElementsOf(b.state().keySet());
    a.state().forEach((name, value) -> assertThat(value.toDoubleArray()).as(name)
        .containsExactly(b.state().get(name).toDoubleArray(), within(1e-5)));
  }

  @Test
  @DisplayName("a network learns the same in scopes, which its weights and running values outlive")
  void scopes() {
    Sequential plain = images();
    Sequential scoped;
    try (var _ = Adjoint.scope()) {
      scoped = images();
    }
    train(plain, false, 3);
    train(scoped, true, 3);
    assertSameState(scoped, plain);
    assertThat(scoped.state().get("1.num_batches_tracked").itemAsLong()).isEqualTo(3);
    Tensor x = Tensor.randn(Key.of(9), 2, 2, 6, 6);
    assertThat(scoped.eval().apply(x).toDoubleArray()).containsExactly(plain.eval().apply(x).toDoubleArray(), within(1e-4));
  }

  @Test
  @DisplayName("a module made, moved to another type and loaded in a scope outlives it")
  void madeInAScope() {
    Sequential from = images();
    Sequential net;
    try (var _ = Adjoint.scope()) {
      net = images();
      from.to(DType.FLOAT64);
      net.to(DType.FLOAT64);
      net.load(from.state());
    }
    Tensor.zeros(Shape.of(8, 8, 3, 3), DType.FLOAT64);
    Tensor.ones(Shape.of(8), DType.FLOAT64);
    assertSameState(net, images().to(DType.FLOAT64));
    assertSameState(from, images().to(DType.FLOAT64));
  }

  @Test
  @DisplayName("recurrent layers and attention learn to tell what a sequence starts with")
  void sequences() {
    Module[] middles = {
      new Lstm(8, 8, Key.of(2)), new Gru(8, 8, Key.of(2)),
      new TransformerEncoderLayer(8, 2, TransformerOptions.DEFAULT.hidden(16).dropout(0), Key.of(2))
    };
    Tensor x = Tensor.ofInts(0, 1, 2, 0, 2, 2, 1, 1, 0, 1, 2, 0).reshape(3, 4);
    Tensor first = Tensor.ofInts(0, 1, 2, 0);
    for (Module middle : middles) {
      Sequential net = new Sequential(
          new Embedding(3, 8, Key.of(1)), middle, Sequential.step(y -> y.select(0, 2)), new Linear(8, 3, Key.of(3)));
      Sgd sgd = new Sgd(net.parameters(), 0.1, 0.9);
      double before = Losses.crossEntropy(net.apply(x), first).item();
      for (int step = 0; step < 20; step++) {
        try (var _ = Adjoint.scope()) {
          Losses.crossEntropy(net.apply(x), first).backward();
          sgd.step();
          sgd.zeroGrad();
        }
      }
      assertThat(Losses.crossEntropy(net.apply(x), first).item()).as(middle.toString()).isLessThan(before / 2);
    }
  }

  /** The k-th parameter is sin(0.7 i + k) / 2. */
  private static void fill(Module net, int first) {
    int k = first;
    for (Tensor target : net.state().values()) {
      Tensor values = Tensor.arange(target.size(), DType.FLOAT32).mul(.7).add(k++).sin().mul(.5);
      target.assign(values.reshape(target.shape().toArray()));
    }
  }

  @Test
  @DisplayName("an encoder and a decoder give PyTorch's numbers, with padding in one and the causal mask in the other")
  void encoderAndDecoder() {
    TransformerOptions options =
        TransformerOptions.DEFAULT.hidden(5).dropout(0).activation(Tensor::gelu).normFirst().finalNorm();
    TransformerEncoder encoder = new TransformerEncoder(4, 2, 2, options, Key.of(1));
    TransformerDecoder decoder = new TransformerDecoder(4, 2, 2, options, Key.of(1));
    fill(encoder, 0);
    fill(decoder, encoder.state().size());
    Tensor source = Tensor.arange(40, DType.FLOAT32).mul(.3).cos().reshape(5, 2, 4).requiresGrad(true);
    Tensor target = Tensor.arange(24, DType.FLOAT32).mul(.3).add(1).cos().reshape(3, 2, 4);
    // The last two of the second source are padding.
    Tensor known = Tensor.ofBooleans(true, true, true, true, true, true, true, true, false, false).reshape(2, 1, 1, 5);
    Tensor out = decoder.apply(target, encoder.apply(source, known, false), null, true, known);
    assertValues(out, 0.1562661, 0.3336202, 0.7732211, -0.3558063, 0.2911769, 0.3385577, 0.830586, -0.2475057, 0.6142107,
        0.3498052, 0.8409996, 0.2328364, 0.6476761, 0.3519976, 0.8242131, 0.3217501, 0.5149684, 0.327534, 0.8088357, 3.78e-05,
        0.2256859, 0.3249947, 0.7653201, -0.3147694);
    out.mul(Tensor.arange(24, DType.FLOAT32).add(1).sin().reshape(3, 2, 4)).sum().backward();
    assertValues(source.grad(), -0.0023709, -0.0050439, 0.0061689, 0.0012459, 0.0031833, 0.004458, -0.0074402, -0.0002011,
        -0.0023577, -0.0068055, 0.0059874, 0.0031758, 0.0093607, 0.0068615, -0.0118998, -0.0043224, -0.0064406, -0.0066316,
        0.0081553, 0.0049169, 0.0060571, 0.005565, -0.0106576, -0.0009645, -0.0017298, -0.0042396, 0.0051874, 0.000782, 0, 0,
        0, 0, -0.0050401, -0.0065147, 0.0078651, 0.0036897, 0, 0, 0, 0);
  }
}
