package dev.adjoint.bench.samediff;

import dev.adjoint.bench.Input;
import dev.adjoint.bench.Library;
import dev.adjoint.bench.Operation;
import dev.adjoint.bench.TrainerTask;
import dev.adjoint.bench.TrainingTask;
import dev.adjoint.bench.Work;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** ND4J: eager where there is no gradient, SameDiff where there is one. */
public final class Nd4jLibrary implements Library {
  /**
   * Sets its threads.
   *
   * @param threads {@code all} for as many as there are cores, or {@code one}
   */
  public Nd4jLibrary(String threads) {
    int count = threads.equals("one") ? 1 : Runtime.getRuntime().availableProcessors();
    Environment environment = Nd4j.getEnvironment();
    environment.setMaxThreads(count);
    environment.setMaxMasterThreads(count);
    openblas_nolapack.blas_set_num_threads(count);
  }

  @Override
  public boolean can(Work work) {
    return switch (work.operation()) {
      case ADD, MUL, EXP, LOG, TANH, SIGMOID, MATMUL -> work.pass() == Work.Pass.FORWARD && work.type() == Work.Type.FLOAT32;
      case TANH_SUM, MLP -> true;
      default -> false;
    };
  }

  @Override
  public Task prepare(Work work) {
    return switch (work.operation()) {
      case MLP -> new TrainerTask(new SameDiffTrainer(TrainingTask.digits()));
      case TANH_SUM -> new TanhSum(Nd4j.createFromArray(work.inputs().getFirst().values(1)));
      default -> new EagerTask(operation(work.operation()), inputs(work));
    };
  }

  private static Function<INDArray[], INDArray> operation(Operation operation) {
    return switch (operation) {
      case ADD -> in -> in[0].add(in[1]);
      case MUL -> in -> in[0].mul(in[1]);
      case EXP -> in -> Transforms.exp(in[0], true);
      case LOG -> in -> Transforms.log(in[0], true);
      case TANH -> in -> Transforms.tanh(in[0], true);
      case SIGMOID -> in -> Transforms.sigmoid(in[0], true);
      case MATMUL -> in -> in[0].mmul(in[1]);
      default -> throw new IllegalArgumentException(operation + " is not written for ND4J; can() says so");
    };
  }

  private static INDArray[] inputs(Work work) {
    List<Input> inputs = work.inputs();
    var arrays = new INDArray[inputs.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = Nd4j.createFromArray(inputs.get(i).values(i + 1)).reshape(inputs.get(i).longShape());
    }
    return arrays;
  }
}
