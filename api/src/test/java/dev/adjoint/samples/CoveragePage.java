package dev.adjoint.samples;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The page {@code docs/operations.md}: what there is, its derivative, its types, and how it is checked. */
final class CoveragePage {
  private static final List<String> PEERS = List.of("PyTorch", "Paddle", "MindSpore", "NumPy, SciPy");

  private CoveragePage() {}

  static String text() {
    StringBuilder out = new StringBuilder();
    int operations = Families.ALL.stream().mapToInt(f -> f.rows().size()).sum();
    int samples = Families.ALL.stream().mapToInt(f -> f.samples().size()).sum();
    int golden = Families.ALL.stream().mapToInt(f -> Golden.of(f).size()).sum();
    out.append(
        """
            # Operations

            Every public operation, from the rows that the tests run (`api/src/test/java/dev/adjoint/samples`). This page is
            generated: `./mvnw -q -pl api test -Dtest=CoveragePageTest -Dadjoint.write=true` writes it, and the build fails where it is
            out of date.

            Each sample is computed on every backend and compared with libtorch's value and gradients in float64 and float32 (the
            files in `api/src/test/resources/golden`), with finite differences at first and second order, with forward mode, and with
            itself: recorded or not, with some inputs constant, with one tensor in two places, with inputs changed in place. Where
            something does not apply to a sample its row says why.

            libtorch's values are written anew by

                ./mvnw -q -Ppeers -DskipTests -pl bench -am package
                java -cp 'bench/target/benchmarks.jar:bench/target/lib/*' dev.adjoint.bench.libtorch.GoldenSamples api/src/test/resources

            """);
    out.append("%d operations, %d samples, %d golden rows (%s).%n%n".formatted(operations, samples, golden,
        Golden.of(Families.ALL.getFirst()).origin()));
    out.append("""
        In *types*, half stands for float16 and bfloat16, float for float32 and float64, int for int32 and int64. In *checked*,
        1 and 2 are the orders compared with finite differences, f is forward mode, t is libtorch, and — an operation without
        derivative. *Saves* is what is kept for the gradient of the first sample: x an input, y the output, · something between.

        """);
    for (Family family : Families.ALL) {
      out.append("## ").append(family.title()).append("\n\n");
      out.append("| operation | formula, derivative | types | saves | checked | samples |");
      PEERS.forEach(peer -> out.append(' ').append(peer).append(" |"));
      out.append("\n|").append(" --- |".repeat(6 + PEERS.size())).append('\n');
      for (OperationRow row : family.rows()) {
        out.append("| `").append(row.name()).append("` | ").append(cell(Formulas.of(row))).append(" | ").append(types(row))
            .append(" | ").append(saves(row)).append(" | ").append(checks(row)).append(" | ").append(row.samples().size())
            .append(" |");
        row.peers().forEach(name -> out.append(name.isEmpty() ? " |" : " `" + name + "` |"));
        out.append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String checks(OperationRow row) {
    if (row.samples().stream().noneMatch(s -> s.is(Check.DERIVATIVE))) {
      return "—" + (any(row, Check.GOLDEN) ? " t" : "");
    }
    List<String> all = new ArrayList<>();
    if (any(row, Check.FINITE_DIFFERENCES)) {
      all.add("1");
      if (row.samples().stream().anyMatch(s -> s.is(Check.FINITE_DIFFERENCES) && s.is(Check.SECOND_ORDER))) {
        all.add("2");
      }
      if (row.samples().stream().anyMatch(s -> s.is(Check.FINITE_DIFFERENCES) && s.is(Check.FORWARD_MODE))) {
        all.add("f");
      }
    }
    if (any(row, Check.GOLDEN)) {
      all.add("t");
    }
    return String.join(" ", all);
  }

  private static boolean any(OperationRow row, Check check) {
    return row.samples().stream().anyMatch(s -> s.is(check));
  }

  /** Which types the first sample takes, its real inputs converted. */
  private static String types(OperationRow row) {
    Set<String> out = new TreeSet<>();
    Sample sample = row.samples().getFirst();
    if (sample.inputs().stream().noneMatch(in -> in.kind() == Input.Kind.REAL)) {
      sample.inputs().forEach(in -> out.add(in.kind() == Input.Kind.BOOL ? "bool" : "int"));
      return String.join(", ", out);
    }
    for (DType type : DType.values()) {
      try {
        Tensor[] leaves = sample.inputs().stream()
            .map(in -> in.kind() == Input.Kind.REAL ? in.leaf(DType.FLOAT64).to(type) : in.leaf(DType.FLOAT64))
            .toArray(Tensor[]::new);
        sample.run(leaves);
        out.add(switch (type) {
          case FLOAT16, BFLOAT16 -> "half";
          case FLOAT32, FLOAT64 -> "float";
          case INT32, INT64 -> "int";
          case BOOL -> "bool";
        });
      } catch (AdjointException e) {
        // Not one of its types, or its numbers mean nothing in this one.
      }
    }
    return String.join(", ", out);
  }

  private static String saves(OperationRow row) {
    Sample sample = row.samples().getFirst();
    if (!sample.is(Check.DERIVATIVE)) {
      return "";
    }
    Tensor[] leaves = sample.inputs().stream()
        .map(in -> in.differentiable() ? in.leaf(DType.FLOAT64).requiresGrad(true) : in.leaf(DType.FLOAT64))
        .toArray(Tensor[]::new);
    Set<String> out = new TreeSet<>();
    for (Tensor output : sample.run(leaves)) {
      TapeCheck.graph(output).stream().flatMap(node -> node.saved().stream()).forEach(saved -> {
        var buffer = saved.tensor().view().buffer();
        boolean input = Arrays.stream(leaves).anyMatch(leaf -> leaf.view().buffer() == buffer);
        out.add(input ? "x" : output.view().buffer() == buffer ? "y" : "·");
      });
    }
    return out.isEmpty() ? "nothing" : String.join(" ", out);
  }
}
