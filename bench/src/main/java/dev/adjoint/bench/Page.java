package dev.adjoint.bench;

import java.util.Map;
import java.util.stream.Collectors;

/** The page of the documentation. */
final class Page {
  private final Run run;

  Page(Run run) {
    this.run = run;
  }

  String markdown() {
    return """
        # Performance

        Adjoint beside libtorch and ND4J, on the same work, the same numbers and the same machine. After a build
        with the peers, this measures everybody; the effort below tells what the figures here are made of:

            ./mvnw -q -Ppeers -DskipTests -pl bench -am package
            java -jar bench/target/benchmarks.jar --full --page docs/performance.md       # with the java of a JDK 25

        A pattern such as `^rows` measures a part, `--json FILE` keeps its results, and `page FILE...` makes the page of several
        runs. Of a work that several runs measured, each contender's best counts: on a shared machine, neighbours take time.

        ## The run

        """
        + facts() + "\n"
        + """
            JMH takes the time of a call, the median of its iterations, in a process of its own for each contender and group of works,
            once the work does not get faster any more: a network has hundreds of methods to compile, which takes some ten seconds.
            Adjoint is called as a user calls it: every result is a new tensor, and the garbage collector's work is in the time; its
            heap has 3 GB, touched before the start. In a scope, it uses its memory again (`Adjoint.scope()`).

            libtorch is called in a JVM through JavaCPP, which adds about 0.1 µs to an operation. The best of several ways counts for
            it, line by line: all cores, with OpenBLAS single-threaded (waiting passively or not) or on all cores, and one thread.
            Its memory comes from the C library, which by default returns large pieces to the system after each call; the column
            "keeping its memory" is libtorch where it was told not to.

            ND4J is eager, or SameDiff where there is a gradient. A goal is the ratio that we work towards. A limit is the time that
            the machine allows by the measures under the table; a convolution may be faster, as there are ways to multiply less.
            What makes a new result in each call takes at least as long as a new array does, which is under the table, too: Java fills
            it with zeros, in memory that no cache holds. In a scope that time is gone, as it is for libtorch, whose C library hands out
            again what the last call freed.

            ## The table

            """
        + tables();
  }

  /** The tables alone. */
  String tables() {
    return new Table(run.results()).markdown() + "\n" + new Limits(run.results()).markdown()
        + "\nA dash: not measured, because a pattern left it out, the build has no peers, or it failed.\n";
  }

  private String facts() {
    return run.facts().entrySet().stream()
        .map((Map.Entry<String, ?> fact) -> "- " + fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
