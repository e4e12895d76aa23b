package dev.adjoint.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks and prints the contenders side by side. */
@Command(name = "bench", description = {
  "Runs the benchmarks whose name matches and ends with a Markdown table.",
  "libtorch and ND4J's SameDiff take part where the module was built with the Maven profile peers."
})
public final class Report implements Callable<Integer> {
  @Parameters(paramLabel = "PATTERN", arity = "0..*", description = "Regular expressions for names such as dev.adjoint.bench.libtorch.Mlp.trainingStep. All, if none is given.") private List<
      String> patterns = List.of();

  @Option(names = "--full", description = "Measure longer, in three JVMs each, for figures to publish.") private boolean full;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write JMH's own results here.") private @Nullable Path json;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and exit.") private boolean help;

  @Spec private CommandLine.Model.CommandSpec spec;

  private Report() {}

  /** Runs the command and exits with its code: 0, or 1 where nothing was measured. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Report()).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException {
    Collection<RunResult> results;
    try {
      results = new Runner(options().build()).run();
    } catch (NoBenchmarksException e) {
      return complain("No benchmark's name matches " + patterns + ". Without a pattern all of them run.");
    }
    if (results.isEmpty()) {
      return complain("No benchmark that matches " + patterns + " ran to its end. JMH's output above says why.");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(new Table(results.stream().map(Timing::of).toList()).markdown());
    out.println();
    out.println("A dash: not measured, because the pattern left it out, the build has no peers, or it failed (see above).");
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private int complain(String message) {
    spec.commandLine().getErr().println(message);
    return CommandLine.ExitCode.SOFTWARE;
  }

  private ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options = (full ? Effort.FULL : Effort.QUICK).applyTo(new OptionsBuilder());
    patterns.forEach(options::include);
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    return options;
  }
}
