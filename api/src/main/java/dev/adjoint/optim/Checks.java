package dev.adjoint.optim;

/** What numbers of settings may be. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, String name, String expected, Object given) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + expected + "; given " + given);
    }
  }

  static void atLeastZero(String name, double given) {
    require(given >= 0 && given < Double.POSITIVE_INFINITY, name, "0 or more, and finite", given);
  }

  static void aboveZero(String name, double given) {
    require(given > 0 && given < Double.POSITIVE_INFINITY, name, "more than 0, and finite", given);
  }

  /** How much of an average stays at each step. */
  static void share(String name, double given) {
    require(given >= 0 && given < 1, name, "0 or more, and less than 1", given);
  }

  static void learningRate(double given) {
    atLeastZero("A learning rate", given);
  }
}
