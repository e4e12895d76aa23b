package dev.adjoint.examples;

import dev.adjoint.GradGraph;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Safetensors;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.Strictness;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Optimizer;
import dev.adjoint.train.History;
import dev.adjoint.train.Metrics;
import dev.adjoint.train.Training;
import dev.adjoint.train.TrainingListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Teaches a network the digits 0 to 4, saves it, and reads the digits 5 to 9 with what it has learned: its layers frozen, and
 * a new last one. {@code Finetune [--epochs N] [--drawn N] [--file FILE]}.
 */
public final class Finetune {
  private static final String USAGE = "Finetune [--epochs N] [--drawn N] [--file FILE]";
  private static final int CLASSES = 5;
  private static final int BATCH = 50;
  /** The name of the last layer in a {@link Digits#net}. */
  private static final String HEAD = "1.";

  private Finetune() {}

  /** Trains twice, and prints what has changed, and what a step saves for its gradients. */
  public static void main(String[] args) {
    System.exit(Program.run(Finetune::run, args));
  }

  static void run(String... args) {
    Options options = new Options(USAGE, List.of("epochs", "drawn", "file"), args);
    int epochs = options.count("epochs", 3);
    int drawn = options.count("drawn", 4000);
    Path file = Program.writable("--file", options.text("file", "digits-0-4.safetensors"));

    Module base = Digits.net(CLASSES, Key.of(1));
    IO.println("the digits 0 to 4, all layers");
    train(base, new AdamW(base.parameters(), 2e-3), DrawnDigits.draw(drawn, 0, CLASSES, 1), epochs);
    Safetensors.write(file, base.state());

    Module net = Digits.net(CLASSES, Key.of(2));
    Map<String, Tensor> saved = new HashMap<>(Safetensors.open(file).all());
    saved.keySet().removeIf(name -> name.startsWith(HEAD));
    IO.println("loaded from " + file + ", all but " + net.load(saved, Strictness.PARTIAL).missing());

    Dataset<Sample> others = DrawnDigits.draw(drawn, 5, CLASSES, 2);
    IO.println("a step saves " + kilobytes(net, others) + " with all layers");
    Module features = net.children().getFirst();
    features.freeze();
    IO.println("a step saves " + kilobytes(net, others) + " with the last layer alone");

    Map<String, float[]> before = values(net);
    IO.println("the digits 5 to 9, the last layer");
    History history = train(net, new AdamW(net.children().getLast().parameters(), 2e-2), others, epochs);
    Map<String, float[]> after = values(net);
    TreeSet<String> changed = new TreeSet<>(after.keySet());
    changed.removeIf(name -> Arrays.equals(before.get(name), after.get(name)));
    System.out.printf("changed: %s; reads %.1f %%%n", changed, 100 * history.last().figure("validation.accuracy"));
  }

  private static History train(Module net, Optimizer optimizer, Dataset<Sample> data, int epochs) {
    List<Dataset<Sample>> parts = data.split(Key.of(3), 0.8, 0.2);
    return new Training(net, optimizer, Losses::crossEntropy)
        .metric("accuracy", Metrics::accuracy)
        .validation(DataLoader.of(parts.getLast(), 250))
        .listen(TrainingListener.lines(IO::println))
        .run(DataLoader.of(parts.getFirst(), BATCH).shuffle(Key.of(4)), epochs);
  }

  /** What the backward pass of one batch keeps from the forward pass. */
  private static String kilobytes(Module net, Dataset<Sample> data) {
    Sample batch = DataLoader.of(data, BATCH).iterator().next();
    GradGraph graph = GradGraph.of(Losses.crossEntropy(net.apply(batch.input()), batch.target()));
    return "%,d KB".formatted(graph.savedBytes() / 1000);
  }

  private static Map<String, float[]> values(Module net) {
    Map<String, float[]> values = new HashMap<>();
    net.state().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
  }
}
