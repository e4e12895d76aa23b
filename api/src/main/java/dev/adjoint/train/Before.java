package dev.adjoint.train;

import dev.adjoint.Tensor;
import dev.adjoint.nn.Module;
import dev.adjoint.optim.LossScaler;
import dev.adjoint.optim.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a run finds and changes before its first batch, to be put back where it is refused. */
final class Before {
  private final Module net;
  private final Optimizer optimizer;
  private final @Nullable LossScaler scaler;
  private final double[] rates;
  private final Map<String, Tensor> learned = new LinkedHashMap<>();
  private final Map<String, Tensor> remembered;
  private final Map<String, Tensor> scale;

  /** Copies what a checkpoint would be loaded into; without one, a run sets the learning rates alone. */
  Before(Training training) {
    net = training.net;
    optimizer = training.optimizer;
    scaler = training.scaler;
    rates = IntStream.range(0, optimizer.groups()).mapToDouble(optimizer::learningRate).toArray();
    boolean loads = training.resume != null;
    if (loads) {
      net.state().forEach((name, tensor) -> learned.put(name, tensor.detach().copy()));
    }
    remembered = loads ? optimizer.state() : Map.of();
    scale = loads && scaler != null ? scaler.state() : Map.of();
  }

  void restore() {
    if (!learned.isEmpty()) {
      net.load(learned);
    }
    if (!remembered.isEmpty()) {
      optimizer.load(remembered);
    }
    if (scaler != null && !scale.isEmpty()) {
      scaler.load(scale);
    }
    for (int group = 0; group < rates.length; group++) {
      optimizer.setLearningRate(group, rates[group]);
    }
  }
}
