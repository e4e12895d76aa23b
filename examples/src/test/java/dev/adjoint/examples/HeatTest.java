package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeatTest {
  private static final Pattern ERROR = Pattern.compile("at most (\\S+), RMS (\\S+)");

  private static double rms(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    Matcher error = ERROR.matcher(run.out());
    assertThat(error.find()).as(run.out()).isTrue();
    return Double.parseDouble(error.group(2).replace(',', '.'));
  }

  @Test
  void programComesCloserToTheSolution() {
    double early = rms(Run.program(Heat::run, "10"));
    double late = rms(Run.program(Heat::run, "250"));
    assertThat(early).isGreaterThan(0.1);
    assertThat(late).isLessThan(0.03);
  }

  @Test
  void scriptComesCloserToTheSolution() {
    assertThat(rms(Run.script("cpu", "heat", "250"))).isLessThan(0.03);
  }

  @Test
  void otherArgumentsAreRefused() {
    assertThat(Run.program(Heat::run, "-1").err()).contains("STEPS: expected a whole number above 0; given -1");
    assertThat(Run.program(Heat::run, "1", "2").err()).contains("Usage: Heat [STEPS]; given 2 arguments");
    assertThat(Run.script("cpu", "heat", "1.5").err()).contains("STEPS: expected a whole number above 0; given 1.5");
  }
}
