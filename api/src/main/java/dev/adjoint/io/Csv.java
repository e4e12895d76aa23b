package dev.adjoint.io;

import dev.adjoint.Shape;
import dev.adjoint.ShapeException;
import dev.adjoint.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * A table from a CSV file (RFC 4180, in UTF-8): rows of as many cells each, cells in quotes where they hold commas, quotes or
 * line breaks. Lines end with {@code \n}, {@code \r\n} or {@code \r}. The first row names the columns. Lines without anything
 * on them are skipped.
 */
public final class Csv {
  private final Path file;
  private final Map<String, Integer> columns;
  private final List<CsvRow> rows;

  private Csv(Path file, Map<String, Integer> columns, List<CsvRow> rows) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads a file with commas, whose first row names the columns.
   *
   * @throws FormatException if it is damaged
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Csv read(Path file) {
    return read(file, ',', true);
  }

  /**
   * Reads a file.
   *
   * @param separator what stands between cells
   * @param header whether the first row names the columns; if not, their names are 0, 1, ...
   * @throws FormatException if it is damaged
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Csv read(Path file, char separator, boolean header) {
    if (separator == '"' || separator == '\n' || separator == '\r') {
      throw new IllegalArgumentException("The separator is given as " + (int) separator + ", which CSV needs itself; expected "
          + "another character, such as ',' or ';'");
    }
    List<CsvRow> rows = new CsvReader(file, Text.read(file), separator).rows();
    if (rows.isEmpty() && header) {
      throw new FormatException(file, "line 1", "the end of the file", "a row that names the columns", null);
    }
    Map<String, Integer> columns = new LinkedHashMap<>();
    int width = rows.isEmpty() ? 0 : rows.getFirst().cells().length;
    for (int i = 0; i < width; i++) {
      String name = header ? rows.getFirst().cells()[i] : Integer.toString(i);
      if (columns.put(name, i) != null) {
        throw new FormatException(file, "line " + rows.getFirst().line() + ", column " + (i + 1), "the name " + name + " again",
            "each column's name once", null);
      }
    }
    return new Csv(file, Collections.unmodifiableMap(columns), header ? rows.subList(1, rows.size()) : rows);
  }

  /** The names of the columns, in order. */
  public List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  /** The number of rows, without the one of names. */
  public int rows() {
    return rows.size();
  }

  /**
   * The cells of a column as they are.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public List<String> texts(String column) {
    int at = index(column);
    List<String> out = new ArrayList<>(rows.size());
    for (CsvRow row : rows) {
      out.add(row.cells()[at]);
    }
    return Collections.unmodifiableList(out);
  }

  /**
   * The numbers of columns, float32: {@code [rows, columns]}. {@code nan}, {@code inf} and {@code infinity} are numbers, in
   * capitals or not.
   *
   * @param names in the order wanted; all of them where none is given
   * @throws IllegalArgumentException if there is no such column
   * @throws FormatException for a cell that is no number, or one too large for the type
   */
  public Tensor floats(String... names) {
    int[] wanted = indices(names);
    float[] out = new float[cells(wanted)];
    each(wanted, (text, at) -> out[at] = CsvNumber.toFloat(text));
    return Tensor.of(out, Shape.of(rows.size(), wanted.length));
  }

  /** {@link #floats} in float64. */
  public Tensor doubles(String... names) {
    int[] wanted = indices(names);
    double[] out = new double[cells(wanted)];
    each(wanted, (text, at) -> out[at] = CsvNumber.toDouble(text));
    return Tensor.of(out, Shape.of(rows.size(), wanted.length));
  }

  /**
   * The whole numbers of a column, such as classes: int64, {@code [rows]}.
   *
   * @throws IllegalArgumentException if there is no such column
   * @throws FormatException for a cell that is no whole number
   */
  public Tensor longs(String column) {
    int at = index(column);
    long[] out = new long[rows.size()];
    for (int i = 0; i < out.length; i++) {
      CsvRow row = rows.get(i);
      try {
        out[i] = Long.parseLong(row.cells()[at].strip());
      } catch (NumberFormatException e) {
        throw fault(row, at, "a whole number");
      }
    }
    return Tensor.ofLongs(out);
  }

  private int[] indices(String[] names) {
    List<String> wanted = names.length == 0 ? columns() : List.of(names);
    return wanted.stream().mapToInt(this::index).toArray();
  }

  private int cells(int[] wanted) {
    long n = (long) rows.size() * wanted.length;
    if (n > Integer.MAX_VALUE) {
      throw new ShapeException("A tensor holds at most " + Integer.MAX_VALUE + " elements; " + file + " has " + n
          + " cells. Ask for some of its columns");
    }
    return (int) n;
  }

  private void each(int[] wanted, ObjIntConsumer<String> parse) {
    int at = 0;
    for (CsvRow row : rows) {
      for (int index : wanted) {
        String text = row.cells()[index].strip();
        try {
          parse.accept(text, at++);
        } catch (NumberFormatException e) {
          throw fault(row, index, "a number");
        } catch (ArithmeticException e) {
          throw fault(row, index, e.getMessage());
        }
      }
    }
  }

  private int index(String column) {
    Integer at = columns.get(column);
    if (at == null) {
      throw new IllegalArgumentException(file + " has no column " + column + "; it has " + columns.keySet());
    }
    return at;
  }

  private FormatException fault(CsvRow row, int index, String expected) {
    String name = columns().get(index);
    return new FormatException(file, "line " + row.line() + ", column " + (index + 1) + " (" + name + ")",
        row.cells()[index].isBlank() ? "an empty cell" : "\"" + row.cells()[index] + "\"", expected, null);
  }
}
