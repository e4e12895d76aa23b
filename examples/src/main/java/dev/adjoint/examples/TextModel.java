package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Embedding;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.Adam;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learns to continue a text, character by character: {@code TextModel TEXT [STEPS] [PICTURE.svg]}. */
public final class TextModel {
  private static final int CONTEXT = 10;
  private static final int WIDTH = 16;
  private static final int HIDDEN = 192;
  private static final int BATCH = 64;
  private static final int SAMPLE = 300;
  private static final double TEMPERATURE = 0.7;

  private final Text text;
  private final Module net;

  private TextModel(Text text, Key key) {
    this.text = text;
    Key[] keys = key.split(3);
    net = new Sequential(
        new Embedding(text.vocabularySize(), WIDTH, keys[0]),
        Sequential.step(x -> x.reshape(-1, CONTEXT * WIDTH)),
        new Linear(CONTEXT * WIDTH, HIDDEN, keys[1]),
        Sequential.step(Tensor::relu),
        new Linear(HIDDEN, text.vocabularySize(), keys[2]));
  }

  /** Trains on a text, shows the loss as it falls, draws it, and prints what the model writes. */
  public static void main(String[] args) {
    System.exit(Program.run(TextModel::run, args));
  }

  static void run(String... args) throws IOException {
    Program.expectArguments(args, 1, 3, "TextModel TEXT [STEPS] [PICTURE.svg]");
    Text text = Text.read(Program.readable(args[0]), CONTEXT + 1);
    int steps = args.length > 1 ? Program.count("STEPS", args[1]) : 1000;
    String picture = args.length > 2 ? args[2] : "textmodel-loss.svg";
    if (!picture.endsWith(".svg")) {
      throw new IllegalArgumentException("PICTURE: expected a name that ends in .svg; given " + picture);
    }
    Path drawing = Program.writable("PICTURE", picture);
    Key[] keys = Key.of(2026).split(3);
    TextModel model = new TextModel(text, keys[0]);
    List<Loss> losses = model.train(steps, keys[1]);
    IO.println(model.write(keys[2]));
    draw(losses, drawing);
    System.out.printf("%nloss %.2f -> %.2f, drawn in %s%n", losses.getFirst().mean, losses.getLast().mean, picture);
  }

  /** The mean loss over some batches up to a step. */
  private record Loss(int step, double mean) {}

  private List<Loss> train(int steps, Key key) {
    Adam adam = new Adam(net.parameters(), 0.003);
    Key[] keys = key.split(steps);
    int every = Math.max(1, steps / 100);
    List<Loss> losses = new ArrayList<>();
    double running = 0;
    try (ProgressBar bar = Program.progress("training", steps)) {
      for (int step = 1; step <= steps; step++) {
        try (var _ = Adjoint.scope()) { // the next step uses the memory of this one again
          Text.Batch batch = text.batch(BATCH, CONTEXT, keys[step - 1]);
          Tensor loss = Losses.crossEntropy(net.forward(batch.contexts()), batch.next());
          loss.backward();
          adam.step();
          adam.zeroGrad();
          running += loss.item();
        }
        if (step % every == 0) {
          losses.add(new Loss(step, running / every));
          bar.setExtraMessage(" loss %.2f".formatted(running / every));
          running = 0;
        }
        bar.step();
      }
    }
    return losses;
  }

  /** What the model continues some place of the text with. */
  private String write(Key key) {
    StringBuilder written = new StringBuilder();
    Key[] keys = key.split(2);
    Tensor context = text.batch(1, CONTEXT, keys[0]).contexts();
    try (var _ = Adjoint.noGrad()) {
      for (float chance : Tensor.rand(keys[1], SAMPLE).toFloatArray()) {
        int next = pick(net.forward(context).div(TEMPERATURE).softmax(1).toFloatArray(), chance);
        written.append(text.character(next));
        context = Tensor.concat(1, context.narrow(1, 1, CONTEXT - 1), Tensor.ofInts(next).unsqueeze(0));
      }
    }
    return written.toString();
  }

  /** The place where the sum of the probabilities passes a number in [0, 1). */
  private static int pick(float[] probabilities, float chance) {
    int place = 0;
    for (float sum = probabilities[0]; sum <= chance && place < probabilities.length - 1; sum += probabilities[place]) {
      place++;
    }
    return place;
  }

  private static void draw(List<Loss> losses, Path file) throws IOException {
    XYChart chart = new XYChartBuilder().title("Loss").xAxisTitle("step").yAxisTitle("cross entropy").build();
    chart.addSeries("loss", losses.stream().map(Loss::step).toList(), losses.stream().map(Loss::mean).toList())
        .setMarker(SeriesMarkers.NONE);
    try (OutputStream out = Files.newOutputStream(file)) {
      VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
    }
  }
}
