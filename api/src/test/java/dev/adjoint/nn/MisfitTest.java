package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.adjoint.AdjointException;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import dev.adjoint.nn.models.Gpt;
import dev.adjoint.nn.models.GptOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An input that does not fit: the error names the module of the model, what it takes, and what it was given. */
class MisfitTest {
  private static final Key KEY = Key.of(1);

  private static void misfits(Module net, Tensor x, String start) {
    misfits(net, x, start, "");
  }

  private static void misfits(Module net, Tensor x, String start, String part) {
    assertThatThrownBy(() -> net.apply(x)).isInstanceOf(ShapeException.class).hasMessageStartingWith(start)
        .hasMessageContaining(part);
  }

  @Test
  void everyLayerSaysWhatItTakes() {
    Tensor x = Tensor.ones(2, 5);
    Tensor image = Tensor.ones(1, 5, 4, 4);
    misfits(new Linear(3, 2, KEY), x, "Linear(3, 2) takes [.., 3]; given float32[2, 5]: ");
    misfits(new Conv1d(3, 2, 1, KEY), x, "Conv1d(3, 2, kernel [1]) takes [n, 3, w] or [3, w]; given float32[2, 5]: conv1d");
    misfits(new Conv2d(4, 2, 1, KEY), image, "Conv2d(4, 2, kernel [1, 1]) takes [n, 4, h, w] or [4, h, w]; given float32[1, 5");
    misfits(new Conv3d(4, 2, 1, KEY), image, "Conv3d(4, 2, kernel [1, 1, 1]) takes [n, 4, d, h, w] or [4, d, h, w]; given ");
    misfits(new ConvTranspose2d(4, 2, 1, KEY), image, "ConvTranspose2d(4, 2, kernel [1, 1]) takes [n, 4, h, w] or");
    misfits(new BatchNorm(4), image, "BatchNorm(4) takes [n, 4, ..]; given float32[1, 5, 4, 4]: ");
    misfits(new GroupNorm(2, 4), image, "GroupNorm(2, 4) takes [n, 4, ..]; given float32[1, 5, 4, 4]: ");
    misfits(new LayerNorm(3, 4), image, "LayerNorm([3, 4]) takes [.., 3, 4]; given float32[1, 5, 4, 4]: ");
    misfits(new RmsNorm(3), image, "RmsNorm([3]) takes [.., 3]; given float32[1, 5, 4, 4]: ");
    misfits(new PRelu(4, .1), image, "PRelu takes [n, 4, ..]; given float32[1, 5, 4, 4]: ");
    misfits(new Embedding(4, 2, KEY), Tensor.ofInts(1, 4),
        "Embedding(4, 2) takes int32 or int64 [..], each from 0 to 3; given int32[2]: ", "index 4");
    misfits(new Lstm(3, 2, KEY), x, "Lstm(3, 2) was given float32[2, 5]: Lstm takes sequences [steps, n, 3]");
    misfits(new Gru(3, 2, KEY), x, "Gru(3, 2) was given float32[2, 5]: Gru takes sequences [steps, n, 3]");
    misfits(new MultiheadAttention(4, 2, KEY), x, "MultiheadAttention(4, 2 heads) was given float32[2, 5]: ", "[length, n, 4]");
    misfits(Layers.maxPool2d(PoolOptions.kernel(2)), x, "MaxPool2d(kernel [2]) was given float32[2, 5]: maxPool2d takes");
    misfits(Sequential.step(v -> v.select(3, 0)), x, "Step was given float32[2, 5]: ");
  }

  @Test
  void aPathLeadsFromTheModuleThatWasCalled() {
    Sequential inner = new Sequential(new Linear(5, 3, KEY), Layers.relu(), new Linear(4, 2, KEY));
    Sequential outer = new Sequential(Layers.identity(), new Residual(inner));
    misfits(inner, Tensor.ones(2, 5), "2, Linear(4, 2), takes [.., 4]; given float32[2, 3]: ");
    misfits(outer, Tensor.ones(2, 5), "1.body.2, Linear(4, 2), takes [.., 4]; given float32[2, 3]: ");
    // What does not fit is the sum, which no part makes.
    misfits(new Residual(new Linear(5, 3, KEY)), Tensor.ones(2, 5), "Residual was given float32[2, 5]: ");
    TransformerEncoder encoder = new TransformerEncoder(4, 2, 2, KEY);
    misfits(new Sequential(encoder), Tensor.ones(3, 2, 6), "0.layers.0.self_attn, MultiheadAttention(4, 2 heads), was given ");
    TransformerDecoder decoder = new TransformerDecoder(4, 2, 1, KEY);
    assertThatThrownBy(() -> decoder.apply(Tensor.ones(3, 2, 4), Tensor.ones(3, 2, 6))).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("layers.0.multihead_attn, ").hasMessageContaining("[3, 2, 6]");
  }

  @Test
  void aModuleThatIsNoPartKeepsItsName() {
    Linear hidden = new Linear(3, 2, KEY);
    Module net = Sequential.step(hidden);
    misfits(new Sequential(net), Tensor.ones(5), "Linear(3, 2) takes [.., 3]; given float32[5]: ");
  }

