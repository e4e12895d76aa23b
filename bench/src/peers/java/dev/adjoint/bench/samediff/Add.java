package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Measured;
import dev.adjoint.bench.Samples;
import dev.adjoint.bench.Threads;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An addition of two float32 vectors. */
@State(Scope.Thread)
public class Add extends Measured {
  private static final String SUM = "sum";

  /** Elements. */
  @Param({"16", "1024", "1048576"}) public int size;

  /** Threads of ND4J. */
  @Param public Threads threads;

  private INDArray x;
  private INDArray y;
  private SameDiff graph;

  /** For JMH. */
  public Add() {}

  /** Makes the inputs and the graph. */
  @Setup(Level.Trial)
  public void setUp() {
    Nd4jThreads.use(threads);
    x = Nd4j.createFromArray(Samples.uniform(1, size, 1));
    y = Nd4j.createFromArray(Samples.uniform(2, size, 1));
    graph = SameDiff.create();
    SDVariable leaf = graph.var("x", x);
    leaf.add(SUM, graph.constant("y", y));
  }

  /** Eager, on INDArrays. */
  @Benchmark
  public double plain() {
    try (INDArray sum = x.add(y)) {
      return sum.length();
    }
  }

  /** ND4J records nothing eagerly: what can be differentiated is a graph, built once and executed here. */
  @Benchmark
  public double recorded() {
    try (INDArray sum = graph.outputSingle(Map.of(), SUM)) {
      return sum.length();
    }
  }
}
