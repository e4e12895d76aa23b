package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.View;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gathers and scatters large enough to be shared by threads, whole rows and single elements. */
class IndexerTest {
  private static final int ROWS = 50;
  private static final int PICKS = 700;
  private static final int WIDTH = 90;

  private final CpuBackend backend = new CpuBackend(new BackendConfig(3), new BlasChoice(true), KernelCompiler.Mode.OFF);
  private final int[] picks = new Random(5).ints((long) PICKS * WIDTH, 0, ROWS).toArray();

  private View index(boolean stretched) {
    View all = View.of(backend.allocate(DType.INT32, picks.length), Shape.of(PICKS, WIDTH));
    backend.copyIn(picks, 0, all.buffer(), 0, picks.length);
    return stretched ? new View(all.buffer(), all.shape(), new int[] {1, 0}, 0) : all;
  }

  private int pick(boolean stretched, int i, int j) {
    return stretched ? picks[i] : picks[i * WIDTH + j];
  }

  @Test
  void gatherPicksRowsAndElements() {
    View source = Numbers.random(backend, DType.FLOAT64, 1, ROWS, WIDTH);
    double[] values = Numbers.of(source);
    for (boolean stretched : new boolean[] {true, false}) {
      View output = View.of(backend.allocate(DType.FLOAT64, PICKS * WIDTH), Shape.of(PICKS, WIDTH));
      backend.gather(source, index(stretched), 0, output);
      double[] picked = Numbers.of(output);
      for (int at = 0; at < picked.length; at++) {
        assertThat(picked[at]).isEqualTo(values[pick(stretched, at / WIDTH, at % WIDTH) * WIDTH + at % WIDTH]);
      }
    }
  }

  @Test
  void scatterAddsDuplicatesInTheirOrder() {
    View source = Numbers.random(backend, DType.FLOAT64, 2, PICKS, WIDTH);
    double[] values = Numbers.of(source);
    for (boolean stretched : new boolean[] {true, false}) {
      View target = Numbers.random(backend, DType.FLOAT64, 3, ROWS, WIDTH);
      double[] expected = Numbers.of(target);
      for (int at = 0; at < values.length; at++) {
        expected[pick(stretched, at / WIDTH, at % WIDTH) * WIDTH + at % WIDTH] += values[at];
      }
      backend.scatterAdd(target, index(stretched), 0, source);
      assertThat(Numbers.of(target)).isEqualTo(expected);
    }
  }
}
