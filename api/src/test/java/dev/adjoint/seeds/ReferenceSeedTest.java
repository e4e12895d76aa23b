package dev.adjoint.seeds;

class ReferenceSeedTest extends AllCases {
  @Override
  protected String backend() {
    return "reference";
  }
}
