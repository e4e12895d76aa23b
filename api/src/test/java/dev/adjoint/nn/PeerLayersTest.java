package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Layers against PyTorch 2.13, in float64. Each number stands for many, weighted by sin(1), sin(2), ...: the outputs, the
 * gradients of that sum towards the inputs, and those towards the parameters, the j-th of which counts j times.
 */
class PeerLayersTest {
  private static final ConvOptions CONV = ConvOptions.DEFAULT;
  private static final Key KEY = Key.of(1);

  private record Sums(double outputs, double inputs, double parameters) {}

  /** The k-th tensor of a state is sin(0.7 i + k) / 2; a variance is that without its sign, plus 1/2. */
  private static void fill(Module layer) {
    int k = 0;
    for (var entry : layer.to(DType.FLOAT64).state().entrySet()) {
      Tensor target = entry.getValue();
      if (target.dtype().isFloating()) {
        Tensor values = Tensor.arange(target.size(), DType.FLOAT64).mul(.7).add(k++).sin().mul(.5);
        boolean variance = entry.getKey().endsWith("running_var");
        target.assign((variance ? values.abs().add(.5) : values).reshape(target.shape().toArray()));
      }
    }
  }

  /** cos(0.3 i + k). */
  private static Tensor input(int k, int... sizes) {
    return Tensor.arange(Shape.of(sizes).size(), DType.FLOAT64).mul(.3).add(k).cos().reshape(sizes).requiresGrad(true);
  }

  private static Tensor weighted(Tensor x) {
    return x.flatten().mul(Tensor.arange(x.size(), DType.FLOAT64).add(1).sin()).sum();
  }

  private static void check(Module layer, Sums expected, Function<Tensor[], List<Tensor>> f, Tensor... inputs) {
    fill(layer);
    Tensor total = Tensor.scalar(0.0);
    for (Tensor out : f.apply(inputs)) {
      total = total.add(weighted(out));
    }
    total.backward();
    double ofInputs = Arrays.stream(inputs).mapToDouble(x -> weighted(x.grad()).item()).sum();
    double ofParameters = 0;
    List<Tensor> parameters = new ArrayList<>(layer.parameters());
    for (int j = 0; j < parameters.size(); j++) {
      ofParameters += (j + 1) * weighted(parameters.get(j).grad()).item();
    }
    assertThat(total.item()).as("outputs of " + layer).isCloseTo(expected.outputs, within(1e-8));
    assertThat(ofInputs).as("gradient of the input of " + layer).isCloseTo(expected.inputs, within(1e-8));
    assertThat(ofParameters).as("gradients of the parameters of " + layer).isCloseTo(expected.parameters, within(1e-7));
  }

  private static void check(Module layer, Sums expected, int... sizes) {
    check(layer, expected, in -> List.of(layer.apply(in[0])), input(0, sizes));
  }

  @Test
  void products() {
    check(new Linear(3, 2, KEY), new Sums(1.11458763548, -0.276024786701, 4.46458776888), 4, 3);
    check(new PRelu(3, 0), new Sums(1.25828676674, 3.98810700017, 0.766165378584), 4, 3);
  }

  @Test
  void convolutions() {
    check(new Conv1d(4, 6, 3, CONV.stride(2).padding(1).dilation(2).groups(2), KEY),
        new Sums(2.41432536422, 0.19026063521, 9.43503594544), 2, 4, 9);
    check(new Conv2d(2, 3, new int[] {3, 2}, CONV.stride(2, 1).padding(1, 0), KEY),
        new Sums(0.79945948317, 2.10676558192, 2.17273513637), 2, 2, 5, 4);
    check(new Conv2d(2, 3, 3, CONV.samePadding(), KEY), new Sums(-2.51117557893, 0.192254698714, -7.59593184102), 2, 2, 4, 4);
    check(new Conv3d(2, 2, 2, CONV.padding(1), KEY), new Sums(2.42516297851, 2.83028645168, -0.275439845145), 1, 2, 3, 2, 3);
  }

