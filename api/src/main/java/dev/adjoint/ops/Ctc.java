package dev.adjoint.ops;

import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.util.Arrays;

/**
 * Connectionist temporal classification (Graves et al., 2006): {@code -log} of the probability of a labelling, the sum over all
 * alignments with blanks and repetitions, computed forwards in logarithms.
 */
public final class Ctc {
  /** Stands for the logarithm of 0: finite, so that differences of two stay numbers, and far below all that occurs. */
  private static final double NEVER = -1e30;

  private Ctc() {}

  /**
   * The loss of each sequence, infinite where no alignment exists.
   *
   * @param logProbabilities {@code [steps, n, classes]}
   * @param labels for each sequence its classes, none of them blank
   * @param steps for each sequence how many steps count
   * @return {@code [n]}
   */
  public static Tensor loss(Tensor logProbabilities, int[][] labels, int[] steps, int blank) {
    return InFloat32.apply(logProbabilities, wide -> alignments(wide, labels, steps, blank));
  }

  private static Tensor alignments(Tensor logProbabilities, int[][] labels, int[] steps, int blank) {
    int batch = labels.length;
    int longest = Arrays.stream(labels).mapToInt(l -> l.length).max().orElse(0);
    int states = 2 * longest + 1;
    int most = logProbabilities.shape().size(0);
    int[] classes = new int[batch * states];
    double[] start = new double[batch * states];
    double[] skip = new double[batch * states];
    double[] end = new double[batch * states];
    for (int b = 0; b < batch; b++) {
      for (int s = 0; s < states; s++) {
        int i = b * states + s;
        int label = s / 2;
        classes[i] = s % 2 == 1 && label < labels[b].length ? labels[b][label] : blank;
        start[i] = s < 2 ? 0 : NEVER;
        skip[i] = s >= 3 && s % 2 == 1 && classes[i] != classes[i - 2] ? 0 : NEVER;
        end[i] = s == 2 * labels[b].length || s == 2 * labels[b].length - 1 ? 0 : NEVER;
      }
    }
    Tensor index = Constants.indices(logProbabilities, classes).reshape(1, batch, states).expand(most, batch, states);
    Tensor emitted = logProbabilities.gather(2, index);
    Tensor never = Constants.of(logProbabilities, NEVER).expand(batch, 2);
    Tensor maySkip = Constants.of(logProbabilities, skip).reshape(batch, states);
    Tensor at = emitted.size() == 0
        ? Constants.of(logProbabilities, start).reshape(batch, states).mul(0)
        : emitted.select(0, 0).add(Constants.of(logProbabilities, start).reshape(batch, states));
    for (int t = 1; t < most; t++) {
      int step = t;
      Tensor padded = Tensor.concat(1, never, at);
      Tensor moved = padded.narrow(1, 1, states);
      Tensor skipped = padded.narrow(1, 0, states).add(maySkip);
      Tensor next = Softmax.logSumExp(Tensor.stack(2, at, moved, skipped), false, 2).add(emitted.select(0, t));
      double[] goesOn = Arrays.stream(steps).mapToDouble(n -> step < n ? 1 : 0).toArray();
      at = Arrays.stream(goesOn).allMatch(g -> g == 1)
          ? next
          : Tensor.where(Constants.of(logProbabilities, goesOn).unsqueeze(1).ne(0), next, at);
    }
    Tensor total = Softmax.logSumExp(at.add(Constants.of(logProbabilities, end).reshape(batch, states)), false, 1);
    Tensor none = Constants.of(logProbabilities, Double.POSITIVE_INFINITY).expand(batch);
    return Tensor.where(total.detach().lt(NEVER / 2), none, total.neg());
  }

  /** Checks labels against the classes, and the numbers of steps. */
  public static void check(Tensor logProbabilities, int[][] labels, int[] steps, int blank) {
    if (logProbabilities.shape().rank() != 3 || logProbabilities.shape().size(1) != labels.length
        || steps.length != labels.length || logProbabilities.shape().size(0) == 0) {
      throw new ShapeException(
          "ctc takes log-probabilities [steps, n, classes] of at least one step, with labels and a length for each of"
              + " the n; given "
              + logProbabilities.shape() + ", " + labels.length + " labellings and " + steps.length + " lengths");
    }
    int classes = logProbabilities.shape().size(2);
    if (blank < 0 || blank >= classes) {
      throw new ShapeException("ctc: the blank " + blank + " is no class; expected 0 to " + (classes - 1));
    }
    for (int b = 0; b < labels.length; b++) {
      for (int label : labels[b]) {
        if (label < 0 || label >= classes || label == blank) {
          throw new ShapeException(
              "ctc: label " + label + " of sequence " + b + " is not one of 0 to " + (classes - 1) + " other than the blank "
                  + blank);
        }
      }
      if (steps[b] < 1 || steps[b] > logProbabilities.shape().size(0)) {
        throw new ShapeException(
            "ctc: sequence " + b + " has " + steps[b] + " steps; expected 1 to " + logProbabilities.shape().size(0));
      }
    }
  }
}
