package dev.adjoint.nn;

import dev.adjoint.Adjoint;
import dev.adjoint.Mode;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the modules of a network make of an input; {@link #toString} is a table.
 *
 * @param rows one for each module, itself first, then its parts
 * @param parameters how many numbers are parameters, shared ones once
 * @param trainable how many of these require a gradient
 * @param flops multiplications and additions of matrix products and convolutions, of all modules that were called
 * @param stateBytes of the parameters and buffers
 * @param outputBytes of the outputs of all modules that were called and have no parts: about what training keeps
 */
public record Summary(List<Row> rows, long parameters, long trainable, long flops, long stateBytes, long outputBytes) {
  /**
   * One module.
   *
   * @param name its path, empty for the whole
   * @param module what {@link Module#toString} says
   * @param output the shape of its last output; null if it was not called with {@link Module#apply}
   * @param parameters how many numbers are its own parameters, without its parts'
   * @param flops of all its calls, without its parts'
   * @param outputBytes of the outputs of all its calls
   */
  public record Row(String name, String module, @Nullable Shape output, long parameters, long flops, long outputBytes) {}

  /** With a copy of the rows. */
  public Summary {
    rows = List.copyOf(rows);
  }

  /** What one module was seen to do. */
  private static final class Seen {
    private @Nullable Shape output;
    private long flops;
    private long bytes;

    void call(Module module, Tensor in, Tensor out) {
      output = out.shape();
      flops += module.flops(in.shape(), out.shape());
      bytes += bytes(out);
    }
  }

  static Summary of(Module whole, Tensor example) {
    Map<String, Module> modules = whole.namedModules();
    Map<Module, Seen> seen = watch(whole, modules, example);
    List<Row> rows = new ArrayList<>();
    long flops = 0;
    long outputs = 0;
    for (Map.Entry<String, Module> entry : modules.entrySet()) {
      Module module = entry.getValue();
      Seen one = Objects.requireNonNull(seen.get(module));
      rows.add(new Row(entry.getKey(), module.toString(), one.output, module.ownParameters(), one.flops, one.bytes));
      flops += one.flops;
      outputs += module.children().isEmpty() ? one.bytes : 0;
    }
    long stateBytes = whole.parameters().stream().mapToLong(Summary::bytes).sum()
        + whole.buffers().stream().mapToLong(Summary::bytes).sum();
    long trainable = whole.parameters().stream().filter(Tensor::requiresGrad).mapToLong(Tensor::size).sum();
    long all = whole.parameters().stream().mapToLong(Tensor::size).sum();
    return new Summary(rows, all, trainable, flops, stateBytes, outputs);
  }

  private static Map<Module, Seen> watch(Module whole, Map<String, Module> modules, Tensor example) {
    Map<Module, Seen> seen = new LinkedHashMap<>();
    List<Mode> hooks = new ArrayList<>();
    modules.values().forEach(module -> {
      Seen one = new Seen();
      seen.put(module, one);
      hooks.add(module.onForward((self, in, out) -> {
        one.call(self, in, out);
        return null;
      }));
    });
    try (var _ = whole.evaluating(); var _ = Adjoint.noGrad()) {
      whole.apply(example);
    } finally {
      hooks.forEach(Mode::close);
    }
    return seen;
  }

  private static long bytes(Tensor tensor) {
    return (long) tensor.size() * tensor.dtype().bytes();
  }

  /** A line for each module, and the sums. */
  @Override
  public String toString() {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"name", "module", "output", "parameters", "flops", "output bytes"});
    for (Row row : rows) {
      boolean called = row.output != null;
      lines.add(new String[] {
        row.name.isEmpty() ? "." : row.name, row.module, called ? String.valueOf(row.output) : "-", number(row.parameters),
        called ? number(row.flops) : "-", called ? number(row.outputBytes) : "-"});
    }
    int[] widths = new int[lines.getFirst().length];
    lines.forEach(line -> {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    });
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder one = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        // Names to the left, numbers to the right.
        one.append(String.format("%" + (i < 3 ? "-" : "") + widths[i] + "s  ", line[i]));
      }
      text.append(one.toString().stripTrailing()).append("\n");
    }
    return text + "parameters " + number(parameters) + " (" + number(trainable) + " trainable), flops " + number(flops)
        + ", state " + number(stateBytes) + " bytes, outputs " + number(outputBytes) + " bytes";
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
