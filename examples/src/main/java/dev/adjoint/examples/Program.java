package dev.adjoint.examples;

import dev.adjoint.BackendException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What the programs have in common: a mistake in arguments or files is one line on stderr, and the exit code 1. */
final class Program {
  private Program() {}

  @FunctionalInterface
  interface Body {
    void run(String[] args) throws IOException;
  }

  /** Runs a program; its exit code. */
  static int run(Body body, String... args) {
    try {
      body.run(args);
      return 0;
    } catch (IllegalArgumentException | BackendException e) {
      System.err.println(e.getMessage());
    } catch (FileSystemException e) {
      System.err.println(e.getFile() + ": cannot be read or written (" + e.getClass().getSimpleName() + ")");
    } catch (IOException e) {
      System.err.println(e);
    }
    return 1;
  }

  /** Refuses another number of arguments than these. */
  static void expectArguments(String[] args, int least, int most, String usage) {
    if (args.length < least || args.length > most) {
      throw new IllegalArgumentException("Usage: " + usage + "; given " + args.length + " arguments");
    }
  }

  /** The path of a file to be read. */
  static Path readable(String name) {
    Path path = Path.of(name);
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw new IllegalArgumentException(name + ": there is no such file, or it cannot be read");
    }
    return path;
  }

  /** The path of a file to be written; its directory is there. */
  static Path writable(String what, String name) {
    Path path = Path.of(name);
    Path directory = path.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(what + ": there is no directory " + directory);
    }
    return path;
  }

  /** A progress bar on stderr; where the output is no terminal, plain lines, one in ten seconds and one at the end. */
  static ProgressBar progress(String name, int steps) {
    ProgressBarBuilder bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(steps);
    if (System.console() != null && System.console().isTerminal()) {
      return bar.build();
    }
    AtomicReference<ProgressBar> shown = new AtomicReference<>();
    AtomicLong told = new AtomicLong(-1);
    ProgressBar lines = bar.setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(10_000)
        .setConsumer(new DelegatingProgressBarConsumer(line -> {
          ProgressBar now = shown.get();
          long current = now == null ? 0 : now.getCurrent();
          // The library draws the last state twice.
          if (told.getAndSet(current) != current) {
            System.err.println(line);
          }
        }, 120))
        .build();
    shown.set(lines);
    return lines;
  }

  /** A whole number above 0. */
  static int count(String what, String text) {
    try {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // What is no number is answered as a number out of range is.
    }
    throw new IllegalArgumentException(what + ": expected a whole number above 0; given " + text);
  }
}
