package dev.adjoint.tornado;

import dev.adjoint.DType;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.View;
import java.util.function.Consumer;

/**
 * What is done with the values of an expression.
 *
 * @param combine how they are combined; {@link #NOTHING} where there is one for each result
 * @param count results, or parts of results
 * @param length values of a result
 * @param parts of each result
 * @param lanes as {@link Machine#combine} deals out the values of a result
 */
record Combination(
    int combine, int count, int length, int parts, int lanes, DType dtype, int offset, int[] sizes, int[] strides) {
  /** Not the code of a way to combine values. */
  static final int NOTHING = -1;

  /**
   * A launch, by a kernel of its own where that is worth it and possible, otherwise interpreted.
   *
   * @param order the axes of the inputs in the order in which the indices run over them
   * @param inputSizes the sizes of the inputs
   */
  Consumer<Device> launch(Forms forms, Kernel kernel, double[] params, View[] inputs, int[] order, int[] inputSizes) {
    KernelTable table = forms.count(kernel, count * (length / parts));
    if (table != null) {
      Program program = program();
      table.write(program, params, inputs, order, inputSizes);
      Programs.result(program, dtype, offset, sizes, strides);
      Forms.Form form = forms.of(kernel, table, table.modes(program), combine, dtype);
      if (form != null) {
        double[] values = params.clone(); // the caller's own may have changed by then
        return device -> {
          Launcher.Code code = form.code(device);
          if (code != null) {
            device.run(code, program);
          } else {
            device.run(Task.COMBINE, interpreted(kernel, values, inputs, order, inputSizes));
          }
        };
      }
    }
    Program program = interpreted(kernel, params, inputs, order, inputSizes);
    return device -> device.run(Task.COMBINE, program);
  }

  private Program interpreted(Kernel kernel, double[] params, View[] inputs, int[] order, int[] inputSizes) {
    Program program = program();
    Expression.write(program, kernel, params, inputs, order, inputSizes);
    Programs.result(program, dtype, offset, sizes, strides);
    return program;
  }

  /** A program that says what is done, but for where the results go. */
  private Program program() {
    Program program = new Program()
        .set(Program.COUNT, count)
        .set(Program.LENGTH, length)
        .set(Program.PARTS, parts)
        .set(Program.LANES, lanes)
        .set(Program.COMBINE, combine);
    program.addNumber(combine == RealFunctions.MUL ? 1 : 0); // what nothing is combined to
    return program;
  }
}
