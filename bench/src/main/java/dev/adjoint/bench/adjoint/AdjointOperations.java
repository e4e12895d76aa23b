package dev.adjoint.bench.adjoint;

import dev.adjoint.Tensor;
import dev.adjoint.bench.Work;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.ConvolutionFunctions;
import dev.adjoint.nn.NormalizationFunctions;
import java.util.function.Function;

/** What each {@link dev.adjoint.bench.Operation} is in Adjoint. */
final class AdjointOperations {
  private AdjointOperations() {}

  static Function<Tensor[], Tensor> of(Work work) {
    return switch (work.operation()) {
      case ADD -> in -> in[0].add(in[1]);
      case MUL -> in -> in[0].mul(in[1]);
      case EXP -> in -> in[0].exp();
      case LOG -> in -> in[0].log();
      case TANH -> in -> in[0].tanh();
      case SIGMOID -> in -> in[0].sigmoid();
      case ERF -> in -> in[0].erf();
      case GELU -> in -> in[0].gelu();
      case TANH_SUM -> in -> in[0].mul(in[0]).add(in[0]).tanh().sum();
      case SUM -> in -> in[0].sum(1);
      case MAX -> in -> in[0].max(1);
      case MEAN -> in -> in[0].mean(1);
      case VAR -> in -> in[0].var(1);
      case SOFTMAX -> in -> in[0].softmax(1);
      case LOG_SOFTMAX -> in -> in[0].logSoftmax(1);
      case LAYER_NORM -> in -> NormalizationFunctions.layerNorm(in[0], new int[] {in[0].shape().size(1)}, in[1], in[2], 1e-5);
      case MATMUL -> in -> in[0].matmul(in[1]);
      case MATMUL_TN -> in -> in[0].t().matmul(in[1]);
      case MATMUL_NT -> in -> in[0].matmul(in[1].t());
      case MATMUL_TT -> in -> in[0].t().matmul(in[1].t());
      case CONVOLUTION -> in -> ConvolutionFunctions.conv2d(in[0], in[1], null, ConvOptions.DEFAULT.padding(1));
      case DEPTHWISE -> in -> ConvolutionFunctions.conv2d(in[0], in[1], null, ConvOptions.DEFAULT.padding(1).groups(64));
      case LSTM -> AdjointNetworks::lstm;
      case TRANSFORMER_BLOCK -> AdjointNetworks::transformerBlock;
      case VGG11 -> AdjointNetworks::vgg11;
      case RESNET18 -> in -> new AdjointResNet(in).loss();
      case CHAIN -> in -> chain(in[0], work.size());
      case MLP, TRIAD, NEW_ARRAY -> throw new IllegalArgumentException(work + " is no operation on tensors");
    };
  }

  private static Tensor chain(Tensor x, int length) {
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.add(x);
    }
    return y;
  }
}
