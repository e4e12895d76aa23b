package dev.adjoint.bench;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;

/** Who does the work, and in what surroundings. */
enum Contender {
  /** The machine at its limits. */
  MACHINE(Column.LIMIT, "machine.Machine", "", Map.of()),
  ADJOINT(Column.ADJOINT, "adjoint.AdjointLibrary", "cpu", Map.of()),
  ADJOINT_SCOPE(Column.ADJOINT_SCOPE, "adjoint.AdjointLibrary", "cpu in scopes", Map.of()),
  ADJOINT_ND4J(Column.ADJOINT_ND4J, "adjoint.AdjointLibrary", "nd4j", Map.of()),
  LIBTORCH(Column.LIBTORCH, "libtorch.Libtorch", "all", Map.of()),
  LIBTORCH_PASSIVE(Column.LIBTORCH, "libtorch.Libtorch", "all", Map.of("OMP_WAIT_POLICY", "PASSIVE")),
  /** Memory that was freed is kept for the next call, as our heap is. */
  LIBTORCH_KEEPING(
      Column.LIBTORCH_KEEPING, "libtorch.Libtorch", "all",
      Map.of("OMP_WAIT_POLICY", "PASSIVE", "MALLOC_MMAP_THRESHOLD_", "4294967296", "MALLOC_TRIM_THRESHOLD_", "68719476736")),
  LIBTORCH_BLAS(Column.LIBTORCH, "libtorch.Libtorch", "blas", Map.of("OMP_WAIT_POLICY", "PASSIVE")),
  LIBTORCH_ONE(Column.LIBTORCH, "libtorch.Libtorch", "one", Map.of()),
  ND4J(Column.ND4J, "samediff.Nd4jLibrary", "all", Map.of()),
  ND4J_ONE(Column.ND4J, "samediff.Nd4jLibrary", "one", Map.of());

  /** A column of the table; where several contenders share one, the best of them counts, work by work. */
  enum Column {
    LIMIT("limit"),
    ADJOINT("Adjoint cpu"),
    LIBTORCH_KEEPING("libtorch, keeping its memory"),
    ADJOINT_SCOPE("Adjoint cpu, each call in a scope"),
    ADJOINT_ND4J("Adjoint nd4j"),
    LIBTORCH("libtorch, best"),
    ND4J("ND4J, best");

    private final String title;

    Column(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Column column;
  private final String library;
  private final String variant;
  private final Map<String, String> environment;

  Contender(Column column, String library, String variant, Map<String, String> environment) {
    this.column = column;
    this.library = "dev.adjoint.bench." + library;
    this.variant = variant;
    this.environment = environment;
  }

  Column column() {
    return column;
  }

  boolean isAdjoint() {
    return column == Column.ADJOINT || column == Column.ADJOINT_SCOPE || column == Column.ADJOINT_ND4J;
  }

  /** Variables that its process needs. */
  Map<String, String> environment() {
    return environment;
  }

  /** Options of its JVM for its heap: pages that nobody has touched yet would cost more than the work. */
  List<String> heap() {
    return isAdjoint() || this == MACHINE
        ? List.of("-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch")
        : List.of();
  }

  /** Whether this build holds it: libtorch and ND4J come with the Maven profile peers. */
  boolean isPresent() {
    try {
      Class.forName(library, false, Contender.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  /** What does the work in this process. */
  Library library() {
    try {
      return (Library) Class.forName(library).getConstructor(String.class).newInstance(variant);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(this + " does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(this + " needs a build with the Maven profile peers", e);
    }
  }
}
