package dev.adjoint.bench.training;

import dev.adjoint.Tensor;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Sgd;
import java.util.List;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;

/** How to learn, in both libraries. */
enum Method {
  /** Gradient descent with momentum 0.9. */
  SGD("SGD, momentum 0.9"),
  /** Adam with its usual settings. */
  ADAM("Adam"),
  /** Adam with a weight decay of 0.01 of its own. */
  ADAMW("AdamW");

  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.01;

  private final String text;

  Method(String text) {
    this.text = text;
  }

  Optimizer ours(List<Tensor> parameters, double lr) {
    return switch (this) {
      case SGD -> new Sgd(parameters, lr, MOMENTUM);
      case ADAM -> new Adam(parameters, lr);
      case ADAMW -> new AdamW(parameters, dev.adjoint.optim.AdamOptions.DEFAULT.lr(lr).weightDecay(DECAY));
    };
  }

  org.bytedeco.pytorch.Optimizer libtorchs(TensorVector parameters, double lr) {
    return switch (this) {
      case SGD -> {
        SGDOptions options = new SGDOptions(lr);
        options.momentum().put(MOMENTUM);
        yield new SGD(parameters, options);
      }
      case ADAM -> new org.bytedeco.pytorch.Adam(parameters, new AdamOptions(lr));
      case ADAMW -> {
        AdamWOptions options = new AdamWOptions(lr);
        options.weight_decay().put(DECAY);
        yield new org.bytedeco.pytorch.AdamW(parameters, options);
      }
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
