package dev.adjoint.bench.training;

import dev.adjoint.Adjoint;
import dev.adjoint.bench.libtorch.Libtorch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a table of the losses of all courses, for docs/training.md. */
public final class LossTable {
  /** How many steps are compared. */
  static final int STEPS = 50;

  private static final int[] SHOWN = {1, 10, 25, STEPS};

  private LossTable() {}

  /** Trains and prints; takes nothing. */
  public static void main(String[] arguments) {
    Adjoint.useBackend("cpu");
    new Libtorch("all");
    System.out.println(
        "| network and method | numbers | library | step 1 | step 10 | step 25 | step 50 | from the other | from float64 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (Course course : Course.ALL) {
      double[] exact = print(course.inFloat64(), null);
      print(course, exact);
    }
  }

  private static double[] print(Course course, double @Nullable [] exact) {
    Trained trained = Trained.of(course, STEPS);
    String settings = String.format(Locale.ROOT, "%s; %s, rate %s", course.name(), course.method(), course.lr());
    line(settings, course.type() + " | Adjoint", trained.ours(), trained.libtorchs(), exact);
    line("", " | libtorch", trained.libtorchs(), trained.ours(), exact);
    return trained.libtorchs();
  }

  private static void line(String network, String who, double[] losses, double[] others, double @Nullable [] exact) {
    var shown = new StringBuilder();
    for (int step : SHOWN) {
      shown.append(String.format(Locale.ROOT, " %.7f |", losses[step - 1]));
    }
    String off = exact == null ? "" : String.format(Locale.ROOT, "%.1e", Trained.difference(losses, exact, STEPS));
    System.out.printf(Locale.ROOT, "| %s | %s |%s %.1e | %s |%n", network, who, shown,
        Trained.difference(losses, others, STEPS), off);
  }
}
