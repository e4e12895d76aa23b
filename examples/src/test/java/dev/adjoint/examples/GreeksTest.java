package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreeksTest {
  private static final String OPTIONS = "data/options.csv";
  private static final double ONE_BILLIONTH_IN_PERCENT = 1e-7;

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void output() {
    output = directory.resolve("greeks.csv");
  }

  @Test
  void differentiationAgreesWithTheClosedForms() throws IOException {
    List<Contract> contracts = Contract.read(Path.of(OPTIONS));
    Map<String, double[]> greeks = new BlackScholes(contracts).greeks();
    assertThat(contracts).hasSize(12);
    for (int i = 0; i < contracts.size(); i++) {
      Map<String, Double> exact = ClosedForm.greeks(contracts.get(i));
      assertThat(greeks.keySet()).containsExactlyElementsOf(exact.keySet());
      for (String name : exact.keySet()) {
        assertThat(greeks.get(name)[i])
            .as("%s of contract %d", name, i)
            .isCloseTo(exact.get(name), withinPercentage(ONE_BILLIONTH_IN_PERCENT));
      }
    }
  }

  /** The numbers are finite differences in 40 digits. */
  @Test
  void closedFormsAgreeWithFiniteDifferences() {
    assertThat(ClosedForm.greeks(new Contract(2, "call", 98.6, 95, 0.2234, 1.5, 0.0398, 0.0375)).values())
        .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-11 * Math.abs(b) ? 0 : Double.compare(a, b))
        .containsExactly(
            11.90522096038, 0.5788215495684, 43.72420909027, -2.913433460377, 67.74987574059, -85.60770718116,
            0.01342127282562, -0.01903674904364, 0.02007973510287, 1.985006250909, -2.853238575261, 0.6559923070726,
            12.87904524815, -68.40184881895, 2.815535183554, -1.33211283363, 37.82664081478, -54.10201196573,
            191.9576108985, -293.5824245094, 421.9939852811);
  }

  @Test
  void putsAndCallsArePricedAsInHullsBook() throws IOException {
    Path file = Files.writeString(directory.resolve("hull.csv"), """
        type,spot,strike,vol,time,rate,dividend
        call,42,40,0.2,0.5,0.1,0
        put,42,40,0.2,0.5,0.1,0
        """);
    double[] prices = new BlackScholes(Contract.read(file)).greeks().get("price");
    assertThat(prices[0]).isCloseTo(4.76, within(0.005));
    assertThat(prices[1]).isCloseTo(0.81, within(0.005));
  }

  @Test
  void programWritesWhatItFound() throws IOException {
    Run run = Run.program(Greeks::run, OPTIONS, output.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("12 contracts with 21 numbers each are in " + output);
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(13);
    assertThat(lines.getFirst())
        .startsWith("type,spot,strike,vol,time,rate,dividend,price,delta,vega,theta,rho,epsilon,gamma,");
    assertThat(lines.getLast()).startsWith("put,42.0,40.0,0.2,0.5,0.1,0.0,0.80859937");
  }

  @Test
  void scriptWritesAndPrintsTheSame() throws IOException {
    Run program = Run.program(Greeks::run, OPTIONS, output.toString());
    String expected = Files.readString(output);
    Files.delete(output);
    Run script = Run.script("cpu", "greeks", OPTIONS, output.toString());
    assertThat(script.err()).isEmpty();
    assertThat(script.out()).isEqualTo(program.out());
    assertThat(output).content().isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "call,100,100,abc,1,0,0  | column vol: expected a number above 0; given abc",
    "put,100,100,-0.2,1,0,0  | column vol: expected a number above 0; given -0.2",
    "put,100,100,0.2,-1,0,0  | column time: expected a number above 0; given -1",
    "put,100,100,0.2,1,x,0   | column rate: expected a number; given x",
    "put,100,100,0.2,1,0,NaN | column dividend: expected a number; given NaN",
    "swap,100,100,0.2,1,0,0  | column type: expected call or put; given swap",
    "put,100,100,0.2,1,0,0,7,8 | expected 7 fields; given 9, with 7,8 too many",
    "put,100,100,0.2         | column time: expected a number above 0; given nothing",
  })
  void wrongRowsAreNamedByFileLineAndColumn(String row, String message) throws IOException {
    assertRefused("type,spot,strike,vol,time,rate,dividend\ncall,100,100,0.2,1,0,0\n" + row, ":3: " + message);
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.csv"), content);
    Run program = Run.program(Greeks::run, file.toString(), output.toString());
    assertThat(program.code()).isOne();
    assertThat(program.err()).isEqualToIgnoringNewLines(file + message);
    Run script = Run.script("cpu", "greeks", file.toString(), output.toString());
    assertThat(script.code()).isOne();
    assertThat(script.err()).contains(file + message);
    assertThat(output).doesNotExist();
  }

  @Test
  void wrongFilesAreNamed() throws IOException {
    assertRefused(
        "type,spot,strike,time,rate,dividend\ncall,100,100,1,0,0", ":2: column vol: expected a number above 0; given nothing");
    assertRefused("", ": expected the columns type,spot,strike,vol,time,rate,dividend and a row for each contract");
    assertRefused(
        "type,spot,strike,vol,time,rate,dividend\n",
        ": expected the columns type,spot,strike,vol,time,rate,dividend and a row for each contract");
  }

  @Test
  void contractsTooExtremeForFloat64AreNamed() throws IOException {
    assertRefused(
        "type,spot,strike,vol,time,rate,dividend\ncall,100,100,0.2,1,0,0\ncall,1e308,1e-308,0.2,1,0,0",
        ":3: vega cannot be computed in float64: expected numbers less extreme");
  }

  @Test
  void argumentsAreChecked() {
    assertThat(Run.program(Greeks::run)).isEqualTo(
        new Run(1, "", "Usage: Greeks CONTRACTS.csv [OUTPUT.csv]; given 0 arguments" + System.lineSeparator()));
    assertThat(Run.program(Greeks::run, "none.csv").err()).contains("none.csv: there is no such file, or it cannot be read");
    assertThat(Run.program(Greeks::run, OPTIONS, directory.resolve("no/greeks.csv").toString()).err())
        .isEqualToIgnoringNewLines("OUTPUT: there is no directory " + directory.resolve("no"));
    assertThat(Run.script("cpu", "greeks", OPTIONS, directory.resolve("no/greeks.csv").toString()).err())
        .contains("OUTPUT: there is no directory " + directory.resolve("no"));
    assertThat(Run.script("cpu", "greeks", "none.csv").err()).contains("none.csv: there is no such file, or it cannot be read");
  }
}
