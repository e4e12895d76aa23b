package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.data.Vocabulary;
import dev.adjoint.io.Text;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.models.Gpt;
import dev.adjoint.nn.models.GptOptions;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Schedule;
import dev.adjoint.train.History;
import dev.adjoint.train.Training;
import dev.adjoint.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small GPT that writes a text on, character by character: {@code CharGpt [--text FILE] [--epochs N] [--sample N]}. */
public final class CharGpt {
  private static final String USAGE = "CharGpt [--text FILE] [--epochs N] [--sample N]";
  private static final int LENGTH = 48;
  private static final int BATCH = 32;
  private static final double HELD_OUT = 0.1;
  private static final double TEMPERATURE = 0.8;

  private CharGpt() {}

  /** Trains, with a line for each epoch, and prints what the network writes and how well it foretells what it has not seen. */
  public static void main(String[] args) {
    System.exit(Program.run(CharGpt::run, args));
  }

  static void run(String... args) {
    Options options = new Options(USAGE, List.of("text", "epochs", "sample"), args);
    Path file = Program.readable(options.text("text", "examples/data/poems.txt"));
    int epochs = options.count("epochs", 6);
    int sample = options.count("sample", 400);
    List<String> characters = Vocabulary.characters(Text.read(file));
    int held = (int) (characters.size() * HELD_OUT);
    if (held <= LENGTH) {
      throw new IllegalArgumentException(
          "%s: expected a text of %d characters or more; it has %d"
              .formatted(file, (int) Math.ceil((LENGTH + 1) / HELD_OUT), characters.size()));
    }
    Vocabulary vocabulary = Vocabulary.of(characters);
    Tensor ids = vocabulary.encode(characters);
    Tensor learned = ids.narrow(0, 0, ids.size() - held);
    Tensor heldOut = ids.narrow(0, ids.size() - held, held);

    Module net = new Gpt(GptOptions.of(vocabulary.size(), LENGTH).width(96, 4).layers(2).dropout(0.2), Key.of(1));
    DataLoader<Sample> batches =
        DataLoader.of(Dataset.windows(learned, LENGTH, 4), BATCH).shuffle(Key.of(2));
    long steps = (long) epochs * batches.size();
    History history = new Training(net, new AdamW(net.parameters(), 3e-3), CharGpt::loss)
        .schedule(Schedule.linear(0, 1, Math.max(1, steps / 10)).and(Schedule.cosine(steps, 1e-4)))
        .clipNorm(1)
        .validation(DataLoader.of(Dataset.windows(heldOut, LENGTH, LENGTH / 4), BATCH))
        .listen(TrainingListener.lines(IO::println))
        .run(batches, epochs);

    IO.println(write(net, vocabulary, learned.narrow(0, 0, LENGTH), sample, Key.of(3)));
    System.out.printf("%nheld out: %.2f nats a character; by the characters' shares alone %.2f%n",
        history.last().figure("validation.loss"), entropy(learned, heldOut, vocabulary.size()));
  }

  /** Of logits {@code [n, length, symbols]} and what follows, {@code [n, length]}. */
  private static Tensor loss(Tensor logits, Tensor next) {
    return Losses.crossEntropy(logits.flatten(0, 1), next.flatten());
  }

  /** What the network writes after a beginning. */
  private static String write(Module net, Vocabulary vocabulary, Tensor start, int count, Key key) {
    net.eval();
    Tensor context = start.unsqueeze(0);
    List<String> written = new ArrayList<>();
    for (float chance : Tensor.rand(key, count).toFloatArray()) {
      try (var _ = Adjoint.noGrad()) {
        Tensor logits = net.apply(context).select(1, -1).div(TEMPERATURE);
        // The place where the sum of the probabilities passes the number that was drawn.
        Tensor passed = logits.softmax(1).cumsum(1).le(chance).sum(1);
        Tensor next = passed.clamp(0, vocabulary.size() - 1).to(context.dtype());
        written.addAll(vocabulary.decode(next));
        context = Tensor.concat(1, context.narrow(1, 1, LENGTH - 1), next.unsqueeze(1));
      }
    }
    return String.join("", written);
  }

  /** The cross entropy of a text under the shares of the characters in another: what a model without context reaches. */
  private static double entropy(Tensor learned, Tensor heldOut, int symbols) {
    double[] counts = new double[symbols];
    for (long id : learned.toLongArray()) {
      counts[(int) id]++;
    }
    double sum = 0;
    for (long id : heldOut.toLongArray()) {
      // One more of each, so that none is impossible.
      sum -= Math.log((counts[(int) id] + 1) / (learned.size() + symbols));
    }
    return sum / heldOut.size();
  }
}
