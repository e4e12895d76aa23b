package dev.adjoint.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The scalar functions that the JDK lacks, against values computed with 40 digits. */
class ScalarMathTest {
  private static void check(UnaryOp op, double x, double expected) {
    assertThat(op.apply(x)).as("%s(%s)", op, x).isCloseTo(expected, within(1e-15 * Math.abs(expected)));
  }

  private static void checkPolygamma(int order, double x, double expected) {
    assertThat(BinaryOp.POLYGAMMA.apply(order, x)).as("polygamma(%d, %s)", order, x)
        .isCloseTo(expected, within(2e-15 * Math.abs(expected)));
  }

  @Test
  void values() {
    check(UnaryOp.ASINH, 1e-10, 1e-10);
    check(UnaryOp.ASINH, 0.5, 0.48121182505960347);
    check(UnaryOp.ASINH, -3, -1.8184464592320668);
    check(UnaryOp.ASINH, 1000000000000.0, 28.324168296488494);
    check(UnaryOp.ACOSH, 1.0001, 0.014142017775251545);
    check(UnaryOp.ACOSH, 2, 1.3169578969248168);
    check(UnaryOp.ACOSH, 1000000000000.0, 28.324168296488494);
    check(UnaryOp.ATANH, 1e-10, 1e-10);
    check(UnaryOp.ATANH, 0.5, 0.5493061443340549);
    check(UnaryOp.ATANH, -0.999, -3.8002011672501994);
    check(UnaryOp.LOG2, 0.9999, -0.00014427671804501932);
    check(UnaryOp.LOG2, 3, 1.584962500721156);
    check(UnaryOp.LOG2, 1e-310, -1029.7977094150824);
    check(UnaryOp.ERFC, -2, 1.9953222650189528);
    check(UnaryOp.ERFC, 0.1, 0.887537083981715);
    check(UnaryOp.ERFC, 1, 0.15729920705028513);
    check(UnaryOp.ERFC, 5, 1.537459794428035e-12);
    check(UnaryOp.ERFC, 20, 5.395865611607901e-176);
    check(UnaryOp.ERFINV, 1e-10, 8.862269254527581e-11);
    check(UnaryOp.ERFINV, 0.05, 0.044340387910005497);
    check(UnaryOp.ERFINV, 0.5, 0.4769362762044699);
    check(UnaryOp.ERFINV, -0.9, -1.1630871536766743);
    check(UnaryOp.ERFINV, 0.9999999, 3.7665625816384707);
    check(UnaryOp.LGAMMA, 1e-05, 11.512919692895826);
    check(UnaryOp.LGAMMA, 0.3, 1.0957979948180756);
    check(UnaryOp.LGAMMA, 1.0001, -5.771334222047127e-05);
    check(UnaryOp.LGAMMA, 1.9, -0.03898427592308336);
    check(UnaryOp.LGAMMA, 5, 3.1780538303479458);
    check(UnaryOp.LGAMMA, 30, 71.25703896716801);
    check(UnaryOp.LGAMMA, 100000.0, 1051287.7089736569);
    check(UnaryOp.LGAMMA, -1.5, 0.860047015376481);
    check(UnaryOp.DIGAMMA, 1e-05, -100000.57719921567);
    check(UnaryOp.DIGAMMA, 0.5, -1.9635100260214235);
    check(UnaryOp.DIGAMMA, 1.46, -0.0015805619870834522);
    check(UnaryOp.DIGAMMA, 3, 0.9227843350984671);
    check(UnaryOp.DIGAMMA, 50, 3.901989673427892);
    check(UnaryOp.DIGAMMA, -1.5, 0.7031566406452432);
  }

  @Test
  void derivativesOfDigamma() {
    checkPolygamma(1, 0.5, 4.934802200544679);
    checkPolygamma(1, 1.0, 1.6449340668482264);
    checkPolygamma(1, 20.0, 0.05127082293520312);
    checkPolygamma(1, -2.5, 9.539246644989124);
    checkPolygamma(2, 0.5, -16.82879664423432);
    checkPolygamma(3, -0.25, 1555.7633125348507);
    checkPolygamma(5, 3.0, 0.20616743813389676);
    checkPolygamma(20, 7.0, -4.644616027240543);
  }

  @Test
  void logarithmsAreExactAtPowers() {
    for (int n = -1074; n < 1024; n++) {
      assertThat(UnaryOp.LOG2.apply(Math.scalb(1.0, n))).isEqualTo(n);
    }
    for (int n = 0; n < 22; n++) {
      assertThat(UnaryOp.LOG10.apply(Double.parseDouble("1e" + n))).isEqualTo(n);
    }
  }

  @Test
  void endsOfTheDomain() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(UnaryOp.ATANH.apply(-1.0)).isEqualTo(-infinity);
    assertThat(UnaryOp.ATANH.apply(1.1)).isNaN();
    assertThat(UnaryOp.ACOSH.apply(0.9)).isNaN();
    assertThat(UnaryOp.ACOSH.apply(1.0)).isZero();
    assertThat(UnaryOp.ASINH.apply(-infinity)).isEqualTo(-infinity);
    assertThat(UnaryOp.ERFC.apply(30.0)).isZero();
    assertThat(UnaryOp.ERFC.apply(-30.0)).isEqualTo(2);
    assertThat(UnaryOp.ERFINV.apply(1.0)).isEqualTo(infinity);
    assertThat(UnaryOp.ERFINV.apply(-1.5)).isNaN();
    assertThat(UnaryOp.LGAMMA.apply(-3.0)).isEqualTo(infinity);
    assertThat(UnaryOp.LGAMMA.apply(-infinity)).isEqualTo(infinity);
    assertThat(UnaryOp.DIGAMMA.apply(0.0)).isEqualTo(-infinity);
    assertThat(UnaryOp.DIGAMMA.apply(-2.0)).isNaN();
    assertThat(UnaryOp.LOG2.apply(0.0)).isEqualTo(-infinity);
    assertThat(BinaryOp.POLYGAMMA.apply(1.0, 0.0)).isEqualTo(infinity);
    assertThat(BinaryOp.POLYGAMMA.apply(-1.0, 1.0)).isNaN();
    assertThat(BinaryOp.HYPOT.apply(3e200, 4e200)).isCloseTo(5e200, within(1e185));
    assertThat(BinaryOp.REMAINDER.apply(-5.0, 3.0)).isEqualTo(1);
    assertThat(BinaryOp.REMAINDER.apply(5.0, -3.0)).isEqualTo(-1);
    assertThat(BinaryOp.REMAINDER.apply(-5L, 3L)).isEqualTo(1);
  }
}
