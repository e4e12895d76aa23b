package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Losses;
import dev.adjoint.ops.LstmSequence;
import dev.adjoint.optim.Adam;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.optim.Sgd;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Training gives the same bits whether kernels are generated or not: a run can be repeated, however warm the process is. */
class EqualTrainingTest {
  private static final int STEPS = 20;
  private static final int BATCH = 70;
  private static final int CLASSES = 66;

  /** A model under training, all its tensors on one backend. */
  private static final class Run {
    private final CpuBackend backend;
    private final List<Tensor> parameters = new ArrayList<>();
    private long seed = 1;

    private Run(KernelCompiler.Mode mode) {
      backend = new CpuBackend(new BackendConfig(2), new BlasChoice(true), mode);
    }

    private Tensor random(int... sizes) {
      return Tensor.wrap(backend, Numbers.random(backend, DType.FLOAT32, seed++, sizes));
    }

    private Tensor parameter(double scale, int... sizes) {
      Tensor parameter = random(sizes).mul(scale).requiresGrad(true);
      parameters.add(parameter);
      return parameter;
    }

    private Tensor classes(int count) {
      View view = View.of(backend.allocate(DType.INT32, BATCH), Shape.of(BATCH));
      int[] array = (int[]) CpuBuffer.arrayOf(view);
      for (int i = 0; i < BATCH; i++) {
        array[i] = i * 7 % count;
      }
      return Tensor.wrap(backend, view);
    }

    /** The losses, then the parameters after the last step. */
    private List<double[]> train(Function<Tensor, Tensor> loss, Tensor x, Optimizer optimizer) {
      double[] losses = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        optimizer.zeroGrad();
        Tensor now = loss.apply(x);
        assertThat(now.backend()).isSameAs(backend);
        losses[step] = now.item();
        now.backward();
        optimizer.step();
      }
      assertThat(losses[STEPS - 1]).isLessThan(losses[0]);
      List<double[]> all = new ArrayList<>(List.of(losses));
      parameters.forEach(p -> all.add(p.detach().toDoubleArray()));
      return all;
    }
  }

  private static void assertSame(Function<Run, List<double[]>> training) {
    double[][] cold = training.apply(new Run(KernelCompiler.Mode.OFF)).toArray(double[][]::new);
    double[][] warm = training.apply(new Run(KernelCompiler.Mode.AT_ONCE)).toArray(double[][]::new);
    assertThat(warm).isDeepEqualTo(cold);
  }

  @Test
  void ofAPerceptron() {
    assertSame(run -> {
      Tensor w1 = run.parameter(0.1, 130, 100);
      Tensor b1 = run.parameter(0.1, 130);
      Tensor scale = run.parameter(1, 130);
      Tensor w2 = run.parameter(0.1, CLASSES, 130);
      Tensor b2 = run.parameter(0.1, CLASSES);
      Tensor target = run.classes(CLASSES);
      return run.train(x -> {
        Tensor hidden = Functional.layerNorm(Functional.linear(x, w1, b1), new int[] {130}, scale, null, 1e-5).gelu();
        return Losses.crossEntropy(Functional.linear(hidden, w2, b2), target);
      }, run.random(BATCH, 100), new Adam(run.parameters, 0.01));
    });
  }

  @Test
  void ofAConvolutionalNetwork() {
    assertSame(run -> {
      Tensor w1 = run.parameter(0.3, 6, 3, 3, 3);
      Tensor b1 = run.parameter(0.1, 6);
      Tensor scale = run.parameter(1, 6);
      Tensor each = run.parameter(0.3, 6, 1, 3, 3);
      Tensor w2 = run.parameter(0.3, 8, 6, 1, 1);
      Tensor w3 = run.parameter(0.1, 10, 8 * 9 * 11);
      Tensor target = run.classes(10);
      ConvOptions padded = ConvOptions.DEFAULT.padding(1);
      return run.train(x -> {
        Tensor first = Functional.conv2d(x, w1, b1, padded);
        Tensor norm = Functional.batchNorm(first, null, null, scale, null, true, 0.1, 1e-5).relu();
        Tensor alone = Functional.conv2d(norm, each, null, padded.groups(6)).silu();
        Tensor mixed = Functional.conv2d(alone, w2, null, ConvOptions.DEFAULT).tanh();
        return Losses.crossEntropy(Functional.linear(mixed.reshape(BATCH, -1), w3, null), target);
      }, run.random(BATCH, 3, 9, 11), new Sgd(run.parameters, 0.05, 0.9));
    });
  }

  @Test
  void ofALstm() {
    assertSame(run -> {
      int hidden = 66;
      Tensor w = run.parameter(0.2, 4 * hidden, 5);
      Tensor b = run.parameter(0.1, 4 * hidden);
      Tensor state = run.parameter(0.1, 4 * hidden, hidden);
      Tensor h = run.parameter(0.1, BATCH, hidden);
      Tensor c = run.parameter(0.1, BATCH, hidden);
      Tensor last = run.parameter(0.1, 1, hidden);
      Tensor target = run.random(BATCH, 1);
      return run.train(x -> {
        Tensor[] out = LstmSequence.of(Functional.linear(x, w, b), h, c, state, false);
        return Losses.mse(Functional.linear(out[1], last, null), target);
      }, run.random(12, BATCH, 5), new Adam(run.parameters, 0.01));
    });
  }
}
