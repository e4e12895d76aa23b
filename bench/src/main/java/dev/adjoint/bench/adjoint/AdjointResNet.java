package dev.adjoint.bench.adjoint;

import dev.adjoint.Tensor;
import dev.adjoint.bench.Operation;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.PoolOptions;

/** ResNet18, of the inputs that {@link Operation} lists. */
final class AdjointResNet {
  private final Tensor[] in;
  private int next = 1;

  AdjointResNet(Tensor[] in) {
    this.in = in;
  }

  Tensor loss() {
    Tensor x = Functional.maxPool2d(normalised(in[0], 2).relu(), PoolOptions.kernel(3).stride(2).padding(1));
    int before = x.shape().size(1);
    for (int channels : Operation.RESNET18_CHANNELS) {
      x = block(x, before != channels);
      x = block(x, false);
      before = channels;
    }
    Tensor logits = Functional.linear(x.mean(2, 3), in[next++], in[next]);
    return Losses.crossEntropy(logits, Tensor.ofInts(new int[x.shape().size(0)]).to(x.device()));
  }

  private Tensor block(Tensor x, boolean changes) {
    Tensor y = normalised(normalised(x, changes ? 2 : 1).relu(), 1);
    return y.add(changes ? normalised(x, 2) : x).relu();
  }

  private Tensor normalised(Tensor x, int stride) {
    ConvOptions options = ConvOptions.DEFAULT.stride(stride).padding(in[next].shape().size(-1) / 2);
    Tensor y = Functional.conv2d(x, in[next++], null, options);
    return Functional.batchNorm(y, null, null, in[next++], in[next++], true, 0, 1e-5);
  }
}
