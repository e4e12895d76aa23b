package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Objective;
import dev.adjoint.bench.Trainer;
import dev.adjoint.bench.TrainingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a SameDiff graph, built once: its gradients in one execution, then a step in place on the graph's own arrays. */
public final class SameDiffTrainer implements Trainer {
  private static final String LOSS = "loss";

  private final TrainingTask task;
  private final SameDiff graph = SameDiff.create();
  private final List<String> parameters = new ArrayList<>();
  private Map<String, INDArray> gradients = Map.of();

  /** Builds the network's graph. */
  public SameDiffTrainer(TrainingTask task) {
    this.task = task;
    loss(forward()).markAsLoss();
    graph.createGradFunction(parameters.toArray(String[]::new));
  }

  @Override
  public float step() {
    gradients.values().forEach(INDArray::close);
    OutAndGrad result = graph.calculateGradientsAndOutputs(Map.of(), List.of(LOSS), parameters);
    gradients = result.getGradients();
    for (String name : parameters) {
      try (INDArray change = gradients.get(name).mul(task.rate())) {
        graph.getVariable(name).getArr().subi(change);
      }
    }
    return result.getOutputs().get(LOSS).getFloat(0);
  }

  @Override
  public float[] gradient(int parameter) {
    INDArray gradient = gradients.get(parameters.get(parameter));
    return task.isWeight(parameter) ? gradient.transpose().dup('c').data().asFloat() : gradient.dup('c').data().asFloat();
  }

  private SDVariable forward() {
    SDVariable hidden = graph.constant("inputs", Nd4j.createFromArray(task.inputs()).reshape(task.rows(), task.widths()[0]));
    for (int layer = 0; layer < task.layers(); layer++) {
      SDVariable sums = graph.nn().linear(hidden, parameter(2 * layer), parameter(2 * layer + 1));
      hidden = layer == task.layers() - 1 ? sums : graph.nn().relu(sums, 0);
    }
    return hidden;
  }

  private SDVariable parameter(int index) {
    INDArray values = Nd4j.createFromArray(task.parameters().get(index)).reshape(task.shape(index));
    String name = "parameter" + index;
    parameters.add(name);
    // SameDiff's linear layer keeps a weight as [in, out].
    return graph.var(name, task.isWeight(index) ? values.transpose().dup('c') : values);
  }

  private SDVariable loss(SDVariable outputs) {
    SDVariable weight = graph.constant("weight", Nd4j.scalar(DataType.FLOAT, 1));
    LossReduce mean = LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT;
    return switch (task.objective()) {
      case Objective.CrossEntropy(int[] labels) -> {
        // Not sparseSoftmaxCrossEntropy: its gradient leaves out that of the mean taken after it.
        SDVariable classes = graph.constant("labels", oneHot(labels));
        yield graph.loss().softmaxCrossEntropy(LOSS, classes, outputs, weight, mean, 0);
      }
      case Objective.MeanSquaredError(float[] targets) -> {
        INDArray values = Nd4j.createFromArray(targets).reshape(task.rows(), targets.length / task.rows());
        yield graph.loss().meanSquaredError(LOSS, graph.constant("targets", values), outputs, weight, mean);
      }
    };
  }

  private INDArray oneHot(int[] labels) {
    INDArray rows = Nd4j.zeros(DataType.FLOAT, labels.length, task.widths()[task.layers()]);
    for (int row = 0; row < labels.length; row++) {
      rows.putScalar(row, labels[row], 1);
    }
    return rows;
  }
}
