package dev.adjoint.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules against numbers computed step by step, as PyTorch's schedulers go. */
final class ScheduleTest {
  private static final double BASE = 0.8;

  private static void assertRates(Schedule schedule, double... expected) {
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.rate(BASE, step)).as("step %d", step).isCloseTo(expected[step], within(1e-14));
    }
  }

  @Test
  void steps() {
    assertRates(Schedule.step(2, 0.5), 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1);
    assertRates(Schedule.multiStep(0.5, 1, 4, 4), 0.8, 0.4, 0.4, 0.4, 0.1, 0.1);
    assertRates(Schedule.exponential(0.5), 0.8, 0.4, 0.2, 0.1);
  }

  @Test
  void cosineGoesTheWayOfPyTorchsRecursion() {
    int steps = 10;
    double least = 0.05;
    Schedule schedule = Schedule.cosine(steps, least);
    double rate = BASE;
    assertThat(schedule.rate(BASE, 0)).isEqualTo(BASE);
    for (int t = 1; t <= steps; t++) {
      rate = (1 + Math.cos(Math.PI * t / steps)) / (1 + Math.cos(Math.PI * (t - 1) / steps)) * (rate - least) + least;
      assertThat(schedule.rate(BASE, t)).as("step %d", t).isCloseTo(rate, within(1e-13));
    }
    assertThat(rate).isCloseTo(least, within(1e-13));
    assertThat(schedule.rate(BASE, 2 * steps)).isCloseTo(BASE, within(1e-14));
  }

  @Test
  void restarts() {
    double half = 0.1 + 0.7 / 2;
    double quarter = 0.1 + 0.7 * (1 + Math.sqrt(0.5)) / 2;
    double threeQuarters = 0.1 + 0.7 * (1 - Math.sqrt(0.5)) / 2;
    assertRates(Schedule.cosineWithRestarts(2, 1, 0.1), 0.8, half, 0.8, half, 0.8);
    assertRates(Schedule.cosineWithRestarts(2, 2, 0.1), 0.8, half, 0.8, quarter, half, threeQuarters, 0.8);
  }

  @Test
  void linear() {
    assertRates(Schedule.linear(0.25, 1, 3), 0.2, 0.4, 0.6, 0.8, 0.8);
    assertRates(Schedule.linear(1, 0.5, 2), 0.8, 0.6, 0.4, 0.4);
  }

  @Test
  void oneCycleInTwoPhases() {
    // Up in the steps 0 to 0.4 * 10 - 1 = 3, down to the step 9.
    Schedule lines = Schedule.oneCycle(OneCycleOptions.of(1, 10).rising(0.4).cosine(false).startDivisor(4).endDivisor(5));
    assertRates(lines, 0.25, 0.5, 0.75, 1, 1 - 0.95 / 6, 1 - 0.95 / 3, 1 - 0.95 / 2, 1 - 0.95 / 6 * 4, 1 - 0.95 / 6 * 5, 0.05,
        0.05);
    Schedule cosines = Schedule.oneCycle(OneCycleOptions.of(1, 10).rising(0.3).startDivisor(4).endDivisor(5));
    assertRates(cosines, 0.25, 0.625, 1);
    assertThat(cosines.rate(BASE, 9)).isCloseTo(0.05, within(1e-14));
    // Half-way down from step 2 to step 9 there is no step; a seventh of it is one.
    assertThat(cosines.rate(BASE, 3)).isCloseTo(0.05 + 0.95 / 2 * (1 + Math.cos(Math.PI / 7)), within(1e-14));
    assertRates(Schedule.oneCycle(OneCycleOptions.of(1, 4).rising(0.25).cosine(false)), 1, 2 / 3.0 + 1 / 75e4,
        1 / 3.0 + 2 / 75e4);
    assertThat(Schedule.oneCycle(1, 100).rate(BASE, 0)).isCloseTo(1 / 25.0, within(1e-15));
    assertThat(Schedule.oneCycle(1, 100).rate(BASE, 29)).isCloseTo(1, within(1e-15));
    assertThat(Schedule.oneCycle(1, 100).rate(BASE, 99)).isCloseTo(1 / 25e4, within(1e-15));
  }

  @Test
  void oneCycleInThreePhases() {
    Schedule schedule =
        Schedule.oneCycle(OneCycleOptions.of(1, 8).rising(0.375).cosine(false).startDivisor(4).endDivisor(5).threePhase(true));
    // Up to the step 2, down to the step 4, and to the last rate until the step 7.
    double last = 0.05;
    assertRates(schedule, 0.25, 0.625, 1, 0.625, 0.25, 0.25 - 0.2 / 3, 0.25 - 0.4 / 3, last, last);
  }

  @Test
  void oneAfterTheOtherAndBothAtOnce() {
    Schedule warmUp = Schedule.linear(0.5, 1, 2);
    assertRates(warmUp.then(2, Schedule.step(1, 0.5)).then(4, (_, step) -> step), 0.4, 0.6, 0.8, 0.4, 0, 1, 2);
    assertRates(warmUp.and(Schedule.step(1, 0.5)), 0.4, 0.3, 0.2, 0.1);
  }

  @Test
  void aSchedulerSetsTheRatesOfAllGroups() {
    Tensor a = Tensor.of(1).requiresGrad(true);
    Tensor b = Tensor.of(1).requiresGrad(true);
    Sgd sgd = new Sgd(List.of(
        new ParameterGroup<>(List.of(a), SgdOptions.DEFAULT.lr(1)),
        new ParameterGroup<>(List.of(b), SgdOptions.DEFAULT.lr(10))));
    Scheduler scheduler = new Scheduler(sgd, Schedule.linear(0.5, 1, 2));
    assertThat(List.of(sgd.learningRate(0), sgd.learningRate(1))).containsExactly(0.5, 5.0);
    scheduler.step();
    assertThat(List.of(sgd.learningRate(0), sgd.learningRate(1))).containsExactly(0.75, 7.5);
    Scheduler each = new Scheduler(sgd, Schedule.step(1, 0.5), Schedule.step(1, 0.1));
    each.step();
    assertThat(List.of(sgd.learningRate(0), sgd.learningRate(1))).containsExactly(0.5, 1.0);
    assertThat(each.steps()).isEqualTo(1);
    assertThatThrownBy(() -> new Scheduler(sgd)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 groups");
    assertThatThrownBy(() -> new Scheduler(sgd, (_, _) -> -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aPlateauReducesTheRate() {
    Sgd sgd = new Sgd(List.of(Tensor.of(1).requiresGrad(true)), 1);
    ReduceOnPlateau plateau = new ReduceOnPlateau(sgd,
        PlateauOptions.DEFAULT.factor(0.5).patience(1).cooldown(2).threshold(0.1, true).least(0.2));
    double[] losses = {10, 9.5, 8.9, 8.8, 8.7, 8, 8, 8, 8, 8, 8, 8, 8, 8};
    // Better by less than a tenth does not count; the two numbers after a change do not, either.
    double[] rates = {1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2, 0.2};
    for (int i = 0; i < losses.length; i++) {
      plateau.step(losses[i]);
      assertThat(sgd.learningRate(0)).as("after number %d", i).isEqualTo(rates[i]);
    }
    ReduceOnPlateau upwards = new ReduceOnPlateau(sgd, PlateauOptions.DEFAULT.maximize(true).patience(0).threshold(1, false));
    upwards.step(-5);
    upwards.step(-3);
    assertThat(sgd.learningRate(0)).isEqualTo(0.2);
    upwards.step(-2.5);
    assertThat(sgd.learningRate(0)).isEqualTo(0.1 * 0.2);
    upwards.step(Double.NaN);
    assertThat(sgd.learningRate(0)).isCloseTo(0.002, within(1e-15));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Schedule.step(0, 0.5)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
    assertThatThrownBy(() -> Schedule.cosine(-1, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    assertThatThrownBy(() -> Schedule.exponential(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Schedule.linear(-0.5, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Schedule.oneCycle(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OneCycleOptions.of(1, 10).rising(1)).isInstanceOf(IllegalArgumentException.class);
    OneCycleOptions long3 = OneCycleOptions.of(1, 10).rising(0.6).threePhase(true);
    assertThatThrownBy(() -> Schedule.oneCycle(long3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0.6");
    assertThatThrownBy(() -> PlateauOptions.DEFAULT.factor(1)).isInstanceOf(IllegalArgumentException.class);
  }
}
