package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Adjoint;
import dev.adjoint.AutogradException;
import dev.adjoint.Backward;
import dev.adjoint.ElementwiseFunction;
import dev.adjoint.GradOptions;
import dev.adjoint.Key;
import dev.adjoint.Mode;
import dev.adjoint.SimpleFunction;
import dev.adjoint.Tensor;
import dev.adjoint.autograd.Node;
import dev.adjoint.seeds.Race.Round;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Races for what threads share: leaves, nodes, hooks, versions, retained graphs, kernels. Outcomes are exact or refused. */
public abstract class StressCases extends WeightedCases {
  private static final int ROUNDS = 400;

  /** Does something a number of times. */
  private static Runnable times(int n, Runnable what) {
    return () -> {
      for (int i = 0; i < n; i++) {
        what.run();
      }
    };
  }

  /** The same actor twice. */
  private static Round twice(Runnable outcome, Runnable actor) {
    return new Round(outcome, actor, actor);
  }

  @Test
  @DisplayName("gradients of a shared leaf add up exactly, the first one too")
  void leaves() {
    Tensor one = Tensor.of(1.0, 1, 1, 1);
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1, 2, 3, 4);
      return twice(() -> assertThat(x.grad().toDoubleArray()).containsOnly(2 * (20 + 3)), () -> {
        times(20, () -> x.backward(one)).run();
        x.mul(3).sum().backward();
      });
    });
  }

  @Test
  @DisplayName("a leaf has one end for its gradients, whoever computes with it first")
  void sinks() {
    Race.run(4 * ROUNDS, () -> {
      Tensor x = leaf64(1);
      List<Node> ends = Collections.synchronizedList(new ArrayList<>());
      return twice(() -> assertThat(ends.getFirst()).isSameAs(ends.getLast()),
          () -> ends.add(x.neg().gradFn().next().getFirst().node()));
    });
  }

  @Test
  @DisplayName("what two threads first say of a tensor is kept, both of it")
  void records() {
    Race.run(4 * ROUNDS, () -> {
      Tensor x = Tensor.of(1.0, 2.0);
      Tensor gradient = Tensor.of(5.0, 6.0);
      return new Round(() -> {
        assertThat(x.requiresGrad()).isTrue();
        assertThat(x.grad()).isSameAs(gradient);
      }, () -> x.requiresGrad(true), () -> x.grad(gradient));
    });
  }

  @Test
  @DisplayName("a view's history after a change of its base is made once")
  void views() {
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1, 2);
      Tensor base = x.mul(1);
      Tensor view = base.narrow(0, 0, 1);
      base.muli(2);
      List<Node> histories = Collections.synchronizedList(new ArrayList<>());
      return twice(() -> {
        assertThat(histories.getFirst()).isSameAs(histories.getLast());
        view.sum().backward();
        assertThat(x.grad().toDoubleArray()).containsExactly(2, 0);
      }, () -> histories.add(view.gradFn()));
    });
  }

  @Test
  @DisplayName("hooks that two threads add at once are all called, those that they removed are not; a gradient is retained once")
  void hooksAdded() {
    hooks((y, count) -> y.registerHook(g -> {
      count.run();
      return null;
    }));
    hooks((y, count) -> y.gradFn().next().getFirst().node().registerPreHook(g -> {
      count.run();
      return null;
    }));
    hooks((y, count) -> y.gradFn().registerHook((results, gradients) -> {
      count.run();
      return null;
    }));
    Race.run(2 * ROUNDS, () -> {
      Tensor x = leaf64(1);
      AtomicInteger calls = new AtomicInteger();
      return twice(() -> {
        x.backward();
        assertThat(calls).hasValue(2);
      }, () -> {
        x.registerPostAccumulateGradHook(leaf -> calls.incrementAndGet());
        times(20, () -> x.registerPostAccumulateGradHook(leaf -> calls.addAndGet(100)).close()).run();
      });
    });
    Race.run(2 * ROUNDS, () -> {
      Tensor y = leaf64(1).mul(3);
      return twice(() -> {
        y.backward();
        assertThat(y.grad().item()).isEqualTo(1);
      }, y::retainGrad);
    });
  }

  /** Both threads add a hook that stays, the first of all hooks there, and then many that they remove again. */
  private static void hooks(BiFunction<Tensor, Runnable, Mode> register) {
    Race.run(2 * ROUNDS, () -> {
      Tensor y = leaf64(1).mul(3);
      AtomicInteger calls = new AtomicInteger();
      return twice(() -> {
        y.backward();
        assertThat(calls).hasValue(2);
      }, () -> {
        register.apply(y, calls::incrementAndGet);
        times(20, () -> register.apply(y, () -> calls.addAndGet(100)).close()).run();
      });
    });
  }

  @Test
  @DisplayName("hooks come and go while a backward pass runs: those that stay are called in each pass, one that went in none")
  void hooksRemoved() {
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1);
      Tensor y = x.mul(3);
      AtomicInteger staying = new AtomicInteger();
      AtomicInteger passing = new AtomicInteger();
      times(10, () -> y.registerHook(g -> {
        staying.incrementAndGet();
        return null;
      })).run();
      return new Round(() -> {
        assertThat(staying).hasValue(50);
        int before = passing.get();
        y.backward();
        assertThat(passing).hasValue(before);
        assertThat(x.grad().item()).isEqualTo(18);
      }, times(5, () -> y.backward(Backward.retainGraph())), times(50, () -> {
        Mode hook = y.registerHook(g -> {
          passing.incrementAndGet();
          return null;
        });
        Mode other = x.registerPostAccumulateGradHook(leaf -> passing.incrementAndGet());
        hook.close();
        other.close();
      }));
    });
  }

  @Test
  @DisplayName("a hook on several tensors gets the gradients of one pass together, never of two")
  void hooksOfSeveral() {
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1);
      Tensor a = x.mul(2);
      Tensor b = x.mul(3);
      Tensor y = a.add(b);
      List<Double> seen = Collections.synchronizedList(new ArrayList<>());
      Adjoint.registerMultiGradHook(List.of(a, b), gradients -> {
        assertThat(gradients.getFirst().item()).isEqualTo(gradients.getLast().item());
        seen.add(gradients.getFirst().item());
      });
      Consumer<Double> pass = weight -> y.backward(Tensor.of(weight), Backward.retainGraph());
      return new Round(() -> assertThat(seen).containsExactlyInAnyOrder(1.0, 2.0), () -> pass.accept(1.0),
          () -> pass.accept(2.0));
    });
  }

  private static final SimpleFunction SQUARE = Adjoint.custom(
      in -> in[0].mul(in[0]), (in, out, g) -> new Tensor[] {in[0].mul(2).mul(g)});

  @Test
  @DisplayName("a kept graph serves two threads: products, custom functions, checkpoints, changes in place")
  void keptGraphs() {
    Race.run(ROUNDS / 2, () -> {
      Tensor x = leaf64(1, 2);
      Tensor y = SQUARE.apply(Adjoint.checkpoint(t -> t.mul(t).mul(t), x.mul(x))).mul(1);
      y.narrow(0, 0, 1).muli(2);
      Tensor z = y.sum();
      // 2 x^12 and x^12.
      return twice(() -> assertThat(x.grad().toDoubleArray()).containsExactly(2 * 24, 2 * 12 * 2048),
          () -> z.backward(Backward.retainGraph()));
    });
  }

  @Test
  @DisplayName("a graph that is freed under another thread's walk: that one adds all of its gradients or none, and says so")
  void freedGraphs() {
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1, 2);
      Tensor u = leaf64(1, 1);
      Tensor y = Adjoint.checkpoint(t -> t.exp().log(), SQUARE.apply(x.mul(x)).mul(u)).sum();
      AtomicInteger passed = new AtomicInteger();
      return twice(() -> {
        assertThat(passed.get()).isPositive();
        assertThat(u.grad().toDoubleArray()[0]).isCloseTo(passed.get(), within(1e-12));
        assertThat(x.grad().toDoubleArray()[0]).isCloseTo(4 * passed.get(), within(1e-12));
      }, () -> {
        try {
          y.backward();
          passed.incrementAndGet();
        } catch (AutogradException e) {
          assertThat(e).hasMessageContaining("freed");
        }
      });
    });
  }

  @Test
  @DisplayName("changes of a storage through its views are all counted, and never seen to go back")
  void versions() {
    Race.run(ROUNDS, () -> {
      Tensor base = Tensor.zeros(4);
      Consumer<Integer> change = start -> {
        Tensor half = base.narrow(0, start, 2);
        times(10, () -> half.addi(1)).run();
      };
      return new Round(() -> {
        assertThat(base.version()).isEqualTo(20);
        assertThat(base.toFloatArray()).containsOnly(10);
      }, () -> change.accept(0), () -> change.accept(2), () -> {
        for (int i = 0, last = 0; i < 20; i++) {
          int now = base.version();
          assertThat(now).isGreaterThanOrEqualTo(last);
          last = now;
        }
      });
    });
  }

  @Test
  @DisplayName("a backward pass beside a change of what it reads runs or refuses; after the change it refuses")
  void changesBesideBackward() {
    Race.run(ROUNDS, () -> {
      Tensor x = leaf64(1, 2);
      Tensor y = x.mul(1);
      Tensor z = y.sin().sum();
      AtomicInteger passed = new AtomicInteger();
      return new Round(() -> {
        assertThat(x.grad() != null).isEqualTo(passed.get() > 0);
        assertThatThrownBy(z::backward).hasMessageContaining("version");
      }, () -> {
        try (var _ = Adjoint.noGrad()) {
          y.addi(1);
        }
      }, () -> {
        try {
          z.backward(Backward.retainGraph());
          passed.incrementAndGet();
        } catch (AutogradException e) {
          assertThat(e).hasMessageContaining("version");
        }
      });
    });
  }

  @Test
  @DisplayName("F07 modes stay with their virtual threads as these change carriers")
  void modes() throws InterruptedException {
    Tensor x = leaf64(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    try (var _ = Adjoint.noGrad()) {
      for (int t = 0; t < 64; t++) {
        int which = t;
        threads.add(Thread.ofVirtual().start(() -> {
          try {
            hop(x, which, 0);
          } catch (Throwable e) {
            thrown.set(e);
          }
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(Adjoint.isGradEnabled()).isFalse();
    }
    assertThat(thrown.get()).isNull();
  }

  /** Opens modes inside each other, letting other threads run between all steps. */
  private static void hop(Tensor x, int which, int depth) {
    boolean off = (which + depth) % 3 == 0;
    try (var _ = off ? Adjoint.noGrad() : Adjoint.enableGrad()) {
      for (int i = 0; i < 4; i++) {
        if ((which + i) % 4 == 0) {
          LockSupport.parkNanos(1000);
        } else {
          Thread.yield();
        }
        assertThat(Adjoint.isGradEnabled()).isEqualTo(!off);
        assertThat(x.neg().requiresGrad()).isEqualTo(!off);
      }
      if (depth < 3) {
        hop(x, which, depth + 1);
      }
      assertThat(Adjoint.isGradEnabled()).isEqualTo(!off);
    }
  }

  @Test
  @DisplayName("no key is given twice")
  void keys() {
    Race.run(ROUNDS, () -> {
      Set<Key> keys = Collections.synchronizedSet(new HashSet<>());
      return twice(() -> assertThat(keys).hasSize(400), times(200, () -> keys.add(Adjoint.nextKey())));
    });
  }

  @Test
  @DisplayName("forward mode on two threads over a tensor that both read")
  void forwardMode() {
    Race.run(ROUNDS, () -> {
      Tensor shared = Tensor.of(3.0);
      UnaryOperator<Tensor> f = x -> Adjoint.jvp(t -> t.mul(t).mul(shared), x, Tensor.of(1.0)).tangent();
      Consumer<Double> actor = at -> assertThat(Adjoint.jvp(f, Tensor.of(at), Tensor.of(1.0)).tangent().item()).isEqualTo(6);
      return new Round(() -> assertThat(shared.dual()).isNull(), () -> actor.accept(1.0), () -> actor.accept(2.0));
    });
  }

  @Test
  @DisplayName("a function, and its derivatives, that two threads use for the first time")
  void kernels() {
    AtomicInteger number = new AtomicInteger();
    Race.run(ROUNDS / 2, () -> {
      double slope = number.incrementAndGet();
      ElementwiseFunction f = Adjoint.elementwise(s -> s.mul(s).mul(slope).add(s));
      return twice(() -> {}, () -> {
        Tensor x = leaf64(1, 2);
        Tensor y = f.apply(x);
        assertThat(y.toDoubleArray()).containsExactly(slope + 1, 4 * slope + 2);
        Tensor g = Adjoint.grad(List.of(y.sum()), List.of(x), Collections.singletonList(null),
            GradOptions.DEFAULT.creatingGraph()).getFirst();
        assertThat(g.toDoubleArray()).containsExactly(2 * slope + 1, 4 * slope + 1);
        assertThat(Adjoint.grad(g.sum(), x).getFirst().toDoubleArray()).containsOnly(2 * slope);
      });
    });
  }
}
