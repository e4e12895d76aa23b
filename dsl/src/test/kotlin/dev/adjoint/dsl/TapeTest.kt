package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.AutogradException
import dev.adjoint.BackendException
import dev.adjoint.Tensor
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.assertj.core.api.Assertions.within
import org.junit.jupiter.api.Test

class TapeTest {
    @Test
    fun `a function with rules of one's own`() {
        val cube = customFunction {
            forward { (x) -> x.pow(3.0) }
            vjp { (x), _, g -> listOf(x.pow(2.0) * 3 * g) }
            jvp { (x), _, (v) -> x.pow(2.0) * 3 * v }
        }
        val x = tensorOf(2f, 3f).requiresGrad(true)
        cube(x).sum().backward()
        assertThat(x.grad()!!.toFloatArray()).containsExactly(12f, 27f)
        val (_, tangent) = differentiable { t: Tensor -> cube(t) }.jvp(x.detach(), tensorOf(1f, 1f))
        assertThat(tangent.toFloatArray()).containsExactly(12f, 27f)
        assertThatThrownBy { customFunction { forward { (a) -> a } } }
            .isInstanceOf(AutogradException::class.java)
            .hasMessageContaining("vjp")
    }

    @Test
    fun `a scope ends what is made in it, but for what it returns and keeps`() {
        val w = tensorOf(1f, 2f).requiresGrad(true)
        var ended = w
        var kept = w
        val returned = scope {
            ended = w * 2
            kept = keep(w * 3)
            (w * w).sum().backward()
            (w * 4).detach()
        }
        assertThat(returned.toFloatArray()).containsExactly(4f, 8f)
        assertThat(kept.toFloatArray()).containsExactly(3f, 6f)
        assertThat(w.grad()!!.toFloatArray()).containsExactly(2f, 4f)
        assertThatThrownBy { ended + w }.isInstanceOf(BackendException::class.java).hasMessageContaining("Scope")
        assertThat(scope { (w * 2).sum().item() }).isEqualTo(6.0)
    }

    @Test
    fun `a coroutine keeps its modes whichever thread it runs on`() =
        runBlocking<Unit> {
            val seen =
                withContext(Dispatchers.Default) {
                    (0 until 200)
                        .map { i ->
                            async(if (i % 2 == 0) noGradContext() else enableGradContext()) {
                                val before = Adjoint.isGradEnabled()
                                delay(1)
                                before == (i % 2 == 1) && Adjoint.isGradEnabled() == before
                            }
                        }
                        .awaitAll()
                }
            assertThat(seen).doesNotContain(false)
            val free = withContext(Dispatchers.Default) { (0 until 50).map { async { Adjoint.isGradEnabled() } }.awaitAll() }
            assertThat(free).doesNotContain(false)
            assertThatThrownBy { runBlocking { withContext(noGradContext()) { error("thrown inside") } } }
                .hasMessage("thrown inside")
            assertThat(Adjoint.isGradEnabled()).isTrue()
        }

    @Test
    fun `checkpoints and anomalies read well`() {
        val x = tensorOf(1f).requiresGrad(true)
        checkpoint(x) { it.sin().exp() }.sum().backward()
        assertThat(x.grad()!!.item()).isCloseTo(1.2533807675, within(1e-5))
        assertThatThrownBy { detectAnomaly { (tensorOf(0f).requiresGrad(true).sqrt() * 0).sum().backward() } }
            .hasMessageContaining("sqrt")
    }
}
