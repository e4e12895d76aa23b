package dev.adjoint.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures and prints the contenders side by side. */
@Command(name = "bench", description = {
  "Measures the works whose name matches and ends with a Markdown table.",
  "libtorch and ND4J take part where the module was built with the Maven profile peers."
})
public final class Report implements Callable<Integer> {
  @Parameters(paramLabel = "PATTERN", arity = "0..*", description = "Regular expressions for group/work, such as rows/softmax or ^products. All, if none is given.") private List<
      String> patterns = List.of();

  @Option(names = "--full", description = "Measure longer and every contender, for figures to publish.") private boolean full;

  @Option(names = "--contenders", split = ",", paramLabel = "NAME", description = "Only these: ${COMPLETION-CANDIDATES}.") private List<
      Contender> contenders = List.of();

  @Option(names = "--list", description = "List the works and exit.") private boolean list;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results here.") private @Nullable Path json;

  @Option(names = "--page", paramLabel = "FILE", description = "Also write the page for the documentation here.") private @Nullable Path page;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and exit.") private boolean help;

  @Spec private CommandLine.Model.CommandSpec spec;

  private Report() {}

  /** Runs the command and exits with its code: 0, or 1 where nothing was measured. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Report()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    var plan = new Plan(patterns);
    if (plan.isEmpty()) {
      spec.commandLine().getErr().println("No work's name matches " + patterns + ". --list shows them.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (list) {
      plan.groups().forEach((group, works) -> works.forEach(work -> out.println(group + "/" + work)));
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    Effort effort = full ? Effort.FULL : Effort.QUICK;
    Run run = new Run(Facts.here(effort), List.of());
    for (String group : plan.groups().keySet()) {
      run = run.and(new Run(run.facts(), plan.measure(group, effort, contenders.isEmpty() ? effort.contenders() : contenders)));
      if (json != null) {
        // After each group: a run that is ended early has not been in vain.
        Files.writeString(json, run.json());
      }
    }
    if (page != null) {
      Files.writeString(page, new Page(run).markdown());
    }
    out.println();
    out.print(new Page(run).tables());
    out.flush();
    return run.results().isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  @Command(name = "page", description = "Prints the page for the documentation, from results that --json wrote.")
  int page(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) throws IOException {
    Run merged = Run.EMPTY;
    for (Path file : files) {
      merged = merged.and(Run.read(Files.readString(file)));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(new Page(merged).markdown());
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
