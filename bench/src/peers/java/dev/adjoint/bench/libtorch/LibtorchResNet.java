package dev.adjoint.bench.libtorch;

import static org.bytedeco.pytorch.global.torch.relu;

import dev.adjoint.bench.Operation;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** ResNet18, of the inputs that {@link Operation} lists. */
final class LibtorchResNet {
  private static final long[] ONE = {1};

  private final Tensor[] in;
  private int next = 1;

  LibtorchResNet(Tensor[] in) {
    this.in = in;
  }

  Tensor loss() {
    Tensor x = torch.max_pool2d(relu(normalised(in[0], 2)), new long[] {3}, new long[] {2}, ONE, ONE, false);
    long before = x.size(1);
    for (int channels : Operation.RESNET18_CHANNELS) {
      x = block(x, before != channels);
      x = block(x, false);
      before = channels;
    }
    Tensor features = torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
    Tensor logits = torch.linear(features, in[next++], new TensorOptional(in[next]));
    return torch.cross_entropy(logits, Tensor.create(new long[(int) x.size(0)]));
  }

  private Tensor block(Tensor x, boolean changes) {
    Tensor y = normalised(relu(normalised(x, changes ? 2 : 1)), 1);
    return relu(y.add(changes ? normalised(x, 2) : x));
  }

  private Tensor normalised(Tensor x, int stride) {
    long[] padding = {in[next].size(3) / 2};
    Tensor y = torch.conv2d(x, in[next++], new TensorOptional(), new long[] {stride}, padding, ONE, 1);
    return torch.batch_norm(y, new TensorOptional(in[next++]), new TensorOptional(in[next++]), new TensorOptional(),
        new TensorOptional(), true, 0, 1e-5, false);
  }
}