  @Test
  void transposedConvolutions() {
    check(new ConvTranspose1d(4, 2, 3, CONV.stride(2).padding(1).outputPadding(1).groups(2), KEY),
        new Sums(0.518369432895, -2.18775106633, 1.37397958693), 2, 4, 4);
    check(new ConvTranspose2d(2, 3, new int[] {3, 2}, CONV.stride(2).padding(1).dilation(1, 2), KEY),
        new Sums(-0.0228751095802, 0.0127518652652, -0.674417036372), 2, 2, 3, 3);
    check(new ConvTranspose3d(2, 2, 2, CONV.stride(2), KEY), new Sums(1.08767743198, 0.368768623725, -4.43937895154), 1, 2, 2,
        2,
        2);
  }

  @Test
  void normalisations() {
    BatchNorm batch = new BatchNorm(3, NormOptions.DEFAULT.eps(1e-3).momentum(.3));
    check(batch, new Sums(-1.01771130191, 6.71094376877, 7.24832092134), 2, 3, 2, 3);
    assertThat(weighted(batch.state().get("running_mean")).item()).isCloseTo(0.4467614578924802, within(1e-8));
    assertThat(weighted(batch.state().get("running_var")).item()).isCloseTo(1.0241256662115734, within(1e-8));
    check(new BatchNorm(3).eval(), new Sums(0.486084861035, 1.6491497156, 1.95025760387), 4, 3);
    check(new LayerNorm(3, 2), new Sums(6.29925943455, 8.12304084127, 22.9624073734), 4, 3, 2);
    check(new GroupNorm(2, 4), new Sums(2.39100859482, 13.9612092011, 4.8101276766), 2, 4, 3);
    check(new RmsNorm(new int[] {5}, NormOptions.DEFAULT.eps(1e-6)), new Sums(-0.496694956631, 1.94376643022, 1.99031738731), 2,
        5);
  }

  private static void checkLstm(Lstm layer, Sums expected, Tensor... inputs) {
    check(layer, expected, in -> {
      Lstm.Output out = layer.forward(in[0], in[1], in[2]);
      return List.of(out.output(), out.h(), out.c());
    }, inputs);
  }

  private static void checkGru(Gru layer, Sums expected, Tensor... inputs) {
    check(layer, expected, in -> {
      Gru.Output out = layer.forward(in[0], in[1]);
      return List.of(out.output(), out.h());
    }, inputs);
  }

  @Test
  void recurrentLayers() {
    RecurrentOptions both = RecurrentOptions.DEFAULT.layers(2).bothDirections();
    checkLstm(new Lstm(3, 4, both, KEY), new Sums(-0.0812862413216, 3.23977671318, -54.5129884664), input(0, 5, 2, 3),
        input(1, 4, 2, 4), input(2, 4, 2, 4));
    checkLstm(new Lstm(3, 4, RecurrentOptions.DEFAULT.batchFirstMode(), KEY),
        new Sums(1.73278979791, 3.75933701178, -5.31361475703), input(0, 5, 2, 3), input(1, 1, 5, 4), input(2, 1, 5, 4));
    checkGru(new Gru(3, 4, both, KEY), new Sums(-2.20906856695, 1.70406911161, -60.0930484244), input(0, 5, 2, 3),
        input(1, 4, 2, 4));
    checkGru(new Gru(3, 4, RecurrentOptions.DEFAULT.withoutBias(), KEY),
        new Sums(0.373082804762, 0.794852349272, 0.336176131829), input(0, 5, 3), input(1, 1, 4));
  }

