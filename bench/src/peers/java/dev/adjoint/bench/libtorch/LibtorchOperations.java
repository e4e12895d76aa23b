package dev.adjoint.bench.libtorch;

import dev.adjoint.bench.Work;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * What each {@link dev.adjoint.bench.Operation} is in libtorch. Pointers of what is small and often done are closed by hand: a
 * scope would add its own bookkeeping.
 */
final class LibtorchOperations {
  private static final TensorOptional NONE = new TensorOptional();

  private LibtorchOperations() {}

  static Function<Tensor[], Tensor> of(Work work) {
    return switch (work.operation()) {
      case ADD -> in -> in[0].add(in[1]);
      case MUL -> in -> in[0].mul(in[1]);
      case EXP -> in -> in[0].exp();
      case LOG -> in -> in[0].log();
      case TANH -> in -> in[0].tanh();
      case SIGMOID -> in -> in[0].sigmoid();
      case ERF -> in -> in[0].erf();
      case GELU -> in -> torch.gelu(in[0]);
      case TANH_SUM -> LibtorchOperations::tanhSum;
      case SUM -> in -> in[0].sum(1);
      case MAX -> in -> in[0].amax(new long[] {1}, false);
      case MEAN -> in -> in[0].mean(1);
      case VAR -> in -> in[0].var(new long[] {1}, true, false);
      case SOFTMAX -> in -> in[0].softmax(1);
      case LOG_SOFTMAX -> in -> in[0].log_softmax(1);
      case LAYER_NORM -> LibtorchOperations::layerNorm;
      case MATMUL -> in -> in[0].matmul(in[1]);
      case MATMUL_TN -> LibtorchOperations::matmulTn;
      case MATMUL_NT -> LibtorchOperations::matmulNt;
      case MATMUL_TT -> LibtorchOperations::matmulTt;
      case CONVOLUTION -> in -> LibtorchNetworks.convolution(in[0], in[1], NONE, 1);
      case DEPTHWISE -> in -> LibtorchNetworks.convolution(in[0], in[1], NONE, 64);
      case LSTM -> inScope(LibtorchNetworks::lstm);
      case TRANSFORMER_BLOCK -> inScope(LibtorchNetworks::transformerBlock);
      case VGG11 -> inScope(LibtorchNetworks::vgg11);
      case RESNET18 -> inScope(in -> new LibtorchResNet(in).loss());
      case CHAIN -> in -> chain(in[0], work.size());
      case MLP, TRIAD, NEW_ARRAY -> throw new IllegalArgumentException(work + " is no operation on tensors");
    };
  }

  private static Function<Tensor[], Tensor> inScope(Function<Tensor[], Tensor> network) {
    return in -> {
      try (var _ = new PointerScope()) {
        return network.apply(in).retainReference();
      }
    };
  }

  private static Tensor tanhSum(Tensor[] in) {
    try (Tensor square = in[0].mul(in[0]); Tensor inner = square.add(in[0]); Tensor tanh = inner.tanh()) {
      return tanh.sum();
    }
  }

  private static Tensor layerNorm(Tensor[] in) {
    try (var weight = new TensorOptional(in[1]); var bias = new TensorOptional(in[2])) {
      return torch.layer_norm(in[0], new long[] {in[0].size(1)}, weight, bias, 1e-5, false);
    }
  }

  private static Tensor matmulTn(Tensor[] in) {
    try (Tensor left = in[0].t()) {
      return left.matmul(in[1]);
    }
  }

  private static Tensor matmulNt(Tensor[] in) {
    try (Tensor right = in[1].t()) {
      return in[0].matmul(right);
    }
  }

  private static Tensor matmulTt(Tensor[] in) {
    try (Tensor left = in[0].t(); Tensor right = in[1].t()) {
      return left.matmul(right);
    }
  }

  private static Tensor chain(Tensor x, int length) {
    Tensor y = x.add(x);
    for (int i = 1; i < length; i++) {
      Tensor next = y.add(x);
      // The graph keeps what it needs; the handle is ours to close.
      y.close();
      y = next;
    }
    return y;
  }
}
