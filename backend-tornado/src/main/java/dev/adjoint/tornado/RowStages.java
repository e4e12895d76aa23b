package dev.adjoint.tornado;

import dev.adjoint.spi.RowProgram;
import dev.adjoint.spi.RowProgram.Kind;
import java.util.List;

/**
 * In which walk along a row each step of a program is done, counted from 0 on: a walk is over before what it has combined can
 * be read. Values of rows are computed behind a walk, those that need none before the first.
 */
final class RowStages {
  /** The stage of what is computed before the first walk. */
  static final int BEFORE = -1;

  private final int[] stages;
  private final boolean[] kept;
  private final int walks;

  RowStages(RowProgram program) {
    List<RowProgram.Step> steps = program.steps();
    stages = new int[steps.size()];
    kept = new boolean[steps.size()];
    int last = BEFORE;
    for (int s = 0; s < stages.length; s++) {
      boolean ofRow = steps.get(s).kind() == Kind.ROW;
      int stage = ofRow ? BEFORE : 0;
      for (int read : steps.get(s).reads()) {
        int from = read - program.inputs();
        if (from >= 0) {
          boolean element = steps.get(from).kind() == Kind.EACH;
          stage = Math.max(stage, stages[from] + (ofRow || element ? 0 : 1));
        }
      }
      stages[s] = stage;
      last = Math.max(last, ofRow ? BEFORE : stage);
      for (int read : steps.get(s).reads()) {
        int from = read - program.inputs();
        if (from >= 0 && steps.get(from).kind() == Kind.EACH && stages[from] < stage) {
          kept[from] = true;
        }
      }
      kept[s] |= program.placeOf(s) >= 0;
    }
    walks = last + 1;
  }

  /** How many times a row is walked along. */
  int walks() {
    return walks;
  }

  /** The walk in which, or behind which, a step is done. */
  int of(int step) {
    return stages[step];
  }

  /** Whether the step's value goes to memory: it is returned, or an element that another walk reads. */
  boolean keeps(int step) {
    return kept[step];
  }
}
