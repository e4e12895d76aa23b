package dev.adjoint.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.Backward;
import dev.adjoint.DType;
import dev.adjoint.Device;
import dev.adjoint.GradOptions;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Products of operands that lie in memory in any way, and their gradients, beside those of the reference backend. */
class ProductLayoutsTest {
  private static final int[] SIZES = {1, 1, 2, 3, 5, 16, 33};
  private static final int CASES = 1500;

  private final Random random = new Random(1);

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** A leaf, and a view of it of a shape: transposed, a part, repeated. */
  private record Operand(Tensor leaf, Tensor view) {}

  private Operand operand(int... shape) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.length).boxed().toList());
    Collections.shuffle(order, random);
    int[] kept = new int[shape.length];
    int[] sizes = new int[shape.length];
    int[] starts = new int[shape.length];
    for (int i = 0; i < kept.length; i++) {
      int wanted = shape[order.get(i)];
      kept[i] = random.nextInt(8) == 0 ? 1 : wanted;
      starts[i] = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
      sizes[i] = kept[i] + starts[i] + (starts[i] > 0 ? random.nextInt(2) : 0);
    }
    Tensor leaf = Tensor.randn(Key.of(random.nextInt()), sizes).to(DType.FLOAT64).detach().requiresGrad(true);
    Tensor view = leaf;
    int[] back = new int[shape.length];
    for (int i = 0; i < kept.length; i++) {
      view = view.narrow(i, starts[i], kept[i]);
      back[order.get(i)] = i;
    }
    return new Operand(leaf, view.permute(back).expand(shape));
  }

  private static double[] numbers(Tensor x) {
    return x.toDoubleArray();
  }

  @Test
  void anyLayoutGivesTheSameProductAndGradients() {
    for (int at = 0; at < CASES; at++) {
      Adjoint.useBackend("cpu");
      int m = size();
      int k = size();
      int n = size();
      int[] batch = IntStream.range(0, random.nextInt(3)).map(_ -> size()).toArray();
      int[] left = Arrays.copyOf(batch, batch.length + 2);
      int[] right = left.clone();
      for (int i = 0; i < batch.length; i++) {
        right[i] = random.nextInt(3) == 0 ? 1 : right[i];
        left[i] = random.nextInt(5) == 0 ? 1 : left[i];
      }
      left[batch.length] = m;
      left[batch.length + 1] = k;
      right[batch.length] = k;
      right[batch.length + 1] = n;
      Operand a = operand(left);
      Operand b = operand(right);
      Tensor product = a.view.matmul(b.view);
      product.mul(product).sum().backward(Backward.retainGraph());
      String what = "case " + at + ": " + a.view.view() + " times " + b.view.view();
      // The same numbers row by row, on the plain backend.
      Tensor plainA = a.view.detach().copy().to(Device.of("reference")).requiresGrad(true);
      Tensor plainB = b.view.detach().copy().to(Device.of("reference")).requiresGrad(true);
      Tensor plain = plainA.matmul(plainB);
      plain.mul(plain).sum().backward();
      assertThat(numbers(product)).as(what).containsExactly(numbers(plain), within(1e-9));
      compare(what, a, plainA.grad());
      compare(what, b, plainB.grad());
    }
  }

  /** The gradient of a leaf is that of its view, where it is shown, and shown once or more often. */
  private static void compare(String what, Operand operand, Tensor expected) {
    Tensor shown = Adjoint.grad(List.of(operand.view), List.of(operand.leaf),
        Collections.singletonList(expected.to(operand.leaf.device())), GradOptions.DEFAULT).getFirst();
    double[] gradient = numbers(operand.leaf.grad());
    double[] wanted = numbers(shown);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).as("%s, gradient at %d", what, i).isCloseTo(wanted[i], within(1e-7 * (1 + Math.abs(wanted[i]))));
    }
  }
}
