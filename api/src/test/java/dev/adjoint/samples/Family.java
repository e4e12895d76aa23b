package dev.adjoint.samples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operations that belong together: a file of rows here, and one of golden values among the resources. */
public abstract class Family {
  private final String title;
  private final List<OperationRow> rows = new ArrayList<>();

  /** A family, with its title on the coverage page. */
  protected Family(String title) {
    this.title = title;
  }

  /** Declares the rows, by {@link #op}. */
  protected abstract void declare();

  /**
   * A new row, without samples.
   *
   * @param name that of the method, after the class for methods of others than Tensor: {@code tanh}, {@code Linalg.inv}
   * @param torch PyTorch's name, in full; empty where there is none
   * @param paddle Paddle's
   * @param mindspore MindSpore's
   * @param numpy NumPy's or SciPy's
   */
  protected final OperationRow op(String name, String torch, String paddle, String mindspore, String numpy) {
    OperationRow row = new OperationRow(name, torch, paddle, mindspore, numpy);
    rows.add(row);
    return row;
  }

  /** The title. */
  public final String title() {
    return title;
  }

  /** The rows. */
  public final synchronized List<OperationRow> rows() {
    if (rows.isEmpty()) {
      declare();
    }
    return Collections.unmodifiableList(rows);
  }

  /** All samples of all rows. */
  public final List<Sample> samples() {
    return rows().stream().flatMap(row -> row.samples().stream()).toList();
  }

  /** The name of its golden file. */
  public final String goldenFile() {
    return "golden/" + getClass().getSimpleName() + ".txt.gz";
  }
}
