package dev.adjoint.samples;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Random;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.samples.Sample.Check;
import java.util.function.Supplier;

/** Random tensors. What they are is checked by the cases of random numbers; here, how they take part in differentiation. */
final class RandomRows extends Family {
  private static final Key KEY = Key.of(7);
  private static final String OWN = "every library has its own random numbers";

  RandomRows() {
    super("Random numbers");
  }

  private OperationRow drawn(String name, String torch, String paddle, String mindspore, String numpy) {
    return op(name, torch, paddle, mindspore, numpy).notDifferentiable("drawn, not computed");
  }

  private static void row(OperationRow row, String label, Supplier<Tensor> f) {
    row.rows(label, in -> new Tensor[] {f.get()}, "").except(Check.GOLDEN, OWN)
        .except(Check.FLOAT32, "has the type that was asked for");
  }

  @Override
  protected void declare() {
    standard();
    distributions();
    choices();
    normal();
  }

  private void standard() {
    OperationRow rand = drawn("rand", "torch.rand", "paddle.rand", "mindspore.ops.rand", "numpy.random.rand");
    OperationRow randn = drawn("randn", "torch.randn", "paddle.randn", "mindspore.ops.randn", "numpy.random.randn");
    for (int[] sizes : new int[][] {{}, {1}, {5}, {2, 3}, {0, 2}}) {
      String shape = Shape.of(sizes).toString();
      row(rand, shape, () -> Tensor.rand(KEY, sizes));
      row(rand, "float64, " + shape, () -> Tensor.rand(KEY, DType.FLOAT64, sizes));
      row(randn, shape, () -> Tensor.randn(KEY, sizes));
      row(randn, "float64, " + shape, () -> Tensor.randn(KEY, DType.FLOAT64, sizes));
    }
    OperationRow randLike = drawn("randLike", "torch.rand_like", "", "mindspore.ops.rand_like", "");
    OperationRow randnLike = drawn("randnLike", "torch.randn_like", "", "mindspore.ops.randn_like", "");
    Input[] inputs = {Input.real(0, 1), Input.real(0, 1, 2, 3).transposed(), Input.real(0, 1, 0),
      Input.real(0, 1, 2).expanded(2)};
    for (Input in : inputs) {
      String label = in.shape() + " " + in.layout().name();
      randLike.row(label, x -> Tensor.randLike(KEY, x), "", in).except(Check.GOLDEN, OWN)
          .except(Check.FLOAT32, "float64 has more digits");
      randnLike.row(label, x -> Tensor.randnLike(KEY, x), "", in).except(Check.GOLDEN, OWN);
    }
  }

  private void distributions() {
    OperationRow uniform = drawn("Random.uniform", "torch.Tensor.uniform_", "paddle.uniform", "mindspore.ops.uniform",
        "numpy.random.uniform");
    row(uniform, "vector", () -> Random.uniform(KEY, -1, 3, 5));
    row(uniform, "matrix", () -> Random.uniform(KEY, -1, 3, 2, 3));
    row(uniform, "one point", () -> Random.uniform(KEY, 2, 2, 3));
    row(uniform, "float64, 0-d", () -> Random.uniform(KEY, 0, 10, Shape.of(), DType.FLOAT64));
    row(uniform, "empty", () -> Random.uniform(KEY, 0, 10, 0));
    OperationRow randint = drawn("Random.randint", "torch.randint", "paddle.randint", "mindspore.ops.randint",
        "numpy.random.randint");
    row(randint, "vector", () -> Random.randint(KEY, -2, 9, 5));
    row(randint, "matrix", () -> Random.randint(KEY, 0, 2, 2, 3));
    row(randint, "0-d", () -> Random.randint(KEY, 0, 100));
    row(randint, "one number", () -> Random.randint(KEY, 4, 5, 3));
    row(randint, "large", () -> Random.randint(KEY, -(1L << 62), 1L << 61, 3));
    row(randint, "empty", () -> Random.randint(KEY, 0, 3, 0));
    OperationRow exponential = drawn("Random.exponential", "torch.Tensor.exponential_", "paddle.Tensor.exponential_", "",
        "numpy.random.exponential");
    row(exponential, "vector", () -> Random.exponential(KEY, 2, 5));
    row(exponential, "matrix", () -> Random.exponential(KEY, 0.1, 2, 3));
    row(exponential, "float64, 0-d", () -> Random.exponential(KEY, 1, Shape.of(), DType.FLOAT64));
    row(exponential, "empty", () -> Random.exponential(KEY, 1, 3, 0));
    OperationRow bernoulli = drawn("Random.bernoulli", "torch.bernoulli", "paddle.bernoulli", "mindspore.ops.bernoulli",
        "numpy.random.binomial");
    row(bernoulli, "of a number", () -> Random.bernoulli(KEY, 0.5, 2, 3));
    row(bernoulli, "never", () -> Random.bernoulli(KEY, 0, 3));
    row(bernoulli, "always", () -> Random.bernoulli(KEY, 1, 3));
    bernoulli.row("0-d", x -> Random.bernoulli(KEY, x), "", Input.real(0, 1)).except(Check.GOLDEN, OWN);
    bernoulli.row("matrix", x -> Random.bernoulli(KEY, x), "", Input.real(0, 1, 2, 3)).except(Check.GOLDEN, OWN);
    bernoulli.row("transposed", x -> Random.bernoulli(KEY, x), "", Input.real(0, 1, 2, 3).transposed())
        .except(Check.GOLDEN, OWN);
    bernoulli.row("at the ends", x -> Random.bernoulli(KEY, x), "", Input.of(0, 1, 0, 1)).except(Check.GOLDEN, OWN);
    bernoulli.row("empty", x -> Random.bernoulli(KEY, x), "", Input.real(0, 1, 0)).except(Check.GOLDEN, OWN);
    OperationRow dropout = drawn("Random.dropoutMask", "torch.nn.functional.dropout", "paddle.nn.functional.dropout",
        "mindspore.ops.dropout", "");
    for (double p : new double[] {0, 0.3, 1}) {
      dropout.row("chance " + p, x -> Random.dropoutMask(KEY, p, x), "", Input.real(0, 1, 2, 3)).except(Check.GOLDEN, OWN);
      dropout.row("0-d, chance " + p, x -> Random.dropoutMask(KEY, p, x), "", Input.real(0, 1)).except(Check.GOLDEN, OWN);
    }
  }

