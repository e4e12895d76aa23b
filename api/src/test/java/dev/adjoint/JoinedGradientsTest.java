package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.Kernel;
import dev.adjoint.spi.ReferenceBackend;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Gradients that are added as they are computed are those that are computed first and added then, to the last bit. */
class JoinedGradientsTest {
  private static final int ROWS = 6;
  private static final int COLUMNS = 5;

  private final Watching backend = new Watching(new ReferenceBackend());

  /** Counts launches and keeps account of storages of every size; one that was given back is refused. */
  private static final class Watching extends DelegatingBackend {
    private final Backend reference;
    private int maps;

    Watching(Backend reference) {
      super(reference.name(), reference);
      this.reference = reference;
    }

    @Override
    public void map(Kernel kernel, double[] params, View[] inputs, View output) {
      maps++;
      super.map(kernel, params, inputs, output);
    }

    @Override
    public void recycle(Buffer buffer) {
      reference.recycle(buffer);
    }

    @Override
    public boolean reuses(DType dtype, int size) {
      return true;
    }
  }

  private Tensor leaf(long seed, int... sizes) {
    Shape shape = Shape.of(sizes);
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
    backend.copyIn(values, 0, buffer, 0, values.length);
    return Tensor.wrap(backend, View.of(buffer, shape)).requiresGrad(true);
  }

  private int launches(UnaryOperator<Tensor> function) {
    Tensor x = leaf(1, ROWS, COLUMNS);
    Tensor y = function.apply(x);
    Tensor seed = leaf(2, ROWS, COLUMNS).detach();
    backend.maps = 0;
    y.backward(seed);
    return backend.maps;
  }

  @Test
  void gradientsThatMeetTakeOneLaunch() {
    assertThat(launches(x -> x.mul(x))).isEqualTo(1);
    assertThat(launches(x -> x.mul(x).add(x))).isEqualTo(1);
    assertThat(launches(x -> x.mul(x).add(x).tanh())).isEqualTo(2);
    assertThat(launches(x -> x.exp().add(x.sin()).add(x.cos()))).isEqualTo(3);
  }

  @Test
  void aGradientThatComesFromOutsideStaysAsItIs() {
    Tensor x = leaf(1, ROWS, COLUMNS);
    Tensor seed = leaf(2, ROWS, COLUMNS).detach();
    float[] before = seed.toFloatArray();
    x.mul(x).add(x).backward(seed);
    assertThat(seed.toFloatArray()).containsExactly(before);
  }

  @Test
  void aGradientThatAHookHasSeenStaysAsItIs() {
    Tensor x = leaf(1, ROWS, COLUMNS);
    List<Tensor> seen = new ArrayList<>();
    List<float[]> then = new ArrayList<>();
    Tensor m = x.exp();
    m.registerHook(g -> {
      seen.add(g);
      then.add(g.toFloatArray());
      return null;
    });
    m.mul(m).tanh().backward(leaf(2, ROWS, COLUMNS).detach());
    assertThat(seen.getFirst().toFloatArray()).containsExactly(then.getFirst());
  }

  /** One more tensor, from those there are. */
  private static Tensor next(SplittableRandom random, List<Tensor> all) {
    Tensor a = all.get(random.nextInt(all.size()));
    Tensor b = all.get(random.nextInt(all.size()));
    return switch (random.nextInt(10)) {
      case 0 -> a.mul(b);
      case 1 -> a.add(b);
      case 2 -> a.sub(b);
      case 3 -> a.tanh();
      case 4 -> a.mul(a).add(b);
      case 5 -> Tensor.where(a.gt(0), a, b);
      case 6 -> a.flip(0).mul(b);
      case 7 -> a.sumKeep(0).mul(b);
      case 8 -> a.mul(0.5).mul(b.expand(ROWS, COLUMNS));
      default -> a.pow(2).relu();
    };
  }

  private static Tensor graph(long seed, Tensor x, Tensor row) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> all = new ArrayList<>(List.of(x, row.add(x)));
    for (int i = 0; i < 12; i++) {
      Tensor next = next(random, all);
      all.add(next.tanh());
    }
    Tensor sum = all.getFirst();
    for (Tensor each : all) {
      sum = sum.add(each);
    }
    return sum.sum();
  }

  @RepeatedTest(60)
  void asOneAfterTheOther(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Tensor x = leaf(seed, ROWS, COLUMNS);
    Tensor row = leaf(seed + 1, COLUMNS);
    graph(seed, x, row).backward();
    // What is recorded is computed one after the other.
    List<Tensor> plain = Adjoint.grad(
        List.of(graph(seed, x, row)), List.of(x, row), Collections.singletonList(null), GradOptions.DEFAULT.creatingGraph());
    assertThat(x.grad().toFloatArray()).containsExactly(plain.get(0).detach().toFloatArray());
    assertThat(row.grad().toFloatArray()).containsExactly(plain.get(1).detach().toFloatArray());
  }
}