  @Test
  void attention() {
    MultiheadAttention layer = new MultiheadAttention(6, 2, KEY);
    check(layer, new Sums(-2.21978854287, 0.0784438413478, 70.7636641132), in -> List.of(layer.apply(in[0], in[1], in[1])),
        input(0, 3, 2, 6), input(1, 5, 2, 6));
    AttentionOptions options = AttentionOptions.DEFAULT.batchFirstMode();
    MultiheadAttention causal = new MultiheadAttention(6, 3, options, KEY);
    check(causal, new Sums(-4.17187418971, 0.0528893223803, 66.7771084327),
        in -> List.of(causal.apply(in[0], in[0], in[0], null, true)), input(0, 2, 4, 6));
    MultiheadAttention padded = new MultiheadAttention(6, 3, options.withoutBias(), KEY);
    Tensor mask = Tensor.ofBooleans(true, true, true, true, true, true, false, false).reshape(2, 1, 1, 4);
    check(padded, new Sums(-0.00855316954884, -0.267135578888, -0.596442608411),
        in -> List.of(padded.apply(in[0], in[0], in[0], mask, false)), input(0, 2, 4, 6));
  }

  @Test
  void transformers() {
    TransformerOptions small = TransformerOptions.DEFAULT.hidden(5).dropout(0);
    check(new TransformerEncoderLayer(4, 2, small, KEY), new Sums(-0.944970066652, -0.695470604907, 12.4714627647), 3, 2, 4);
    TransformerOptions gelu = small.activation(Tensor::gelu).normFirst().batchFirstMode();
    TransformerEncoderLayer causal = new TransformerEncoderLayer(4, 2, gelu, KEY);
    check(causal, new Sums(1.0940227447, 12.7280913788, 7.67675254999), in -> List.of(causal.apply(in[0], null, true)),
        input(0, 3, 2, 4));
    TransformerDecoderLayer decoder = new TransformerDecoderLayer(4, 2, small, KEY);
    check(decoder, new Sums(-0.33303081552, -0.621376289747, -14.4641571794), in -> List.of(decoder.apply(in[0], in[1])),
        input(0, 3, 2, 4), input(1, 5, 2, 4));
    TransformerDecoderLayer first = new TransformerDecoderLayer(4, 2, small.normFirst(), KEY);
    check(first, new Sums(0.33449892747, 12.3767206333, 37.1147747624), in -> List.of(first.apply(in[0], in[1])),
        input(0, 3, 2, 4), input(1, 5, 2, 4));
  }

  @Test
  void stacksOfTransformers() {
    TransformerOptions small = TransformerOptions.DEFAULT.hidden(5).dropout(0);
    TransformerOptions first = small.normFirst().finalNorm();
    check(new TransformerEncoder(4, 2, 2, small, KEY), new Sums(-0.480299277703, 1.00861221594, 0.426266851135), 3, 2, 4);
    TransformerEncoder causal = new TransformerEncoder(4, 2, 3, first.activation(Tensor::gelu).batchFirstMode(), KEY);
    check(causal, new Sums(-0.648497194333, -1.60640893472, 13.4341765701), in -> List.of(causal.apply(in[0], null, true)),
        input(0, 3, 2, 4));
    TransformerEncoder padded = new TransformerEncoder(4, 2, 2, small, KEY);
    Tensor mask = Tensor.ofBooleans(true, true, true, true, true, false).reshape(2, 1, 1, 3);
    check(padded, new Sums(-0.409821730151, 0.918039029166, 7.91503131989), in -> List.of(padded.apply(in[0], mask, false)),
        input(0, 3, 2, 4));
    TransformerDecoder decoder = new TransformerDecoder(4, 2, 2, small, KEY);
    check(decoder, new Sums(-0.223822795166, -0.0327721509105, -67.0655960728), in -> List.of(decoder.apply(in[0], in[1])),
        input(0, 3, 2, 4), input(1, 5, 2, 4));
    TransformerDecoder masked = new TransformerDecoder(4, 2, 2, first, KEY);
    Tensor known = Tensor.ofBooleans(true, true, true, true, true, true, true, true, false, false).reshape(2, 1, 1, 5);
    check(masked, new Sums(-0.211203670345, -2.86000563724, -100.557334745),
        in -> List.of(masked.apply(in[0], in[1], null, true, known)), input(0, 3, 2, 4), input(1, 5, 2, 4));
  }
}
