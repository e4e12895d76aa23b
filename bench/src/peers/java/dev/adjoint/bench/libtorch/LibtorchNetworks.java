package dev.adjoint.bench.libtorch;

import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import dev.adjoint.bench.Operation;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Networks, of the inputs that {@link Operation} lists. */
final class LibtorchNetworks {
  private LibtorchNetworks() {}

  static Tensor convolution(Tensor x, Tensor weight, TensorOptional bias, int groups) {
    return torch.conv2d(x, weight, bias, new long[] {1}, new long[] {1}, new long[] {1}, groups);
  }

  static Tensor lstm(Tensor[] in) {
    var inputBias = new TensorOptional(in[5]);
    var stateBias = new TensorOptional(in[6]);
    Tensor h = in[1];
    Tensor c = in[2];
    for (int step = 0; step < in[0].size(0); step++) {
      var next = torch.lstm_cell(in[0].select(0, step), new TensorVector(h, c), in[3], in[4], inputBias, stateBias);
      h = next.get0();
      c = next.get1();
    }
    // What get0 points to ends with the pair that holds it.
    return new Tensor(h);
  }

  static Tensor transformerBlock(Tensor[] in) {
    Tensor x = in[0];
    long batch = x.size(0);
    long length = x.size(1);
    long width = x.size(2);
    Tensor projected = linear(layerNorm(x, in[1], in[2]), in[3], in[4]);
    Tensor heads = projected.reshape(batch, length, 3, 4, width / 4).permute(2, 0, 3, 1, 4);
    Tensor attended =
        scaled_dot_product_attention(heads.select(0, 0), heads.select(0, 1), heads.select(0, 2))
            .transpose(1, 2)
            .reshape(batch, length, width);
    Tensor middle = x.add(linear(attended, in[5], in[6]));
    Tensor hidden = gelu(linear(layerNorm(middle, in[7], in[8]), in[9], in[10]));
    return middle.add(linear(hidden, in[11], in[12]));
  }

  static Tensor vgg11(Tensor[] in) {
    Tensor x = in[0];
    int next = 1;
    for (int channels : Operation.VGG11_CHANNELS) {
      x = channels == 0 ? max_pool2d(x, 2) : relu(convolution(x, in[next++], new TensorOptional(in[next++]), 1));
    }
    x = x.reshape(x.size(0), -1);
    x = relu(linear(x, in[next++], in[next++]));
    x = relu(linear(x, in[next++], in[next++]));
    return cross_entropy(linear(x, in[next++], in[next]), Tensor.create(new long[(int) x.size(0)]));
  }

  private static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias) {
    return torch.layer_norm(x, new long[] {x.size(2)}, new TensorOptional(weight), new TensorOptional(bias), 1e-5, false);
  }
}
