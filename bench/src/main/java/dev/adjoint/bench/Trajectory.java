package dev.adjoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The losses that a training run went through, with all that is needed to run it again. Its text form has one line a name, the
 * numbers after it, commas between; the first line, after {@code #}, says whose losses they are.
 *
 * @param source who computed the losses, with the version
 * @param task the network, its initial parameters and its data; the objective is the mean squared error
 * @param losses the loss before each step
 */
public record Trajectory(String source, TrainingTask task, float[] losses) {
  private static final String COMMENT = "# ";
  private static final String PARAMETER = "parameter";

  /**
   * Trains and notes the losses.
   *
   * @param source who trains
   * @param task what the trainer was made from
   * @param steps how many steps to take
   */
  public static Trajectory follow(String source, TrainingTask task, Trainer trainer, int steps) {
    var losses = new float[steps];
    for (int i = 0; i < steps; i++) {
      losses[i] = trainer.step();
    }
    return new Trajectory(source, task, losses);
  }

  /**
   * Writes the text form.
   *
   * @throws IllegalArgumentException if the objective is not the mean squared error
   */
  public void write(Path file) throws IOException {
    if (!(task.objective() instanceof Objective.MeanSquaredError(float[] targets))) {
      throw new IllegalArgumentException("The text form keeps regression targets; this task has " + task.objective());
    }
    var lines = new ArrayList<String>();
    lines.add(COMMENT + source);
    lines.add("widths" + joined(IntStream.of(task.widths()).boxed()));
    lines.add("rate" + joined(Stream.of(task.rate())));
    lines.add("inputs" + joined(boxed(task.inputs())));
    lines.add("targets" + joined(boxed(targets)));
    for (int i = 0; i < task.parameters().size(); i++) {
      lines.add(PARAMETER + i + joined(boxed(task.parameters().get(i))));
    }
    lines.add("losses" + joined(boxed(losses)));
    Files.write(file, lines);
  }

  /** Reads the text form. */
  public static Trajectory read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, String[]> rows = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] nameAndNumbers = line.split(",", 2);
      rows.put(nameAndNumbers[0], nameAndNumbers[1].split(","));
    }
    int[] widths = Stream.of(row(rows, "widths")).mapToInt(Integer::parseInt).toArray();
    List<float[]> parameters =
        IntStream.range(0, 2 * (widths.length - 1)).mapToObj(i -> floats(row(rows, PARAMETER + i))).toList();
    var task =
        new TrainingTask(
            widths,
            floats(row(rows, "inputs")),
            new Objective.MeanSquaredError(floats(row(rows, "targets"))),
            parameters,
            Double.parseDouble(row(rows, "rate")[0]));
    return new Trajectory(lines.getFirst().substring(COMMENT.length()), task, floats(row(rows, "losses")));
  }

  private static String[] row(Map<String, String[]> rows, String name) {
    String[] row = rows.get(name);
    if (row == null) {
      throw new IllegalArgumentException("A trajectory needs a line \"" + name + ",...\"; this one has only " + rows.keySet());
    }
    return row;
  }

  private static float[] floats(String[] texts) {
    var values = new float[texts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(texts[i]);
    }
    return values;
  }

  private static Stream<Float> boxed(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]);
  }

  private static String joined(Stream<? extends Number> numbers) {
    var text = new StringBuilder();
    numbers.forEach(number -> text.append(',').append(number));
    return text.toString();
  }
}
