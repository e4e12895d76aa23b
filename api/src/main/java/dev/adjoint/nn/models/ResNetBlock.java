package dev.adjoint.nn.models;

import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.BatchNorm;
import dev.adjoint.nn.Conv2d;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two or three convolutions, each normalised, around which the input has a way of its own. Parts have torchvision's names. */
final class ResNetBlock extends Module {
  /** How much wider a bottleneck's output is than its middle. */
  static final int EXPANSION = 4;

  private final List<Module> convolutions = new ArrayList<>();
  private final List<Module> norms = new ArrayList<>();
  private final Module relu;
  private final @Nullable Module shortcut;

  /**
   * A block.
   *
   * @param in the channels that come in
   * @param width the channels of the first convolution
   * @param stride of the block: in its convolution of 3 by 3, the first of them
   */
  ResNetBlock(int in, int width, int stride, boolean bottleneck, Key key) {
    if (bottleneck) {
      add(in, width, 1, 1, key);
      add(width, width, 3, stride, key);
      add(width, width * EXPANSION, 1, 1, key);
    } else {
      add(in, width, 3, stride, key);
      add(width, width, 3, 1, key);
    }
    relu = part("relu", Layers.relu());
    int out = bottleneck ? width * EXPANSION : width;
    shortcut = stride == 1 && in == out ? null
        : part("downsample", new Sequential(convolution(in, out, 1, stride, key.fold(0)), new BatchNorm(out)));
  }

  private void add(int in, int out, int kernel, int stride, Key key) {
    int number = norms.size() + 1;
    convolutions.add(part("conv" + number, convolution(in, out, kernel, stride, key.fold(number))));
    norms.add(part("bn" + number, new BatchNorm(out)));
  }

  private static Conv2d convolution(int in, int out, int kernel, int stride, Key key) {
    return Layouts.convolution(in, out, kernel, ConvOptions.DEFAULT.stride(stride).padding(kernel / 2).withoutBias(), key);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < norms.size(); i++) {
      y = norms.get(i).apply(convolutions.get(i).apply(i == 0 ? y : relu.apply(y)));
    }
    return relu.apply(y.add(shortcut == null ? x : shortcut.apply(x)));
  }
}
