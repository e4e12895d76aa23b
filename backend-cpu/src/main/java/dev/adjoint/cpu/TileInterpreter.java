package dev.adjoint.cpu;

import java.util.Arrays;
import java.util.List;

/** Runs a program a tile at a time, over any layout. Needs no warming up but that of its loops, which all kernels share. */
final class TileInterpreter implements Evaluator {
  private final Launch launch;
  private final Program program;
  private final LoopNest[] operands;

  TileInterpreter(Launch launch) {
    this.launch = launch;
    this.program = launch.unit().program();
    this.operands = new LoopNest[launch.arrays().length + launch.unit().indexAxes().length];
    for (int op = 0; op < operands.length; op++) {
      operands[op] = launch.nest().only(op);
    }
  }

  @Override
  public void evaluate(int from, int count, Object target, int at) {
    Object[] tiles = program.takeTiles();
    int width = Math.min(count, Program.TILE);
    for (Program.Leaf param : program.params()) {
      StridedCopy.fill(tiles[param.tile()], 0, width, launch.params()[param.source()]);
    }
    for (Program.Leaf arg : program.args()) {
      if (operands[arg.source()].isScalar(0)) {
        load(arg, from, width, tiles);
      }
    }
    for (int done = 0; done < count; done += Program.TILE) {
      int n = Math.min(Program.TILE, count - done);
      tile(from + done, n, tiles);
      StridedCopy.row(tiles[program.result()], 0, 1, target, at + done, 1, n);
    }
    program.handBack(tiles);
  }

  private void load(Program.Leaf arg, int from, int n, Object[] tiles) {
    StridedCopy.load(operands[arg.source()], launch.arrays()[arg.source()], from, n, tiles[arg.tile()], 0);
  }

  private void tile(int from, int n, Object[] tiles) {
    for (Program.Leaf arg : program.args()) {
      if (!operands[arg.source()].isScalar(0)) {
        load(arg, from, n, tiles);
      }
    }
    int[] axes = launch.unit().indexAxes();
    for (Program.Leaf index : program.indices()) {
      int operand = launch.arrays().length + Arrays.binarySearch(axes, index.source());
      StridedCopy.positions(operands[operand], from, n, (long[]) tiles[index.tile()]);
    }
    List<Program.Op> ops = program.ops();
    for (int i = 0; i < ops.size(); i++) {
      ops.get(i).run(tiles, n);
    }
  }
}
