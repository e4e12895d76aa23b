package dev.adjoint.nn.models;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Dropout;
import dev.adjoint.nn.Init;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Convolutions of 3 by 3 and poolings, then three products (Simonyan and Zisserman, 2015): from {@code [n, 3, h, w]} to {@code
 * [n, classes]}. 224 by 224 is usual; other sizes are averaged to 7 by 7 before the products.
 *
 * <pre>{@code
 * Vgg net = new Vgg(VggOptions.VGG11, Key.of(1));
 * net.load(Safetensors.open(file).all());       // names as torchvision's: features.0.weight, classifier.0.weight
 * }</pre>
 *
 * The parts are {@code features}, {@code avgpool} and {@code classifier}. At first convolutions are Kaiming-normal by their
 * fan-out, products normal with a deviation of 0.01, and biases 0, as torchvision's.
 */
public final class Vgg extends Module {
  private static final int POOLED = 7;
  private static final int HIDDEN = 4096;
  private static final double DEVIATION = 0.01;

  private final Sequential features;
  private final Module averaging;
  private final Sequential classifier;

  /** With first values made of a key. */
  public Vgg(VggOptions options, Key key) {
    Objects.requireNonNull(options, "Vgg: the options are null; expected some, as VggOptions.VGG11");
    Objects.requireNonNull(key, "Vgg: the key is null; expected one such as Key.of(1)");
    List<Module> steps = new ArrayList<>();
    int in = 3;
    for (int out : options.channels()) {
      if (out == 0) {
        steps.add(Layers.maxPool2d(PoolOptions.kernel(2)));
        continue;
      }
      steps.add(Layouts.convolution(in, out, 3, ConvOptions.DEFAULT.padding(1), key.fold(steps.size())));
      if (options.batchNorm()) {
        steps.add(new BatchNorm(out));
      }
      steps.add(Layers.relu());
      in = out;
    }
    features = part("features", new Sequential(steps));
    averaging = part("avgpool", Layers.adaptiveAvgPool2d(POOLED));
    Key[] keys = key.fold(-1).split(5);
    classifier = part("classifier", new Sequential(
        product(in * POOLED * POOLED, HIDDEN, keys[0]), Layers.relu(), new Dropout(options.dropout(), keys[1]),
        product(HIDDEN, HIDDEN, keys[2]), Layers.relu(), new Dropout(options.dropout(), keys[3]),
        product(HIDDEN, options.classes(), keys[4])));
  }

  private static Linear product(int in, int out, Key key) {
    Linear made = new Linear(in, out, key);
    Map<String, Tensor> parameters = made.namedParameters();
    Init.normal(Objects.requireNonNull(parameters.get("weight")), 0, DEVIATION, key);
    Layouts.zero(Objects.requireNonNull(parameters.get("bias")));
    return made;
  }

  @Override
  public Tensor forward(Tensor x) {
    return classifier.apply(averaging.apply(features.apply(x)).flatten(1, -1));
  }
}
