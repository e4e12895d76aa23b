package dev.adjoint.bench.training;

import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The networks of {@link Course}s by libtorch's functions: from weights and inputs to {@code [n, classes]}, in training. */
final class Forward {
  private static final double EPS = 1e-5;
  private static final double MOMENTUM = 0.1;
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  private Forward() {}

  static Tensor mlp(Weights w, Tensor x) {
    return product(w, "4", relu(product(w, "2", relu(product(w, "0", x)))));
  }

  static Tensor cnn(Weights w, Tensor x) {
    Tensor first = max_pool2d(relu(convolution(w, "0", x, 1, 1)), 2);
    Tensor second = max_pool2d(relu(convolution(w, "3", first, 1, 1)), 2);
    return product(w, "7", second.flatten(1, -1));
  }

  static Tensor resNet(Weights w, Tensor x) {
    Tensor y = relu(norm(w, "bn1", convolution(w, "conv1", x, 2, 3)));
    y = max_pool2d(y, new long[] {3}, new long[] {2}, new long[] {1}, new long[] {1}, false);
    for (int group = 1; group <= 4; group++) {
      for (int block = 0; w.has("layer" + group + "." + block + ".conv1" + WEIGHT); block++) {
        y = block(w, "layer" + group + "." + block, y, group > 1 && block == 0 ? 2 : 1);
      }
    }
    return product(w, "fc", torch.adaptive_avg_pool2d(y, 1, 1).flatten(1, -1));
  }

  private static Tensor block(Weights w, String name, Tensor x, int stride) {
    Tensor y = relu(norm(w, name + ".bn1", convolution(w, name + ".conv1", x, stride, 1)));
    y = norm(w, name + ".bn2", convolution(w, name + ".conv2", y, 1, 1));
    String shortcut = name + ".downsample";
    boolean changes = w.has(shortcut + ".0" + WEIGHT);
    return relu(y.add(changes ? norm(w, shortcut + ".1", convolution(w, shortcut + ".0", x, stride, 0)) : x));
  }

  /** The last layer's last state, through a product. */
  static Tensor lstm(Weights w, Tensor x) {
    long layers = w.has("lstm.weight_ih_l1") ? 2 : 1;
    var parameters = new TensorVector();
    for (int layer = 0; layer < layers; layer++) {
      for (String kind : new String[] {"weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l"}) {
        parameters.push_back(w.get("lstm." + kind + layer));
      }
    }
    Tensor zeros = torch.zeros(layers, x.size(1), w.get("lstm.weight_hh_l0").size(1)).to(x.scalar_type());
    var all = torch.lstm(x, new TensorVector(zeros, zeros), parameters, true, layers, 0, true, false, false);
    return product(w, "fc", all.get0().select(0, -1));
  }

  /** For each symbol of a text, which comes next; {@code [n * length, symbols]}. */
  static Tensor gpt(Weights w, Tensor x, int heads) {
    Tensor y = torch.embedding(w.get("token" + WEIGHT), x).add(w.get("position" + WEIGHT).narrow(0, 0, x.size(1)));
    for (int layer = 0; w.has("layers." + layer + ".norm1" + WEIGHT); layer++) {
      String name = "layers." + layer;
      y = y.add(attention(w, name + ".self_attn", layerNorm(w, name + ".norm1", y), heads));
      Tensor hidden = torch.gelu(product(w, name + ".linear1", layerNorm(w, name + ".norm2", y)));
      y = y.add(product(w, name + ".linear2", hidden));
    }
    Tensor logits = linear(layerNorm(w, "norm", y), w.get("token" + WEIGHT));
    return logits.reshape(-1, logits.size(2));
  }

  private static Tensor attention(Weights w, String name, Tensor x, int heads) {
    long n = x.size(0);
    long length = x.size(1);
    long width = x.size(2);
    Tensor products = linear(x, w.get(name + ".in_proj_weight"), w.optional(name + ".in_proj_bias"))
        .reshape(n, length, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
    Tensor attended = torch.scaled_dot_product_attention(products.select(0, 0), products.select(0, 1), products.select(0, 2),
        new TensorOptional(), 0, true, new DoubleOptional(), false);
    return product(w, name + ".out_proj", attended.transpose(1, 2).reshape(n, length, width));
  }

  private static Tensor product(Weights w, String name, Tensor x) {
    return linear(x, w.get(name + WEIGHT), w.optional(name + BIAS));
  }

  private static Tensor convolution(Weights w, String name, Tensor x, int stride, int padding) {
    TensorOptional bias = w.has(name + BIAS) ? w.optional(name + BIAS) : new TensorOptional();
    return torch.conv2d(x, w.get(name + WEIGHT), bias, new long[] {stride}, new long[] {padding}, new long[] {1}, 1);
  }

  private static Tensor norm(Weights w, String name, Tensor x) {
    w.get(name + ".num_batches_tracked").add_(new Scalar(1));
    return torch.batch_norm(x, w.optional(name + WEIGHT), w.optional(name + BIAS), w.optional(name + ".running_mean"),
        w.optional(name + ".running_var"), true, MOMENTUM, EPS, false);
  }

  private static Tensor layerNorm(Weights w, String name, Tensor x) {
    return torch.layer_norm(x, new long[] {x.size(2)}, w.optional(name + WEIGHT), w.optional(name + BIAS), EPS, false);
  }
}
