package dev.adjoint.samples;

import dev.adjoint.Key;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.samples.Sample.Check;

/** Normalisations, distances, and the layers without a window. */
final class NormalizationRows extends Family {
  NormalizationRows() {
    super("Normalisations, lookups, attention and cells");
  }

  private static Input x(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private static Input w(int... sizes) {
    return Input.real(-1.2, 1.1, sizes);
  }

  @Override
  protected void declare() {
    norms();
    distances();
    layers();
    lookups();
    attention();
    cells();
  }

  private void norms() {
    OperationRow layer = op("Functional.layerNorm", "torch.nn.functional.layer_norm", "paddle.nn.functional.layer_norm",
        "mindspore.ops.layer_norm", "");
    int[] three = {3};
    layer.row("plain", x -> Functional.layerNorm(x, three, null, null, 1e-5), "torch.layer_norm(a, [3])", x(2, 3));
    layer.row("weight and bias", (x, w, b) -> Functional.layerNorm(x, three, w, b, 1e-5),
        "torch.layer_norm(a, [3], b, c, 1e-05)",
        x(2, 3), w(3), x(3));
    layer.row("weight", (x, w) -> Functional.layerNorm(x, three, w, null, .1), "torch.layer_norm(a, [3], b, None, 0.1)", x(3),
        w(3));
    layer.row("two axes", (x, w) -> Functional.layerNorm(x, new int[] {2, 3}, w, null, 1e-5),
        "torch.layer_norm(a, [2, 3], b, None, 1e-05)", x(2, 2, 3), w(2, 3));
    layer.row("transposed", x -> Functional.layerNorm(x, three, null, null, 1e-5), "torch.layer_norm(a, [3])",
        x(3, 2).transposed());
    layer.row("expanded", x -> Functional.layerNorm(x, three, null, null, 1e-5), "torch.layer_norm(a, [3])", x(3).expanded(2));
    layer.row("empty", x -> Functional.layerNorm(x, three, null, null, 1e-5), "torch.layer_norm(a, [3])", x(0, 3));

    OperationRow rms = op("Functional.rmsNorm", "torch.nn.functional.rms_norm", "paddle.incubate.nn.functional.fused_rms_norm",
        "mindspore.ops.rms_norm", "");
    rms.row("plain", x -> Functional.rmsNorm(x, three, null, 1e-5), "torch.rms_norm(a, [3], None, 1e-05)", x(2, 3));
    rms.row("weight", (x, w) -> Functional.rmsNorm(x, three, w, .1), "torch.rms_norm(a, [3], b, 0.1)", x(2, 3), w(3));
    rms.row("two axes, transposed", x -> Functional.rmsNorm(x, new int[] {2, 3}, null, .1),
        "torch.rms_norm(a, [2, 3], None, 0.1)", x(1, 3, 2).transposed());

    OperationRow batch = op("Functional.batchNorm", "torch.nn.functional.batch_norm", "paddle.nn.functional.batch_norm",
        "mindspore.ops.batch_norm", "");
    batch.row("training", x -> Functional.batchNorm(x, null, null, null, null, true, .1, 1e-5),
        "torch.batch_norm(a, None, None, None, None, True, 0.1, 1e-05, False)", x(3, 2));
    batch.row("training, weight and bias", (x, w, b) -> Functional.batchNorm(x, null, null, w, b, true, .1, .1),
        "torch.batch_norm(a, b, c, None, None, True, 0.1, 0.1, False)", x(2, 2, 2), w(2), x(2));
    batch.rows("running values", in -> {
      return new Tensor[] {Functional.batchNorm(in[0], in[1], in[2], null, null, false, .1, 1e-5)};
    }, "torch.batch_norm(a, None, None, b, c, False, 0.1, 1e-05, False)", x(2, 2, 1, 2), x(2).constant(),
        Input.real(.5, 2, 2).constant());
    batch.rows("running values, weight and bias", in -> {
      return new Tensor[] {Functional.batchNorm(in[0], in[1], in[2], in[3], in[4], false, .1, .1)};
    }, "torch.batch_norm(a, d, e, b, c, False, 0.1, 0.1, False)", x(3, 2), x(2).constant(), Input.real(.5, 2, 2).constant(),
        w(2),
        w(2).shifted(.3));
    batch.row("training, transposed", x -> Functional.batchNorm(x, null, null, null, null, true, .1, 1e-5),
        "torch.batch_norm(a, None, None, None, None, True, 0.1, 1e-05, False)", x(2, 4).transposed());

    OperationRow group = op("Functional.groupNorm", "torch.nn.functional.group_norm", "paddle.nn.functional.group_norm",
        "mindspore.ops.group_norm", "");
    group.row("two groups", x -> Functional.groupNorm(x, 2, null, null, 1e-5), "torch.group_norm(a, 2)", x(2, 4, 1));
    group.row("weight and bias", (x, w, b) -> Functional.groupNorm(x, 2, w, b, .1), "torch.group_norm(a, 2, b, c, 0.1)",
        x(1, 4, 2), w(4), x(4));
    group.row("one group, transposed", x -> Functional.groupNorm(x, 1, null, null, 1e-5), "torch.group_norm(a, 1)",
        x(2, 2, 2).transposed());

    OperationRow instance = op("Functional.instanceNorm", "torch.nn.functional.instance_norm",
        "paddle.nn.functional.instance_norm", "mindspore.nn.InstanceNorm1d", "");
    instance.row("plain", x -> Functional.instanceNorm(x, null, null, 1e-5),
        "torch.instance_norm(a, None, None, None, None, True, 0.1, 1e-05, False)", x(2, 2, 3));
    instance.row("weight and bias", (x, w, b) -> Functional.instanceNorm(x, w, b, .1),
        "torch.instance_norm(a, b, c, None, None, True, 0.1, 0.1, False)", x(1, 2, 2, 2), w(2), x(2));

    OperationRow response = op("Functional.localResponseNorm", "torch.nn.functional.local_response_norm",
        "paddle.nn.functional.local_response_norm", "mindspore.ops.lrn", "");
    response.row("odd size", x -> Functional.localResponseNorm(x, 3, .5, .75, 1),
        "a / torch.pow(torch.squeeze(torch.avg_pool2d(torch.constant_pad_nd(torch.unsqueeze(a * a, 1), [0, 0, 1, 1]), [3, 1], [1,"
            + " 1]), 1) * 0.5 + 1, 0.75)",
        x(2, 3, 2));
    response.row("even size", x -> Functional.localResponseNorm(x, 2, .5, .75, 2),
        "a / torch.pow(torch.squeeze(torch.avg_pool2d(torch.constant_pad_nd(torch.unsqueeze(a * a, 1), [0, 0, 1, 0]), [2, 1], [1,"
            + " 1]), 1) * 0.5 + 2, 0.75)",
        x(1, 3, 2));
  }

  private void distances() {
    OperationRow normalize = op("Functional.normalize", "torch.nn.functional.normalize", "paddle.nn.functional.normalize",
        "mindspore.ops.L2Normalize", "");
    String torch = "a / torch.clamp_min(torch.linalg_vector_norm(a, %s, [%d], True), 1e-12)";
    for (int axis = 0; axis < 2; axis++) {
      int along = axis;
      normalize.row("axis " + axis, x -> Functional.normalize(x, along), String.format(torch, "2", axis), x(2, 3));
    }
    normalize.row("p 1", x -> Functional.normalize(x, 1, 1, 1e-12), String.format(torch, "1", 1), x(2, 3));
    normalize.row("p 3", x -> Functional.normalize(x, 3, -1, 1e-12), String.format(torch, "3", -1), x(2, 3));
    normalize.row("p infinity", x -> Functional.normalize(x, Double.POSITIVE_INFINITY, -1, 1e-12),
        String.format(torch, "float(\"inf\")", -1), x(2, 3));
    normalize.row("transposed", x -> Functional.normalize(x, 1), String.format(torch, "2", 1), x(3, 2).transposed());
    normalize.row("0 vectors", x -> Functional.normalize(x, 1), String.format(torch, "2", 1),
        Input.of(Shape.of(2, 2), 0, 0, 3, 4)).kink();

    OperationRow cosine = op("Functional.cosineSimilarity", "torch.nn.functional.cosine_similarity",
        "paddle.nn.functional.cosine_similarity", "mindspore.ops.cosine_similarity", "scipy.spatial.distance.cosine");
    cosine.row("rows", (a, b) -> Functional.cosineSimilarity(a, b, 1), "torch.cosine_similarity(a, b, 1)", x(2, 3), w(2, 3));
    cosine.row("columns", (a, b) -> Functional.cosineSimilarity(a, b, 0, .1), "torch.cosine_similarity(a, b, 0, 0.1)", x(2, 3),
        w(2, 3));
    cosine.row("broadcast", (a, b) -> Functional.cosineSimilarity(a, b, -1), "torch.cosine_similarity(a, b, -1)", x(2, 1, 3),
        w(2, 3));
    cosine.row("transposed", (a, b) -> Functional.cosineSimilarity(a, b, 1), "torch.cosine_similarity(a, b, 1)",
        x(3, 2).transposed(), w(2, 3).flipped());

    OperationRow distance = op("Functional.pairwiseDistance", "torch.nn.functional.pairwise_distance",
        "paddle.nn.functional.pairwise_distance", "mindspore.nn.PairwiseDistance", "");
    distance.row("p 2", (a, b) -> Functional.pairwiseDistance(a, b), "torch.pairwise_distance(a, b)", x(2, 3), w(2, 3));
    distance.row("p 1", (a, b) -> Functional.pairwiseDistance(a, b, 1, 1e-6), "torch.pairwise_distance(a, b, 1.)", x(2, 3),
        w(2, 3));
    distance.row("p 3", (a, b) -> Functional.pairwiseDistance(a, b, 3, 1e-3), "torch.pairwise_distance(a, b, 3., 0.001)",
        x(2, 3),
        w(2, 3));
    distance.row("broadcast", (a, b) -> Functional.pairwiseDistance(a, b), "torch.pairwise_distance(a, b)", x(2, 3), w(3));
    distance.row("no distance", (a, b) -> Functional.pairwiseDistance(a, b, 2, 0), "torch.pairwise_distance(a, b, 2., 0.)",
        Input.of(1, 2), Input.of(1, 2)).kink();
  }

  private void layers() {
    OperationRow linear = op("Functional.linear", "torch.nn.functional.linear", "paddle.nn.functional.linear",
        "mindspore.ops.dense", "");
    linear.row("plain", (x, w) -> Functional.linear(x, w, null), "torch.linear(a, b)", x(2, 3), w(2, 3));
    linear.row("bias", (x, w, b) -> Functional.linear(x, w, b), "torch.linear(a, b, c)", x(2, 2, 3), w(2, 3), x(2));
    linear.row("vector", (x, w, b) -> Functional.linear(x, w, b), "torch.linear(a, b, c)", x(3), w(2, 3), x(2));
    linear.row("transposed", (x, w) -> Functional.linear(x, w, null), "torch.linear(a, b)", x(3, 2).transposed(),
        w(3, 2).transposed());
    linear.row("empty", (x, w) -> Functional.linear(x, w, null), "torch.linear(a, b)", x(0, 3), w(2, 3));

    OperationRow bilinear = op("Functional.bilinear", "torch.nn.functional.bilinear", "paddle.nn.functional.bilinear",
        "mindspore.ops.bidense", "");
    bilinear.row("plain", (a, b, w) -> Functional.bilinear(a, b, w, null), "torch.bilinear(a, b, c)", x(2, 2), w(2, 3),
        x(2, 2, 3));
    bilinear.rows("bias", in -> new Tensor[] {Functional.bilinear(in[0], in[1], in[2], in[3])}, "torch.bilinear(a, b, c, d)",
        x(1, 2), w(1, 2), x(3, 2, 2), w(3));

    Key key = Key.of(7);
    OperationRow dropout = op("Functional.dropout", "torch.nn.functional.dropout", "paddle.nn.functional.dropout",
        "mindspore.ops.dropout", "");
    dropout.row("half", x -> Functional.dropout(x, .5, true, key), null, x(2, 4));
    dropout.row("evaluation", x -> Functional.dropout(x, .5, false, key).mul(1), "torch.dropout(a, 0.5, False)", x(2, 3));
    dropout.row("none", x -> Functional.dropout(x, 0, true, key).mul(1), "torch.dropout(a, 0., True)", x(2, 3));
    dropout.row("all", x -> Functional.dropout(x, 1, true, key), "torch.dropout(a, 1., True)", x(2, 3));
    op("Functional.featureDropout", "torch.nn.functional.dropout2d", "paddle.nn.functional.dropout2d",
        "mindspore.ops.dropout2d", "").row("half", x -> Functional.featureDropout(x, .5, true, key), null, x(2, 2, 3));
    op("Functional.alphaDropout", "torch.nn.functional.alpha_dropout", "paddle.nn.functional.alpha_dropout",
        "mindspore.mint.nn.AlphaDropout", "").row("a fifth", x -> Functional.alphaDropout(x, .2, true, key), null, x(2, 3));
  }

  private void lookups() {
    Input index = Input.ints(Shape.of(4), 0, 2, 2, 1);
    OperationRow embedding = op("Functional.embedding", "torch.nn.functional.embedding", "paddle.nn.functional.embedding",
        "mindspore.mint.nn.functional.embedding", "numpy.take");
    embedding.row("plain", (t, i) -> Functional.embedding(t, i), "torch.embedding(a, b)", x(3, 2), index);
    embedding.row("two axes", (t, i) -> Functional.embedding(t, i), "torch.embedding(a, b)", x(3, 2), Input.ints(0, 3, 2, 2));
    embedding.row("0-d", (t, i) -> Functional.embedding(t, i), "torch.embedding(a, b)", x(3, 2), Input.ints(Shape.of(), 1));
    embedding.row("int32, transposed", (t, i) -> Functional.embedding(t, i), "torch.embedding(a, b)", x(2, 3).transposed(),
        index.int32());
    embedding.row("empty", (t, i) -> Functional.embedding(t, i), "torch.embedding(a, b)", x(3, 2), Input.ints(Shape.of(0)));
    embedding.row("padding", (t, i) -> Functional.embedding(t, i, 1), "torch.embedding(a, b, 1)", x(3, 2), index)
        .except(Check.FINITE_DIFFERENCES, "the padding row gets no gradient, though its value counts")
        .except(Check.SECOND_ORDER, "the padding row gets no gradient, though its value counts");

    OperationRow bag =
        op("Functional.embeddingBag", "torch.nn.functional.embedding_bag", "paddle.incubate.nn.functional.embedding_bag",
            "mindspore.ops.embedding", "");
    Input offsets = Input.ints(Shape.of(3), 0, 1, 1);
    String[] names = {"SUM", "MEAN", "MAX"};
    for (int mode = 0; mode < 3; mode++) {
      Functional.Bag how = Functional.Bag.valueOf(names[mode]);
      bag.rows(names[mode], in -> new Tensor[] {Functional.embeddingBag(in[0], in[1], in[2], how)},
          "torch.embedding_bag(a, b, c, False, " + mode + ")[0]", x(3, 2), index, offsets);
      bag.rows(names[mode] + " with padding",
          in -> new Tensor[] {Functional.embeddingBag(in[0], in[1], in[2], how, null, 2)},
          "torch.embedding_bag(a, b, c, False, " + mode + ", False, None, False, 2)[0]", x(3, 2), index,
          Input.ints(Shape.of(2), 0, 2));
    }
    bag.rows("weights", in -> new Tensor[] {Functional.embeddingBag(in[0], in[1], in[2], Functional.Bag.SUM, in[3], -1)},
        "torch.embedding_bag(a, b, c, False, 0, False, d)[0]", x(3, 2), index, offsets, w(4));
  }

  private void attention() {
    OperationRow row = op("Functional.scaledDotProductAttention", "torch.nn.functional.scaled_dot_product_attention",
        "paddle.nn.functional.scaled_dot_product_attention", "mindspore.ops.scaled_dot_product_attention", "");
    String torch = "torch.scaled_dot_product_attention(a, b, c";
    row.row("plain", (q, k, v) -> Functional.scaledDotProductAttention(q, k, v), torch + ")", x(1, 2, 2), w(1, 3, 2),
        x(1, 3, 1));
    row.row("causal", (q, k, v) -> Functional.scaledDotProductAttention(q, k, v, null, true, 0), torch + ", None, 0., True)",
        x(1, 2, 2), w(1, 2, 2), x(1, 2, 1));
    row.row("scale", (q, k, v) -> Functional.scaledDotProductAttention(q, k, v, null, false, .5),
        torch + ", None, 0., False, scale=0.5)", x(1, 1, 2, 2), w(1, 1, 2, 2), x(1, 1, 2, 1));
    row.rows("mask", in -> new Tensor[] {Functional.scaledDotProductAttention(in[0], in[1], in[2], in[3], false, 0)},
        torch + ", d)", x(1, 2, 2), w(1, 3, 2), x(1, 3, 1),
        new Input(Shape.of(2, 3), new double[] {1, 0, 1, 0, 1, 1}, Input.Kind.BOOL, false, Input.Layout.ROW_BY_ROW));
    row.rows("numbers to add", in -> new Tensor[] {Functional.scaledDotProductAttention(in[0], in[1], in[2], in[3], false, 0)},
        torch + ", d)", x(1, 2, 2), w(1, 2, 2), x(1, 2, 1), w(2, 2));
    row.row("transposed", (q, k, v) -> Functional.scaledDotProductAttention(q, k, v), torch + ")", x(1, 2, 1).transposed(),
        w(1, 2, 2).transposed(), x(1, 2, 2));
  }

  private void cells() {
    Input[] states = {x(2, 2), w(2, 1), x(2, 1)};
    OperationRow lstm = op("Functional.lstmCell", "torch.lstm_cell", "paddle.nn.LSTMCell", "mindspore.nn.LSTMCell", "");
    lstm.rows("biases", in -> {
      var next = Functional.lstmCell(in[0], new Functional.LstmState(in[1], in[2]), in[3], in[4], in[5], in[6]);
      return new Tensor[] {next.h(), next.c()};
    }, "torch.lstm_cell(a, [b, c], d, e, f, g)", states[0], states[1], states[2], w(4, 2), w(4, 1), x(4), w(4));
    lstm.rows("no biases", in -> {
      var next = Functional.lstmCell(in[0], new Functional.LstmState(in[1], in[2]), in[3], in[4], null, null);
      return new Tensor[] {next.h(), next.c()};
    }, "torch.lstm_cell(a, [b, c], d, e)", x(1, 2), w(1, 2), x(1, 2), w(8, 2), w(8, 2).shifted(.1));
    OperationRow gru = op("Functional.gruCell", "torch.gru_cell", "paddle.nn.GRUCell", "mindspore.nn.GRUCell", "");
    gru.rows("biases", in -> new Tensor[] {Functional.gruCell(in[0], in[1], in[2], in[3], in[4], in[5])},
        "torch.gru_cell(a, b, c, d, e, f)", x(2, 2), w(2, 2), w(6, 2), w(6, 2).shifted(.1), x(6), w(6));
    gru.rows("no biases", in -> new Tensor[] {Functional.gruCell(in[0], in[1], in[2], in[3], null, null)},
        "torch.gru_cell(a, b, c, d)", x(1, 3), w(1, 1), w(3, 3), w(3, 1));
    OperationRow plain = op("Functional.rnnCell", "torch.rnn_tanh_cell", "paddle.nn.SimpleRNNCell", "mindspore.nn.RNNCell", "");
    plain.rows("biases", in -> new Tensor[] {Functional.rnnCell(in[0], in[1], in[2], in[3], in[4], in[5])},
        "torch.rnn_tanh_cell(a, b, c, d, e, f)", x(2, 2), w(2, 2), w(2, 2).shifted(.2), x(2, 2).shifted(.1), x(2), w(2));
    op("Functional.rnnReluCell", "torch.rnn_relu_cell", "paddle.nn.SimpleRNNCell", "mindspore.nn.RNNCell", "")
        .rows("no biases", in -> new Tensor[] {Functional.rnnReluCell(in[0], in[1], in[2], in[3], null, null)},
            "torch.rnn_relu_cell(a, b, c, d)", x(2, 2), w(2, 1), w(1, 2), w(1, 1));
  }
}
