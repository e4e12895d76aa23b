package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** The process in which one contender does works, one after the other: a fresh JVM for each would take longer than they do. */
final class Worker {
  private Worker() {}

  /** Takes a contender, an effort, a file for the results, and the names of the works. */
  public static void main(String[] arguments) throws IOException {
    Contender contender = Contender.valueOf(arguments[0]);
    Effort effort = Effort.valueOf(arguments[1]);
    List<Result> results = new ArrayList<>();
    Files.writeString(Path.of(arguments[2]), Json.write(results));
    Library library = contender.library();
    for (String work : List.of(arguments).subList(3, arguments.length)) {
      Optional<Work> peak = PeakMemory.find(work);
      if (!library.can(peak.orElseGet(() -> Suite.work(work)))) {
        continue;
      }
      try {
        Result result = peak.isPresent() ? PeakMemory.measure(contender, peak.get()) : measure(contender, effort, work);
        results.add(result);
        System.out.printf(Locale.ROOT, "%-16s %-40s %,14.3f ± %,.3f%n", contender, work, result.value(), result.spread());
      } catch (RunnerException e) {
        System.out.println(contender + " fails at " + work + ": " + e);
      }
      Files.writeString(Path.of(arguments[2]), Json.write(results));
    }
    System.exit(0);
  }

  private static Result measure(Contender contender, Effort effort, String work) throws RunnerException {
    var options =
        effort.options(new OptionsBuilder())
            .include("\\b" + Measurement.class.getSimpleName() + "\\b")
            .param("contender", contender.name())
            .param("work", work)
            .forks(0)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    var time = result.getPrimaryResult();
    var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    Statistics iterations = time.getStatistics();
    // The median, as now and then something else on the machine takes the time of an iteration.
    double spread = (iterations.getMax() - iterations.getMin()) / 2;
    return new Result(work, contender, iterations.getPercentile(50), spread, allocated == null ? 0 : allocated.getScore());
  }
}
