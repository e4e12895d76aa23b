package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.ScalarGradient;
import dev.adjoint.bench.Threads;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The sum of tanh(x * x + x), and its gradient, in a graph built once. */
@State(Scope.Thread)
public class TanhSum extends Measured implements ScalarGradient {
  private static final String X = "x";
  private static final String SUM = "sum";

  /** Elements. */
  @Param({"16", "65536", "1048576"}) public int size;

  /** Threads of ND4J. */
  @Param public Threads threads;

  private SameDiff graph;
  private OutAndGrad latest;

  /** For JMH. */
  public TanhSum() {}

  /** Builds the graph and its gradient. */
  @Setup(Level.Trial)
  public void setUp() {
    Nd4jThreads.use(threads);
    graph = SameDiff.create();
    SDVariable x = graph.var(X, Nd4j.createFromArray(Samples.uniform(1, size, 1)));
    graph.math().tanh(x.mul(x).add(x)).sum(SUM).markAsLoss();
    graph.createGradFunction(X);
    latest = graph.calculateGradientsAndOutputs(Map.of(), List.of(SUM), List.of(X));
  }

  @Benchmark
  @Override
  public float forwardBackward() {
    latest.getGradients().get(X).close();
    latest = graph.calculateGradientsAndOutputs(Map.of(), List.of(SUM), List.of(X));
    return latest.getOutputs().get(SUM).getFloat(0);
  }

  @Override
  public float[] gradient() {
    return latest.getGradients().get(X).toFloatVector();
  }
}
