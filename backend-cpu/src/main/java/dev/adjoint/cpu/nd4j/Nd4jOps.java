package dev.adjoint.cpu.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations by name. Those of two arrays broadcast; outputs are given. */
final class Nd4jOps {
  private Nd4jOps() {}

  static void run(String name, INDArray output, INDArray... inputs) {
    Nd4j.exec(DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output).build());
  }

  static void run(String name, INDArray output, int[] arguments, INDArray... inputs) {
    Nd4j.exec(DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output).addIntegerArguments(arguments).build());
  }

  /** Sets the elements to those of another array, broadcast and converted to the target's type. */
  static void assign(INDArray target, INDArray values) {
    if (Arrays.equals(target.shape(), values.shape())) {
      target.assign(values);
    } else {
      run("assign", target, target, values);
    }
  }
}
