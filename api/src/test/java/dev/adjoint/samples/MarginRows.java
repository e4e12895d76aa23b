package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.nn.LossReduction;
import dev.adjoint.nn.Losses;

/** Losses with a margin. */
final class MarginRows extends Family {
  MarginRows() {
    super("Losses with a margin");
  }

  private static final LossReduction[] REDUCTIONS = {LossReduction.NONE, LossReduction.MEAN, LossReduction.SUM};

  private static Input x(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private static Input y(int... sizes) {
    return Input.real(-1.3, 1.2, sizes);
  }

  private static Input signs(double... values) {
    return Input.of(values).constant();
  }

  private OperationRow loss(String name, String torch, String mindspore) {
    return op("Losses." + name, "torch.nn.functional." + torch,
        "paddle.nn.functional." + torch.replace("multilabel", "multi_label"),
        mindspore.isEmpty() ? "" : "mindspore.ops." + mindspore, "");
  }

  @Override
  protected void declare() {
    OperationRow hinge = loss("hingeEmbedding", "hinge_embedding_loss", "hinge_embedding_loss");
    OperationRow ranking = loss("marginRanking", "margin_ranking_loss", "margin_ranking_loss");
    OperationRow cosine = loss("cosineEmbedding", "cosine_embedding_loss", "cosine_embedding_loss");
    OperationRow triplet = loss("tripletMargin", "triplet_margin_loss", "triplet_margin_loss");
    OperationRow multi = loss("multiMargin", "multi_margin_loss", "multi_margin_loss");
    OperationRow soft = loss("softMargin", "soft_margin_loss", "soft_margin_loss");
    OperationRow multilabel =
        loss("multilabelSoftMargin", "multilabel_soft_margin_loss", "multilabel_soft_margin_loss");
    Input classes = Input.ints(Shape.of(2), 2, 0);
    for (int i = 0; i < 3; i++) {
      LossReduction how = REDUCTIONS[i];
      hinge.row(how.name(), (a, b) -> Losses.hingeEmbedding(a, b, .5, how), "torch.hinge_embedding_loss(a, b, 0.5, " + i + ")",
          Input.of(.2, -.3, .9, 1.4), signs(1, -1, -1, 1));
      ranking.row(how.name(), (a, b, t) -> Losses.marginRanking(a, b, t, .25, how),
          "torch.margin_ranking_loss(a, b, c, 0.25, " + i + ")", x(4), y(4), signs(1, -1, 1, -1));
      cosine.row(how.name(), (a, b, t) -> Losses.cosineEmbedding(a, b, t, .1, how),
          "torch.cosine_embedding_loss(a, b, c, 0.1, " + i + ")", x(3, 2), y(3, 2), signs(1, -1, 1));
      triplet.row(how.name(), (a, p, n) -> Losses.tripletMargin(a, p, n, 1, 2, 1e-6, false, how),
          "torch.triplet_margin_loss(a, b, c, 1., 2., 1e-06, False, " + i + ")", x(2, 2), y(2, 2), x(2, 2).shifted(.4));
      multi.row(how.name(), (a, b) -> Losses.multiMargin(a, b, 1, .9, null, how),
          "torch.multi_margin_loss(a, b, 1, 0.9, None, " + i + ")", x(2, 3), classes);
      soft.row(how.name(), (a, b) -> Losses.softMargin(a, b, how), "torch.soft_margin_loss(a, b, " + i + ")", x(4),
          signs(1, -1, 1, -1));
      String mean = i == 0 ? "%s" : i == 1 ? "torch.mean(%s)" : "torch.sum(%s)";
      multilabel.row(how.name(), (a, b) -> Losses.multilabelSoftMargin(a, b, null, how),
          String.format(mean, "torch.mean(-(b * torch.log_sigmoid(a) + (1 - b) * torch.log_sigmoid(-a)), [-1])"), x(2, 3),
          Input.of(Shape.of(2, 3), 1, 0, 1, 0, 0, 1).constant());
    }
    hinge.row("kinks", (a, b) -> Losses.hingeEmbedding(a, b, 1, LossReduction.NONE), "torch.hinge_embedding_loss(a, b, 1., 0)",
        Input.of(-1, 1), signs(1, -1)).kink();
    hinge.row("transposed", (a, b) -> Losses.hingeEmbedding(a, b.reshape(2, 2), 1, LossReduction.MEAN),
        "torch.hinge_embedding_loss(a, b.reshape(2, 2), 1.)", x(2, 2).transposed(), signs(1, -1, -1, 1));
    ranking.row("kink", (a, b, t) -> Losses.marginRanking(a, b, t, 1, LossReduction.SUM),
        "torch.margin_ranking_loss(a, b, c, 1., 2)", Input.of(1), Input.of(0), signs(1)).kink();
    ranking.row("broadcast", (a, b, t) -> Losses.marginRanking(a, b, t, 0, LossReduction.MEAN),
        "torch.margin_ranking_loss(a, b, c, 0., 1)", x(2, 2), y(2), signs(1, -1));
    cosine.row("one pair", (a, b, t) -> Losses.cosineEmbedding(a, b, t, 0, LossReduction.MEAN),
        "torch.cosine_embedding_loss(a, b, c, 0., 1)", x(3), y(3), Input.of(Shape.of(), 1).constant());
    triplet.row("swap, p 1", (a, p, n) -> Losses.tripletMargin(a, p, n, .7, 1, 1e-6, true, LossReduction.SUM),
        "torch.triplet_margin_loss(a, b, c, 0.7, 1., 1e-06, True, 2)", x(2, 2), y(2, 2), x(2, 2).shifted(.3));
    triplet.row("short form", Losses::tripletMargin, "torch.triplet_margin_loss(a, b, c)", x(2, 2), y(2, 2),
        x(2, 2).shifted(.4));
    multi.row("p 2, weights", (a, b, w) -> Losses.multiMargin(a, b, 2, 1.1, w, LossReduction.MEAN),
        "torch.multi_margin_loss(a, b, 2, 1.1, c, 1)", x(2, 3), classes, Input.real(.5, 2, 3).constant());
    multi.row("kink", (a, b) -> Losses.multiMargin(a, b, 1, 1, null, LossReduction.SUM),
        "torch.multi_margin_loss(a, b, 1, 1., None, 2)",
        Input.of(Shape.of(1, 3), 0, 1, 2), Input.ints(Shape.of(1), 1)).kink();
    soft.row("transposed", (a, b) -> Losses.softMargin(a, b.reshape(2, 2), LossReduction.MEAN),
        "torch.soft_margin_loss(a, b.reshape(2, 2))", x(2, 2).transposed(), signs(1, -1, -1, 1));
    soft.row("far", (a, b) -> Losses.softMargin(a, b, LossReduction.NONE), "-torch.log_sigmoid(a * b)", Input.of(50, -50),
        signs(1, 1));
    multilabel.row("weights", (a, b, w) -> Losses.multilabelSoftMargin(a, b, w, LossReduction.MEAN),
        "torch.mean(-(b * torch.log_sigmoid(a) + (1 - b) * torch.log_sigmoid(-a)) * c)", x(2, 3),
        Input.of(Shape.of(2, 3), 1, 0, 1, 0, 0, 1).constant(), Input.real(.5, 2, 3).constant());
    OperationRow labels = loss("multilabelMargin", "multilabel_margin_loss", "multilabel_margin_loss");
    Input several = Input.ints(Shape.of(2, 4), 3, 0, -1, 1, 1, -1, 0, 2);
    for (int i = 0; i < 3; i++) {
      LossReduction how = REDUCTIONS[i];
      labels.row(how.name(), (a, b) -> Losses.multilabelMargin(a, b, how),
          "torch.multilabel_margin_loss(a, b, " + i + ")", x(2, 4), several);
    }
    labels.row("one example, all classes but one", (a, b) -> Losses.multilabelMargin(a, b, LossReduction.MEAN),
        "torch.multilabel_margin_loss(a, b)", x(3), Input.ints(Shape.of(3), 2, 0, -1));
    labels.row("kink", (a, b) -> Losses.multilabelMargin(a, b, LossReduction.SUM), "torch.multilabel_margin_loss(a, b, 2)",
        Input.of(Shape.of(1, 3), 0, 1, 2), Input.ints(Shape.of(1, 3), 1, -1, -1)).kink();
  }
}
