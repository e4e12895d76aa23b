package dev.adjoint.samples;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.CrossEntropyOptions;
import dev.adjoint.nn.LossReduction;
import dev.adjoint.nn.Losses;
import java.util.Arrays;

/** Losses by element, and of classes. */
final class LossRows extends Family {
  LossRows() {
    super("Losses");
  }

  /** With their numbers in libtorch. */
  private static final LossReduction[] REDUCTIONS = {LossReduction.NONE, LossReduction.MEAN, LossReduction.SUM};

  private static Input x(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private static Input t(int... sizes) {
    return Input.real(-1.3, 1.2, sizes);
  }

  private interface Loss {
    Tensor apply(Tensor a, Tensor b, LossReduction reduction);
  }

  /** With each reduction and in each layout. */
  private static void add(OperationRow row, String prefix, Loss f, String torch, double low, double high, double from,
      double to) {
    for (int i = 0; i < 3; i++) {
      LossReduction how = REDUCTIONS[i];
      row.row(prefix + how, (a, b) -> f.apply(a, b, how), String.format(torch, i), Input.real(low, high, 2, 3),
          Input.real(from, to, 2, 3));
    }
    LossReduction none = LossReduction.NONE;
    LossReduction mean = LossReduction.MEAN;
    row.row(prefix + "0-d", (a, b) -> f.apply(a, b, mean), String.format(torch, 1), Input.real(low, high),
        Input.real(from, to));
    row.row(prefix + "transposed", (a, b) -> f.apply(a, b, none), String.format(torch, 0),
        Input.real(low, high, 3, 2).transposed(),
        Input.real(from, to, 2, 3));
    row.row(prefix + "narrowed and flipped", (a, b) -> f.apply(a, b, mean), String.format(torch, 1),
        Input.real(low, high, 2, 4).narrowed(), Input.real(from, to, 2, 3).flipped());
    row.row(prefix + "expanded", (a, b) -> f.apply(a, b, mean), String.format(torch, 1), Input.real(low, high, 3).expanded(2),
        Input.real(from, to, 3).expanded(2));
    row.row(prefix + "empty", (a, b) -> f.apply(a, b, LossReduction.SUM), String.format(torch, 2), Input.real(low, high, 0, 3),
        Input.real(from, to, 0, 3));
  }

  private OperationRow loss(String name, String torch, String paddle, String mindspore) {
    return op("Losses." + name, "torch.nn.functional." + torch, paddle.isEmpty() ? "" : "paddle.nn.functional." + paddle,
        mindspore.isEmpty() ? "" : "mindspore.ops." + mindspore, "");
  }

  @Override
  protected void declare() {
    differences();
    distributions();
    classes();
    sequences();
  }

  private void differences() {
    add(loss("mse", "mse_loss", "mse_loss", "mse_loss"), "", Losses::mse, "torch.mse_loss(a, b, %d)", -1, 1, -1.3, 1.2);
    OperationRow l1 = loss("l1", "l1_loss", "l1_loss", "l1_loss");
    add(l1, "", Losses::l1, "torch.l1_loss(a, b, %d)", -1, 1, 1.3, 2);
    l1.row("kink", Losses::l1, "torch.l1_loss(a, b)", Input.of(0, 1), Input.of(0, 2)).kink();
    OperationRow smooth = loss("smoothL1", "smooth_l1_loss", "smooth_l1_loss", "smooth_l1_loss");
    add(smooth, "beta 1, ", (a, b, r) -> Losses.smoothL1(a, b, 1, r), "torch.smooth_l1_loss(a, b, %d, 1.)", -.3, 2, -.4, .3);
    smooth.row("beta 0.5", (a, b) -> Losses.smoothL1(a, b, .5, LossReduction.MEAN), "torch.smooth_l1_loss(a, b, 1, 0.5)",
        Input.of(.1, 2, -3), Input.of(.3, 1, .1));
    smooth.row("beta 0", (a, b) -> Losses.smoothL1(a, b, 0, LossReduction.MEAN), "torch.smooth_l1_loss(a, b, 1, 0.)",
        Input.of(.1, 2, -3), Input.of(.3, 1, .1));
    smooth.row("kinks", (a, b) -> Losses.smoothL1(a, b, 1, LossReduction.NONE), "torch.smooth_l1_loss(a, b, 0, 1.)",
        Input.of(-1, 0, 1), Input.of(0, 0, 0)).kink();
    OperationRow huber = loss("huber", "huber_loss", "", "huber_loss");
    add(huber, "delta 1, ", (a, b, r) -> Losses.huber(a, b, 1, r), "torch.huber_loss(a, b, %d, 1.)", -.3, 2, -.4, .3);
    huber.row("delta 2", (a, b) -> Losses.huber(a, b, 2, LossReduction.MEAN), "torch.huber_loss(a, b, 1, 2.)",
        Input.of(.1, 3, -3), Input.of(.3, 0, .1));
    huber.row("kinks", (a, b) -> Losses.huber(a, b, 1, LossReduction.NONE), "torch.huber_loss(a, b, 0, 1.)", Input.of(-1, 0, 1),
        Input.of(0, 0, 0)).kink();
  }

  private void distributions() {
    OperationRow bce = loss("bce", "binary_cross_entropy", "binary_cross_entropy", "binary_cross_entropy");
    add(bce, "", (a, b, r) -> Losses.bce(a, b, null, r), "torch.binary_cross_entropy(a, b, None, %d)", .1, .9, .2, .8);
    bce.row("weight", (a, b, w) -> Losses.bce(a, b, w, LossReduction.MEAN), "torch.binary_cross_entropy(a, b, c, 1)",
        Input.real(.1, .9, 2, 2), Input.real(.2, .8, 2, 2), Input.real(.5, 2, 2).constant());
    bce.row("impossible", (a, b) -> Losses.bce(a, b, null, LossReduction.NONE), "torch.binary_cross_entropy(a, b, None, 0)",
        Input.of(0, 1, 0, 1), Input.of(1, 0, 0, 1).constant()).kink();
    OperationRow logits = loss("bceWithLogits", "binary_cross_entropy_with_logits", "binary_cross_entropy_with_logits",
        "binary_cross_entropy_with_logits");
    add(logits, "", (a, b, r) -> Losses.bceWithLogits(a, b, null, null, r),
        "torch.binary_cross_entropy_with_logits(a, b, None, None, %d)", -3, 3, .2, .8);
    logits.row("weights", (a, b, w) -> Losses.bceWithLogits(a, b, w, w.mul(2), LossReduction.MEAN),
        "torch.binary_cross_entropy_with_logits(a, b, c, c * 2, 1)", x(2, 2), Input.real(.2, .8, 2, 2),
        Input.real(.5, 2, 2).constant());
    logits.row("at 0", (a, b) -> Losses.bceWithLogits(a, b, null, null, LossReduction.NONE),
        "torch.binary_cross_entropy_with_logits(a, b, None, None, 0)", Input.of(0, 0, 0), Input.of(0, 1, .5));
    logits.row("far", (a, b) -> Losses.bceWithLogits(a, b, null, null, LossReduction.NONE),
        "torch.binary_cross_entropy_with_logits(a, b, None, None, 0)", Input.of(-1000, 1000, 50, -50), Input.of(1, 0, 1, 0))
        .except(Sample.Check.FINITE_DIFFERENCES, "differences of numbers of 1000 have too few digits")
        .except(Sample.Check.SECOND_ORDER, "differences of numbers of 1000 have too few digits");
    OperationRow divergence = loss("klDiv", "kl_div", "kl_div", "kl_div");
    add(divergence, "", (a, b, r) -> Losses.klDiv(a, b, false, r), "torch.kl_div(a, b, %d)", -2, -.2, .2, .8);
    add(divergence, "logarithms, ", (a, b, r) -> Losses.klDiv(a, b, true, r), "torch.kl_div(a, b, %d, log_target=True)", -2,
        -.2,
        -1, -.3);
    divergence.row("BATCH_MEAN", (a, b) -> Losses.klDiv(a, b, false, LossReduction.BATCH_MEAN), "torch.kl_div(a, b, 2) / 2",
        Input.real(-2, -.2, 2, 3), Input.real(.2, .8, 2, 3));
    divergence.row("target 0", (a, b) -> Losses.klDiv(a, b, false, LossReduction.SUM), "torch.kl_div(a, b, 2)",
        Input.of(-1, -2),
        Input.of(0, .5).constant());
    OperationRow gaussian = loss("gaussianNll", "gaussian_nll_loss", "gaussian_nll_loss", "gaussian_nll_loss");
    gaussian.row("mean", (a, b, v) -> Losses.gaussianNll(a, b, v, false, 1e-6, LossReduction.MEAN),
        "torch.mean(0.5 * (torch.log(c) + (a - b) * (a - b) / c))", x(2, 3), t(2, 3), Input.real(.3, 2, 2, 3));
    gaussian.row("full, broadcast", (a, b, v) -> Losses.gaussianNll(a, b, v, true, 1e-6, LossReduction.NONE),
        "0.5 * (torch.log(c) + (a - b) * (a - b) / c) + 0.9189385332046727", x(2, 3), t(2, 3), Input.real(.3, 2, 2, 1));
    OperationRow poisson = loss("poissonNll", "poisson_nll_loss", "poisson_nll_loss", "");
    Input counts = Input.of(Shape.of(2, 2), .5, 1.7, 3, 6.2);
    poisson.row("logarithms", (a, b) -> Losses.poissonNll(a, b, true, false, 1e-8, LossReduction.MEAN),
        "torch.poisson_nll_loss(a, b, True, False, 1e-08, 1)", x(2, 2), counts);
    poisson.row("rates", (a, b) -> Losses.poissonNll(a, b, false, false, 1e-3, LossReduction.NONE),
        "torch.poisson_nll_loss(a, b, False, False, 1e-03, 0)", Input.real(.2, 2, 2, 2), counts);
    poisson.row("full", (a, b) -> Losses.poissonNll(a, b, true, true, 1e-8, LossReduction.SUM),
        "torch.poisson_nll_loss(a, b, True, True, 1e-08, 2)", x(2, 2), counts.constant());
  }

  private void classes() {
    CrossEntropyOptions plain = CrossEntropyOptions.DEFAULT;
    OperationRow row = loss("crossEntropy", "cross_entropy", "cross_entropy", "cross_entropy");
    Input two = Input.ints(Shape.of(2), 2, 0);
    row.row("plain", Losses::crossEntropy, "torch.cross_entropy_loss(a, b)", x(2, 3), two);
    row.row("int32", Losses::crossEntropy, "torch.cross_entropy_loss(a, b.to(4))", x(2, 3), two.int32());
    for (int i = 0; i < 3; i++) {
      CrossEntropyOptions how = plain.reduction(REDUCTIONS[i]);
      row.row("weights " + how.reduction(), (a, b, w) -> Losses.crossEntropy(a, b, how.weight(w)),
          "torch.cross_entropy_loss(a, b, c, " + i + ")", x(2, 3), two, Input.real(.5, 2, 3).constant());
      row.row("ignored, smooth " + how.reduction(), (a, b) -> Losses.crossEntropy(a, b, how.ignoreIndex(0).labelSmoothing(.2)),
          "torch.cross_entropy_loss(a, b, None, " + i + ", 0, 0.2)", x(2, 3), two);
      row.row("all of it " + how.reduction(),
          (a, b, w) -> Losses.crossEntropy(a, b, how.weight(w).ignoreIndex(1).labelSmoothing(.1)),
          "torch.cross_entropy_loss(a, b, c, " + i + ", 1, 0.1)", x(2, 3, 2), Input.ints(Shape.of(2, 2), 0, 1, 2, 0),
          Input.real(.5, 2, 3).constant());
      row.row("probabilities " + how.reduction(), (a, b, w) -> Losses.crossEntropy(a, b, how.weight(w).labelSmoothing(.1)),
          "torch.cross_entropy_loss(a, b, c, " + i + ", -100, 0.1)", x(2, 3, 2), Input.real(.1, .9, 2, 3, 2),
          Input.real(.5, 2, 3).constant());
    }
    row.row("one example", Losses::crossEntropy, "torch.cross_entropy_loss(a, b)", x(3), Input.ints(Shape.of(), 1));
    row.row("one example, probabilities", Losses::crossEntropy, "torch.cross_entropy_loss(a, b)", x(3), Input.real(.1, .6, 3));
    row.row("transposed", Losses::crossEntropy, "torch.cross_entropy_loss(a, b)", x(3, 2).transposed(), two);
    row.row("empty, summed", (a, b) -> Losses.crossEntropy(a, b, plain.reduction(LossReduction.SUM)),
        "torch.cross_entropy_loss(a, b, None, 2)", x(0, 3), Input.ints(Shape.of(0)));

    OperationRow nll = loss("nll", "nll_loss", "nll_loss", "nll_loss");
    for (int i = 0; i < 3; i++) {
      CrossEntropyOptions how = plain.reduction(REDUCTIONS[i]).ignoreIndex(1);
      row(nll, how, i, Shape.of(3), "torch.nll_loss(a, b, c, ");
      row(nll, how, i, Shape.of(2, 1, 2), "torch.nll_loss2d(a, b, c, ");
    }
    nll.row("plain", Losses::nll, "torch.nll_loss(a, b)", x(2, 3), two);
    nll.row("one example", Losses::nll, "torch.nll_loss(a, b)", x(3), Input.ints(Shape.of(), 1));
  }

  private static void row(OperationRow nll, CrossEntropyOptions how, int number, Shape targets, String torch) {
    int[] sizes = new int[targets.rank() + 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i == 0 ? targets.size(0) : i == 1 ? 3 : targets.size(i - 1);
    }
    double[] classes = {0, 1, 2, 0};
    nll.row(how.reduction() + " " + targets, (a, b, w) -> Losses.nll(a, b, how.weight(w)), torch + number + ", 1)", x(sizes),
        Input.ints(targets, Arrays.copyOf(classes, targets.size())), Input.real(.5, 2, 3).constant());
  }

  private void sequences() {
    OperationRow ctc = loss("ctc", "ctc_loss", "ctc_loss", "ctc_loss");
    String torch = "torch.ctc_loss(torch.log_softmax(a, 2), b, %s, %s, 0, %d, False)";
    ctc.row("one sequence", (a, b) -> Losses.ctc(a.logSoftmax(2), new int[] {1, 2}), String.format(torch, "[3]", "[2]", 1),
        x(3, 1, 3), Input.ints(Shape.of(1, 2), 1, 2));
    ctc.row("a repeated label", (a, b) -> Losses.ctc(a.logSoftmax(2), new int[] {1, 1}), String.format(torch, "[4]", "[2]", 1),
        x(4, 1, 2), Input.ints(Shape.of(1, 2), 1, 1));
    int[][] labels = {{1}, {2, 1}};
    int[] steps = {2, 3};
    for (int i = 0; i < 3; i++) {
      LossReduction how = REDUCTIONS[i];
      ctc.row("two sequences " + how, (a, b) -> Losses.ctc(a.logSoftmax(2), labels, steps, 0, false, how),
          String.format(torch, "[2, 3]", "[1, 2]", i), x(3, 2, 3), Input.ints(Shape.of(2, 2), 1, 0, 2, 1));
    }
    ctc.row("another blank",
        (a, b) -> Losses.ctc(a.logSoftmax(2), new int[][] {{0}}, new int[] {2}, 1, false, LossReduction.SUM),
        "torch.ctc_loss(torch.log_softmax(a, 2), b, [2], [1], 1, 2, False)", x(2, 1, 2), Input.ints(Shape.of(1, 1), 0));
    ctc.row("no softmax below", (a, b) -> Losses.ctc(a, new int[] {1}), null, Input.real(-2, -.2, 3, 1, 2),
        Input.ints(Shape.of(1, 1), 1));
  }
}
