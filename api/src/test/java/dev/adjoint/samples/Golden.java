package dev.adjoint.samples;

import dev.adjoint.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a peer computes for the samples of a family: the outputs, and the gradient of their {@link #weight weighted} sum
 * towards each input. Kept in a text file, compressed: the version of the peer, and then for each row its name, a line
 * {@code o} an output and a line {@code g} an input.
 */
public final class Golden {
  private final String origin;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** One sample in one precision. */
  public record Row(List<Values> outputs, List<@Nullable Values> gradients) {}

  /** Numbers in a shape. */
  public record Values(Shape shape, double[] numbers) {}

  /** An empty table. */
  public Golden(String origin) {
    this.origin = origin;
  }

  /** What an output's element counts in the sum whose gradient is taken: different for neighbours. */
  public static double weight(int output, int element) {
    return 0.5 + ((element * 7 + output * 3) % 11) / 11.0;
  }

  /** The name of a row. */
  public static String key(Sample sample, boolean single) {
    return sample + (single ? " | float32" : " | float64");
  }

  /** The peer and its version. */
  public String origin() {
    return origin;
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /** A row; null if there is none. */
  public @Nullable Row get(Sample sample, boolean single) {
    return rows.get(key(sample, single));
  }

  /** Adds a row. */
  public void put(Sample sample, boolean single, Row row) {
    rows.put(key(sample, single), row);
  }

  /** Writes all rows. */
  public void write(OutputStream to) throws IOException {
    try (var out = new PrintWriter(new GZIPOutputStream(to), false, StandardCharsets.UTF_8)) {
      out.print(origin + "\n");
      rows.forEach((key, row) -> {
        boolean single = key.endsWith("32");
        out.print(key + "\n");
        row.outputs.forEach(values -> out.print(line("o", values, single)));
        row.gradients.forEach(values -> out.print(line("g", values, single)));
      });
    }
  }

  private static String line(String kind, @Nullable Values values, boolean single) {
    if (values == null) {
      return kind + " -\n";
    }
    StringBuilder out = new StringBuilder(kind).append(' ');
    out.append(String.join(",", Arrays.stream(values.shape.toArray()).mapToObj(String::valueOf).toList())).append(':');
    for (double v : values.numbers) {
      out.append(' ').append(v == Math.rint(v) && Math.abs(v) < 1e6 && !(v == 0 && 1 / v < 0) ? String.valueOf((long) v)
          : single ? Float.toString((float) v) : Double.toString(v));
    }
    return out.append('\n').toString();
  }

  /** The rows of a family. */
  public static Golden of(Family family) {
    var stream = Golden.class.getResourceAsStream("/" + family.goldenFile());
    if (stream == null) {
      throw new IllegalStateException(
          "There is no resource " + family.goldenFile() + "; see docs/operations.md on golden values");
    }
    try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8))) {
      Golden golden = new Golden(in.readLine());
      Row row = new Row(new ArrayList<>(), new ArrayList<>());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("o ")) {
          row.outputs.add(values(line));
        } else if (line.startsWith("g ")) {
          row.gradients.add(line.equals("g -") ? null : values(line));
        } else {
          row = new Row(new ArrayList<>(), new ArrayList<>());
          golden.rows.put(line, row);
        }
      }
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + family.goldenFile(), e);
    }
  }

  private static Values values(String line) {
    int colon = line.indexOf(':');
    String sizes = line.substring(2, colon);
    Shape shape =
        Shape.of(sizes.isEmpty() ? new int[0] : Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray());
    String numbers = line.substring(colon + 1).strip();
    double[] values =
        numbers.isEmpty() ? new double[0] : Arrays.stream(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new Values(shape, values);
  }
}
