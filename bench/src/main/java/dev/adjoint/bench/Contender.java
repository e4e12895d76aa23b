package dev.adjoint.bench;

/** Who does the work: a column of the table. */
enum Contender {
  ADJOINT_CPU("Adjoint cpu"),
  ADJOINT_ND4J("Adjoint nd4j"),
  LIBTORCH("libtorch, best"),
  SAMEDIFF("ND4J (SameDiff), best");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * The contender a benchmark belongs to.
   *
   * @param contenderPackage the last part of the benchmark's package
   * @param backend its parameter {@code backend}; empty where it has none
   */
  static Contender of(String contenderPackage, String backend) {
    return switch (contenderPackage) {
      case "libtorch" -> LIBTORCH;
      case "samediff" -> SAMEDIFF;
      case "adjoint" ->
          switch (backend) {
            case "cpu" -> ADJOINT_CPU;
            case "nd4j" -> ADJOINT_ND4J;
            default ->
                throw new IllegalArgumentException(
                    "No column for Adjoint's backend \"" + backend + "\"; the table knows cpu and nd4j. Add it to Contender.");
          };
      default ->
          throw new IllegalArgumentException(
              "No column for benchmarks in the package \"" + contenderPackage + "\". Add it to Contender.");
    };
  }
}
