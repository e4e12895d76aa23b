package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.ConvolutionFunctions;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that sees one processor, as in a small container, or more threads than processors: the same numbers, and an end. */
@Timeout(240)
class ProcessorsTest {
  /** For the other JVM: prints its number. */
  public static void main(String[] arguments) {
    System.out.println(number());
  }

  /** What all of the pool's users take part in: products, convolutions, maps, reductions and programs along rows. */
  private static double number() {
    Adjoint.useBackend("cpu");
    Tensor images = Tensor.rand(Key.of(1), 8, 16, 20, 20).requiresGrad(true);
    Tensor filters = Tensor.rand(Key.of(2), 16, 16, 3, 3).sub(0.5);
    Tensor weights = Tensor.rand(Key.of(3), 400, 300).sub(0.5);
    Tensor loss = Tensor.of(0f);
    for (int step = 0; step < 5; step++) {
      Tensor maps = ConvolutionFunctions.conv2d(images, filters, null, ConvOptions.DEFAULT.padding(1));
      Tensor rows = maps.tanh().reshape(-1, 400).matmul(weights).softmax(1);
      loss = rows.mul(rows).sum();
      images.clearGrad();
      loss.backward();
    }
    return loss.item() + images.grad().abs().sum().item();
  }

  @Test
  void oneProcessor() throws Exception {
    assertThat(numberWith("-XX:ActiveProcessorCount=1")).isCloseTo(number(), within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void asManyThreadsAsAreAskedFor(int threads) throws Exception {
    assertThat(numberWith("-XX:ActiveProcessorCount=1", "-Dadjoint.threads=" + threads)).isCloseTo(number(), within(1e-3));
  }

  private static double numberWith(String... options) throws IOException, InterruptedException {
    return Double.parseDouble(OtherJvm.lastLineOf(ProcessorsTest.class, options));
  }
}
