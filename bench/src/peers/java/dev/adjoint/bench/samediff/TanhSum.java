package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Library;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of tanh(x * x + x), and its gradient, in a graph built once. */
final class TanhSum implements Library.Task {
  private static final String X = "x";
  private static final String SUM = "sum";

  private final SameDiff graph = SameDiff.create();
  private OutAndGrad latest;

  TanhSum(INDArray values) {
    SDVariable x = graph.var(X, values);
    graph.math().tanh(x.mul(x).add(x)).sum(SUM).markAsLoss();
    graph.createGradFunction(X);
    latest = graph.calculateGradientsAndOutputs(Map.of(), List.of(SUM), List.of(X));
  }

  @Override
  public Object run() {
    latest.getGradients().get(X).close();
    latest = graph.calculateGradientsAndOutputs(Map.of(), List.of(SUM), List.of(X));
    return latest;
  }

  @Override
  public float[] output() {
    run();
    return new float[] {latest.getOutputs().get(SUM).getFloat(0)};
  }

  @Override
  public float[] gradient(int input) {
    return latest.getGradients().get(X).toFloatVector();
  }
}
