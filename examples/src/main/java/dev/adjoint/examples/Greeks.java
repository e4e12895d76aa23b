package dev.adjoint.examples;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prices European options and finds all first and second derivatives of the prices: {@code Greeks CONTRACTS.csv [OUTPUT.csv]}. */
public final class Greeks {
  private Greeks() {}

  /**
   * Reads contracts, writes them with their Greeks, and prints how far these are from the closed forms. Derivatives are in
   * the units of the columns: vega is for a volatility higher by 1, theta for a year.
   */
  public static void main(String[] args) {
    System.exit(Program.run(Greeks::run, args));
  }

  static void run(String... args) throws IOException {
    Program.expectArguments(args, 1, 2, "Greeks CONTRACTS.csv [OUTPUT.csv]");
    Path input = Program.readable(args[0]);
    Path output = Program.writable("OUTPUT", args.length > 1 ? args[1] : "greeks.csv");
    List<Contract> contracts = Contract.read(input);
    Map<String, double[]> greeks = new BlackScholes(contracts).greeks();
    List<Map<String, Double>> exact = contracts.stream().map(ClosedForm::greeks).toList();
    for (int i = 0; i < contracts.size(); i++) {
      for (String name : greeks.keySet()) {
        if (!Double.isFinite(greeks.get(name)[i]) || !Double.isFinite(exact.get(i).get(name))) {
          throw new IllegalArgumentException(input + ":" + contracts.get(i).line() + ": " + name
              + " cannot be computed in float64: expected numbers less extreme");
        }
      }
    }
    write(output, contracts, greeks);
    compare(greeks, exact);
    System.out.printf("%d contracts with %d numbers each are in %s%n", contracts.size(), greeks.size(), output);
  }

  private static void write(Path output, List<Contract> contracts, Map<String, double[]> greeks) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.PLATFORM).build(output)) {
      List<String> header = new ArrayList<>(Contract.COLUMNS);
      header.addAll(greeks.keySet());
      csv.writeRecord(header);
      for (int i = 0; i < contracts.size(); i++) {
        List<String> row = new ArrayList<>(contracts.get(i).row());
        for (double[] greek : greeks.values()) {
          row.add(Double.toString(greek[i]));
        }
        csv.writeRecord(row);
      }
    }
  }

  private static void compare(Map<String, double[]> greeks, List<Map<String, Double>> expected) {
    System.out.printf("%-18s %14s %14s%n", "closed forms", "largest error", "relative");
    greeks.forEach((name, greek) -> {
      double error = 0;
      double relative = 0;
      for (int i = 0; i < greek.length; i++) {
        double exact = expected.get(i).get(name);
        double difference = Math.abs(greek[i] - exact);
        error = Math.max(error, difference);
        relative = Math.max(relative, difference == 0 ? 0 : difference / Math.abs(exact));
      }
      System.out.printf("%-18s %14.1e %14.1e%n", name, error, relative);
    });
  }
}
