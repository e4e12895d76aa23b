package dev.adjoint.samples;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import dev.adjoint.autograd.ScalarFormula;
import dev.adjoint.samples.Sample.Check;

/** The formulas of the operations that are one scalar expression, with their derivatives, as the tape has them. */
final class Formulas {
  /** What is longer is not read by anyone. */
  private static final int LONGEST = 160;

  private Formulas() {}

  /** Formula and derivatives, or nothing where the operation is not one expression. */
  static String of(OperationRow row) {
    for (Sample sample : row.samples()) {
      if (sample.is(Check.DERIVATIVE) && sample.inputs().stream().allMatch(in -> in.layout() == Input.Layout.ROW_BY_ROW)) {
        return of(sample);
      }
    }
    return "";
  }

  private static String of(Sample sample) {
    Tensor[] leaves = sample.inputs().stream()
        .map(in -> in.differentiable() ? in.leaf(DType.FLOAT64).requiresGrad(true) : in.leaf(DType.FLOAT64))
        .toArray(Tensor[]::new);
    Tensor[] outputs = sample.run(leaves);
    Node node = outputs.length == 1 ? outputs[0].gradFn() : null;
    ScalarFormula formula = node == null ? null : node.formula();
    if (formula == null || !node.next().stream().allMatch(edge -> edge == null || edge.node().isLeaf())) {
      return "";
    }
    StringBuilder out = new StringBuilder(code(formula.value()));
    for (int i = 0; i < formula.derivatives().size(); i++) {
      if (node.next().get(i) != null) {
        out.append("<br>d/d").append(Sample.letter(i)).append(": ").append(code(formula.derivatives().get(i)));
      }
    }
    return out.toString();
  }

  private static String code(String formula) {
    return "`" + (formula.length() <= LONGEST ? formula : formula.substring(0, LONGEST) + " ...") + "`";
  }
}
