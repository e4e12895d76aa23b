package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.ElementwiseFunction
import dev.adjoint.Tensor
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.within
import org.junit.jupiter.api.Test

class ScalarFunctionsTest {
    private fun slope(f: ElementwiseFunction, x: Double): Double =
        Adjoint.grad { t: Tensor -> f(t).sum() }.apply(Tensor.of(x)).item()

    private fun assertClose(actual: Double, expected: Double) {
        assertThat(actual).isCloseTo(expected, within(1e-12 * maxOf(1.0, Math.abs(expected))))
    }

    @Test
    fun `functions of one to four scalars`() {
        val x = Tensor.of(0.5)
        assertClose(elementwise { a -> 1f + exp(a) }(x).item(), 1 + Math.exp(0.5))
        assertClose(elementwise { a, b -> a * b - 2 / b }(x, x).item(), 0.25 - 4)
        assertClose(elementwise { a, b, c -> a / b + atan2(b, c) }(x, x, x).item(), 1 + Math.PI / 4)
        assertClose(elementwise { a, b, c, d -> hypot(a, b) * (c - 1.5) - d }(x, x, x, x).item(), -Math.sqrt(0.5) - 0.5)
    }

    @Test
    fun `numbers on the left`() {
        val x = Tensor.of(0.5)
        assertClose(elementwise { a -> 3 - a }(x).item(), 2.5)
        assertClose(elementwise { a -> 3 * a }(x).item(), 1.5)
        assertClose(elementwise { a -> 3 / a }(x).item(), 6.0)
        assertClose(elementwise { a -> 2.0 pow a }(x).item(), Math.sqrt(2.0))
        assertClose(elementwise { a -> max(1, a) + min(0.25, a) }(x).item(), 1.25)
    }

    @Test
    fun `their derivatives`() {
        assertClose(slope(elementwise { a -> log2(a) }, 2.0), 0.5 / Math.log(2.0))
        assertClose(slope(elementwise { a -> asinh(a) + acosh(1 + a) + atanh(0.5 * a) }, 0.75), slopes(0.75))
        assertClose(slope(elementwise { a -> where(a gt 0, a pow 3, -a) }, 2.0), 12.0)
        assertClose(slope(elementwise { a -> clamp(a, -1, 1) }, 2.0), 0.0)
        assertClose(slope(elementwise { a -> lgamma(a) }, 1.0), -0.5772156649015329)
        assertClose(slope(elementwise { a -> -softplus(-a) }, 0.0), 0.5)
    }

    private fun slopes(a: Double): Double =
        1 / Math.sqrt(1 + a * a) + 1 / Math.sqrt((1 + a) * (1 + a) - 1) + 0.5 / (1 - 0.25 * a * a)
}