  @Test
  void aModuleInSeveralPlacesHasTheNameOfTheOneThatWasCalled() {
    Linear shared = new Linear(3, 3, KEY);
    Module first = new Sequential(shared);
    Module second = new Sequential(Layers.relu(), new Sequential(shared));
    String says = ", Linear(3, 3), takes [.., 3]; given float32[2, 5]: ";
    misfits(new Branches(first, second), Tensor.ones(2, 5), "second.1.0" + says);
    misfits(new Branches(second, first), Tensor.ones(2, 5), "second.0" + says);
    // Under two names of the one that calls it, it may be each.
    misfits(new Sequential(shared, Layers.relu(), shared), Tensor.ones(2, 5), "0 or 2" + says);
    misfits(new Branches(second, new Sequential(first, first)), Tensor.ones(2, 5), "second.0.0 or second.1.0" + says);
    misfits(new Sequential(first, first, first, first, first), Tensor.ones(2, 5), "0.0 or 1.0 or 2.0 or another" + says);
    // What calls it has it as no part: it keeps the name that it has.
    misfits(new Sequential(shared, Sequential.step(x -> shared.apply(x.narrow(1, 0, 2)))), Tensor.ones(2, 3),
        "0, Linear(3, 3), takes [.., 3]; given float32[2, 2]: ");
  }

  /** Two parts, of which it calls the second. */
  private static final class Branches extends Module {
    private final Module called;

    Branches(Module first, Module second) {
      part("first", first);
      called = part("second", second);
    }

    @Override
    public Tensor forward(Tensor x) {
      return called.apply(x);
    }
  }

  @Test
  void aUsersOwnErrorStaysWhatItIs() {
    final class NoRoom extends ShapeException {
      private static final long serialVersionUID = 1L;

      NoRoom() {
        super("no room");
      }
    }
    final class NoWords extends DTypeException {
      private static final long serialVersionUID = 1L;

      NoWords() {
        super("no words");
      }
    }
    for (AdjointException own : List.of(new NoRoom(), new NoWords())) {
      assertThatThrownBy(() -> new Sequential(Sequential.step(x -> {
        throw own;
      })).apply(Tensor.ones(2))).isSameAs(own).hasMessageStartingWith("no ");
    }
  }

  @Test
  void grayImagesForANetworkOfColours() {
    Sequential net = new Sequential(new Sequential(new Conv2d(3, 2, 3, KEY)));
    Tensor gray = Tensor.ones(1, 1, 4, 4);
    String takes = "0.0, Conv2d(3, 2, kernel [3, 3]), takes [n, 3, h, w] or [3, h, w]";
    misfits(net, gray, takes + ", and of one channel three by Tensor.concat(-3, x, x, x); given float32[1, 1, 4, 4]: ");
    assertThatCode(() -> net.apply(Tensor.concat(-3, gray, gray, gray))).doesNotThrowAnyException();
    misfits(net, gray.squeeze(0), takes + ", and of one channel three by Tensor.concat(-3, x, x, x); given float32[1, 4, 4]: ");
    misfits(net, Tensor.ones(1, 4, 4, 4), takes + "; given float32[1, 4, 4, 4]: ");
    misfits(net, Tensor.ones(4), takes + "; given float32[4]: ");
  }

  @Test
  void types() {
    Sequential net = new Sequential(new Embedding(4, 2, KEY), new Linear(2, 3, KEY));
    assertThatThrownBy(() -> net.apply(Tensor.ones(3))).isInstanceOf(DTypeException.class)
        .hasMessageStartingWith("0, Embedding(4, 2), takes int32 or int64 [..], each from 0 to 3; given float32[3]: ");
    assertThatThrownBy(() -> new Sequential(new Conv1d(1, 1, 1, KEY)).apply(Tensor.ones(Shape.of(1, 1, 2), DType.FLOAT64)))
        .isInstanceOf(DTypeException.class).hasMessageStartingWith("0, Conv1d(").hasMessageContaining("given float64[1, 1, 2]");
  }

  @Test
  void aSummaryOfAModelOfIndicesSaysWhatToDo() {
    Gpt net = new Gpt(GptOptions.of(16, 8).width(8, 2).layers(1), KEY);
    assertThatThrownBy(() -> net.summary(1, 8)).isInstanceOf(DTypeException.class)
        .hasMessageContaining("summary(Tensor.zeros(Shape.of(1, 8), DType.INT64))")
        .hasMessageContaining("token, Embedding(16, 8)");
    Summary summary = net.summary(Tensor.zeros(Shape.of(1, 8), DType.INT64));
    assertThat(summary.rows().getFirst().output()).isEqualTo(Shape.of(1, 8, 16));
  }

  @Test
  void theErrorIsTheOneThatWasThrown() throws Exception {
    ShapeException thrown = new ShapeException("no");
    thrown.addSuppressed(new IllegalStateException("also"));
    thrown.initCause(new IllegalStateException("why"));
    Throwable seen = catchThrowable(() -> new Sequential(Sequential.step(x -> {
      throw thrown;
    })).apply(Tensor.ones(2)));
    assertThat(seen).isInstanceOf(ShapeException.class).hasMessage("0, Step, was given float32[2]: no")
        .hasCause(thrown.getCause()).hasToString("dev.adjoint.ShapeException: 0, Step, was given float32[2]: no");
    assertThat(seen.getStackTrace()).isEqualTo(thrown.getStackTrace());
    assertThat(List.of(seen.getSuppressed())).isEqualTo(List.of(thrown.getSuppressed()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(seen);
    Object again = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat((Throwable) again).isInstanceOf(ShapeException.class).hasMessageContaining("was given float32[2]: no");
    assertThatThrownBy(() -> Sequential.step(x -> {
      throw new IllegalStateException("other");
    }).apply(Tensor.ones(2))).isInstanceOf(IllegalStateException.class).hasMessage("other");
  }
}
