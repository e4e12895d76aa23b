package dev.adjoint.examples;

import dev.adjoint.DType;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.data.DataLoader;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import dev.adjoint.io.Idx;
import dev.adjoint.nn.Conv2d;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Layers;
import dev.adjoint.nn.Linear;
import dev.adjoint.nn.Losses;
import dev.adjoint.nn.Module;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.Sequential;
import dev.adjoint.optim.AdamW;
import dev.adjoint.optim.Schedule;
import dev.adjoint.train.History;
import dev.adjoint.train.Metrics;
import dev.adjoint.train.Training;
import dev.adjoint.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads handwritten digits by a small convolutional network: MNIST's, from the folder of its four files, or digits that it
 * draws itself. {@code Digits [--data DIR] [--epochs N] [--drawn N] [--run DIR] [--resume FILE]}.
 */
public final class Digits {
  private static final String USAGE = "Digits [--data DIR] [--epochs N] [--drawn N] [--run DIR] [--resume FILE]";
  private static final int BATCH = 64;
  private static final int WIDTH = 16;
  private static final int HIDDEN = 64;

  private Digits() {}

  /** Trains, with a line for each epoch, and prints the share of digits it reads that it has not seen. */
  public static void main(String[] args) {
    System.exit(Program.run(Digits::run, args));
  }

  static void run(String... args) {
    Options options = new Options(USAGE, List.of("data", "epochs", "drawn", "run", "resume"), args);
    int epochs = options.count("epochs", 4);
    int drawn = options.count("drawn", 8000);
    boolean files = options.has("data");
    Dataset<Sample> learned = files ? read(Path.of(options.text("data", "")), "train") : DrawnDigits.draw(drawn, 0, 10, 1);
    Dataset<Sample> heldOut =
        files ? read(Path.of(options.text("data", "")), "t10k") : DrawnDigits.draw(Math.max(100, drawn / 4), 0, 10, 2);

    Module net = net(10, Key.of(1));
    DataLoader<Sample> batches = DataLoader.of(learned, BATCH).shuffle(Key.of(2));
    Training training = new Training(net, new AdamW(net.parameters(), 2e-3), Losses::crossEntropy)
        .schedule(Schedule.cosine((long) epochs * batches.size(), 1e-5))
        .metric("accuracy", Metrics::accuracy)
        .validation(DataLoader.of(heldOut, 250))
        .maximize("validation.accuracy")
        .listen(TrainingListener.lines(IO::println));
    if (options.has("run")) {
      training.checkpoints(Path.of(options.text("run", "")));
    }
    if (options.has("resume")) {
      training.resume(Path.of(options.text("resume", "")));
    }
    History history = training.run(batches, epochs);
    System.out.printf("reads %.2f %% of %d digits that it has not seen%n",
        100 * history.last().figure("validation.accuracy"), heldOut.size());
  }

  /** Two convolutions, each followed by the largest of four neighbours, and two dense layers. */
  static Module net(int classes, Key key) {
    Key[] keys = key.split(2);
    return new Sequential(features(keys[0]), new Linear(HIDDEN, classes, keys[1]));
  }

  /** All but the last layer. */
  static Module features(Key key) {
    Key[] keys = key.split(3);
    ConvOptions same = ConvOptions.DEFAULT.padding(1);
    return new Sequential(
        new Conv2d(1, WIDTH, 3, same, keys[0]), Layers.relu(), Layers.maxPool2d(PoolOptions.kernel(2)),
        new Conv2d(WIDTH, 2 * WIDTH, 3, same, keys[1]), Layers.relu(), Layers.maxPool2d(PoolOptions.kernel(2)),
        Layers.flatten(), new Linear(2 * WIDTH * 7 * 7, HIDDEN, keys[2]), Layers.relu());
  }

  /** One of MNIST's two parts: images from 0 to 1, and labels. */
  private static Dataset<Sample> read(Path folder, String part) {
    Tensor images = Idx.read(file(folder, part + "-images", 3)).to(DType.FLOAT32).div(255).unsqueeze(1);
    return Dataset.of(images, Idx.read(file(folder, part + "-labels", 1)).to(DType.INT64));
  }

  /** The file as it is distributed, or unpacked, whose names come with a dash or a dot. */
  private static Path file(Path folder, String name, int axes) {
    String end = "idx" + axes + "-ubyte";
    for (String candidate : List.of(name + "-" + end + ".gz", name + "-" + end, name + "." + end)) {
      if (Files.isReadable(folder.resolve(candidate))) {
        return folder.resolve(candidate);
      }
    }
    throw new IllegalArgumentException("--data: there is no " + name + "-" + end + " in " + folder + ", with or without .gz");
  }
}
