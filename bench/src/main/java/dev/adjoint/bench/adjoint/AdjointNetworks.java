package dev.adjoint.bench.adjoint;

import static dev.adjoint.nn.Functional.linear;
import static dev.adjoint.nn.NormalizationFunctions.layerNorm;

import dev.adjoint.Tensor;
import dev.adjoint.bench.Operation;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.ConvolutionFunctions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.PoolingFunctions;

/** Networks, of the inputs that {@link Operation} lists. */
final class AdjointNetworks {
  private AdjointNetworks() {}

  static Tensor lstm(Tensor[] in) {
    var state = new Functional.LstmState(in[1], in[2]);
    for (int step = 0; step < in[0].shape().size(0); step++) {
      state = Functional.lstmCell(in[0].select(0, step), state, in[3], in[4], in[5], in[6]);
    }
    return state.h();
  }

  static Tensor transformerBlock(Tensor[] in) {
    Tensor x = in[0];
    int batch = x.shape().size(0);
    int length = x.shape().size(1);
    int[] width = {x.shape().size(2)};
    Tensor projected = linear(layerNorm(x, width, in[1], in[2], 1e-5), in[3], in[4]);
    Tensor heads = projected.reshape(batch, length, 3, 4, width[0] / 4).permute(2, 0, 3, 1, 4);
    Tensor attended =
        Functional.scaledDotProductAttention(heads.select(0, 0), heads.select(0, 1), heads.select(0, 2))
            .transpose(1, 2)
            .reshape(batch, length, width[0]);
    Tensor middle = x.add(linear(attended, in[5], in[6]));
    Tensor hidden = linear(layerNorm(middle, width, in[7], in[8], 1e-5), in[9], in[10]).gelu();
    return middle.add(linear(hidden, in[11], in[12]));
  }

  static Tensor vgg11(Tensor[] in) {
    Tensor x = in[0];
    int next = 1;
    for (int channels : Operation.VGG11_CHANNELS) {
      x =
          channels == 0
              ? PoolingFunctions.maxPool2d(x, PoolOptions.kernel(2))
              : ConvolutionFunctions.conv2d(x, in[next++], in[next++], ConvOptions.DEFAULT.padding(1)).relu();
    }
    x = x.reshape(x.shape().size(0), -1);
    x = linear(x, in[next++], in[next++]).relu();
    x = linear(x, in[next++], in[next++]).relu();
    return Losses.crossEntropy(linear(x, in[next++], in[next]), Tensor.ofInts(new int[x.shape().size(0)]).to(x.device()));
  }
}
