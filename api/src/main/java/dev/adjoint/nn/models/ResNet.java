package dev.adjoint.nn.models;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Convolutions in blocks around which the input has a way of its own (He et al., 2016): from {@code [n, 3, h, w]} to {@code [n,
 * classes]}. 224 by 224 is usual, and any size of 32 or more will do.
 *
 * <pre>{@code
 * ResNet net = new ResNet(ResNetOptions.RESNET18.classes(100), Key.of(1));
 * Map<String, Tensor> state = new LinkedHashMap<>(Safetensors.open(file).all());    // names as torchvision's
 * state.keySet().removeIf(name -> name.startsWith("fc."));                          // it had 1000 classes
 * net.load(state, Strictness.PARTIAL);
 * net.freeze().eval();
 * net.fc().unfreeze();                                                              // the last layer alone learns
 * }</pre>
 *
 * The parts are {@code conv1}, {@code bn1}, {@code relu}, {@code maxpool}, {@code layer1} to {@code layer4}, {@code avgpool} and
 * {@code fc}. At first convolutions are Kaiming-normal by their fan-out, as torchvision's; a bottleneck's stride is in its
 * convolution of 3 by 3, as there too.
 */
public final class ResNet extends Module {
  private static final int FIRST = 64;

  private final List<Module> steps = new ArrayList<>();
  private final Linear last;

  /** With first values made of a key. */
  public ResNet(ResNetOptions options, Key key) {
    Objects.requireNonNull(options, "ResNet: the options are null; expected some, as ResNetOptions.RESNET18");
    Objects.requireNonNull(key, "ResNet: the key is null; expected one such as Key.of(1)");
    Key[] keys = key.split(2 + options.blocks().size());
    ConvOptions first = ConvOptions.DEFAULT.stride(2).padding(3).withoutBias();
    step("conv1", Layouts.convolution(3, FIRST, 7, first, keys[0]));
    step("bn1", new BatchNorm(FIRST));
    step("relu", Layers.relu());
    step("maxpool", Layers.maxPool2d(PoolOptions.kernel(3).stride(2).padding(1)));
    int in = FIRST;
    for (int group = 0; group < options.blocks().size(); group++) {
      List<Module> blocks = new ArrayList<>();
      int width = FIRST << group;
      for (int block = 0; block < options.blocks().get(group); block++) {
        int stride = group > 0 && block == 0 ? 2 : 1;
        blocks.add(new ResNetBlock(in, width, stride, options.bottleneck(), keys[2 + group].fold(block)));
        in = options.bottleneck() ? width * ResNetBlock.EXPANSION : width;
      }
      step("layer" + (group + 1), new Sequential(blocks));
    }
    step("avgpool", Layers.adaptiveAvgPool2d(1));
    last = part("fc", new Linear(in, options.classes(), keys[1]));
  }

  private void step(String name, Module module) {
    steps.add(part(name, module));
  }

  /** The last layer, to be trained alone for instance: from 512 numbers, or 2048 of bottlenecks, to the classes. */
  public Linear fc() {
    return last;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Module step : steps) {
      y = step.apply(y);
    }
    return last.apply(y.flatten(1, -1));
  }
}
