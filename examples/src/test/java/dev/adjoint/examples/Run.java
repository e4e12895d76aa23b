package dev.adjoint.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.adjoint.script.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What a program or a script did.
 *
 * @param code its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Run(int code, String out, String err) {
  static Run program(Program.Body body, String... args) {
    return capture(() -> Program.run(body, args));
  }

  /** Runs {@code NAME.adjoint.kts} as the launcher does. */
  static Run script(String backend, String name, String... args) {
    List<String> line = new ArrayList<>(List.of("run", "--backend", backend, name + ".adjoint.kts"));
    line.addAll(List.of(args));
    return command(line.toArray(String[]::new));
  }

  /** Runs the command line as the launcher does. */
  static Run command(String... words) {
    return capture(() -> Main.commandLine().execute(words));
  }

  private static Run capture(IntSupplier body) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(written, true, UTF_8));
      System.setErr(new PrintStream(complained, true, UTF_8));
      int code = body.getAsInt();
      return new Run(code, written.toString(UTF_8), complained.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