  private void choices() {
    OperationRow randperm = drawn("Random.randperm", "torch.randperm", "paddle.randperm", "mindspore.ops.randperm",
        "numpy.random.permutation");
    for (int n : new int[] {0, 1, 2, 9}) {
      row(randperm, n + " numbers", () -> Random.randperm(KEY, n));
    }
    OperationRow multinomial = drawn("Random.multinomial", "torch.multinomial", "paddle.multinomial",
        "mindspore.ops.multinomial", "numpy.random.choice");
    for (boolean again : new boolean[] {false, true}) {
      String label = again ? "with replacement" : "without replacement";
      multinomial.row("vector, " + label, x -> Random.multinomial(KEY, x, 3, again), "", Input.real(0, 1, 4))
          .except(Check.GOLDEN, OWN);
      multinomial.row("rows, " + label, x -> Random.multinomial(KEY, x, 2, again), "", Input.real(0, 1, 2, 3))
          .except(Check.GOLDEN, OWN);
      multinomial.row("transposed, " + label, x -> Random.multinomial(KEY, x, 2, again), "",
          Input.real(0, 1, 2, 3).transposed()).except(Check.GOLDEN, OWN);
      multinomial.row("none, " + label, x -> Random.multinomial(KEY, x, 0, again), "", Input.real(0, 1, 3))
          .except(Check.GOLDEN, OWN);
    }
  }

  private void normal() {
    OperationRow normal = op("Random.normal", "torch.normal", "paddle.normal", "mindspore.ops.normal", "numpy.random.normal");
    int[][][] pairs = {{{}, {}}, {{3}, {3}}, {{2, 3}, {3}}, {{3}, {2, 3}}, {{2, 1}, {1, 3}}, {{}, {2, 2}}, {{0, 3}, {3}}};
    for (int[][] p : pairs) {
      normal.row(Shape.of(p[0]) + " and " + Shape.of(p[1]), (a, b) -> Random.normal(KEY, a, b), "",
          Input.real(0.3, 2, p[0]), Input.real(0.5, 2, p[1])).except(Check.GOLDEN, OWN);
    }
    normal.row("transposed", (a, b) -> Random.normal(KEY, a, b), "", Input.real(-2, 2, 3, 2).transposed(),
        Input.real(0.5, 2, 2, 3)).except(Check.GOLDEN, OWN);
    normal.row("one deviation", a -> Random.normal(KEY, a, 0.7), "", Input.real(-2, 2, 2, 3)).except(Check.GOLDEN, OWN);
    normal.row("one mean", a -> Random.normal(KEY, 0.7, a), "", Input.real(0.5, 2, 2, 3)).except(Check.GOLDEN, OWN);
    normal.notDifferentiable("drawn, not computed");
    row(normal, "of numbers", () -> Random.normal(KEY, 3, 0.5, 2, 3));
    row(normal, "of numbers, float64", () -> Random.normal(KEY, -1, 0, Shape.of(3), DType.FLOAT64));
  }
}
