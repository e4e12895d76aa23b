package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.AutogradException
import dev.adjoint.BackendException
import dev.adjoint.Backends
import dev.adjoint.GradGraph
import dev.adjoint.Tensor
import java.nio.file.Path
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
import org.junit.jupiter.api.io.TempDir

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
        Backends.use("cpu")
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
    fun `F12 a coroutine keeps its modes whichever thread it runs on`() =
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

    @Test
    fun `functions of several tensors`() {
        val x = tensorOf(2.0, 3.0)
        val y = tensorOf(5.0, 7.0)
        val f = derivatives { (a, b) -> listOf(a * b, a + 2 * b) }
        val (values, tangents) = f.jvp(listOf(x, y), listOf(tensorOf(1.0, 0.0), null))
        assertThat(values[0].toDoubleArray()).containsExactly(10.0, 21.0)
        assertThat(tangents[0].toDoubleArray()).containsExactly(5.0, 0.0)
        assertThat(tangents[1].toDoubleArray()).containsExactly(1.0, 0.0)
        val (_, pull) = f.vjp(x, y)
        val one = tensorOf(1.0, 1.0)
        assertThat(pull(listOf(one, one)).map { it.toDoubleArray().asList() })
            .containsExactly(listOf(6.0, 8.0), listOf(4.0, 5.0))
        assertThat(f.jacobian(x, y)[1][1].toDoubleArray()).containsExactly(2.0, 0.0, 0.0, 2.0)
        assertThatThrownBy { derivatives { (a, _) -> listOf(a) }.strict().vjp(x, y).pull(one) }
            .isInstanceOf(AutogradException::class.java)
        val g = derivativesOfOne { (a, b) -> (a * a * b).sum() }
        assertThat(g.hvp(listOf(x, y), listOf(one, null))[1].toDoubleArray()).containsExactly(4.0, 6.0)
        assertThat(g.vhp(listOf(x, y), listOf(one, one))[0].toDoubleArray()).containsExactly(14.0, 20.0)
    }

    @Test
    fun `a function of two tensors has all derivatives`() {
        val f = differentiable { a: Tensor, b: Tensor -> (a * a * b).sum() }
        val x = tensorOf(2.0, 3.0)
        val y = tensorOf(5.0, 7.0)
        val one = tensorOf(1.0, 1.0)
        assertThat(f.jvp(x, y, one, null).item()).isEqualTo(20.0 + 42.0)
        assertThat(f.jacobian(x, y)[1].toDoubleArray()).containsExactly(4.0, 9.0)
        assertThat(f.hessian(x, y)[0][1].toDoubleArray()).containsExactly(4.0, 0.0, 0.0, 6.0)
        val cube = differentiable { t: Tensor -> (t pow 3).sum() }
        assertThat(cube.vhp(x, one).toDoubleArray()).containsExactly(12.0, 18.0)
        assertThat(cube.vhp(x, one).toDoubleArray()).isEqualTo(cube.hvp(x, one).toDoubleArray())
    }

    @Test
    fun `what is saved can be handed over, halved, written to files and computed again`(@TempDir directory: Path) {
        fun gradient(saving: (() -> Tensor) -> Tensor): Double {
            val x = Tensor.scalar(1f).requiresGrad(true)
            saving { x.exp() * x }.backward()
            return x.grad()!!.item()
        }
        val expected = 2 * Math.E
        val log = mutableListOf<String>()
        val handed = gradient { block ->
            savedTensorHooks(
                pack = {
                    log += "pack"
                    it.toFloatArray()
                },
                unpack = {
                    log += "unpack"
                    Tensor.of(it, dev.adjoint.Shape.of())
                },
                block,
            )
        }
        assertThat(handed).isCloseTo(expected, within(1e-5))
        assertThat(log).contains("pack", "unpack")
        assertThat(gradient { saveAsHalf(it) }).isCloseTo(expected, within(5e-3))
        assertThat(gradient { saveToFiles(directory, it) }).isCloseTo(expected, within(1e-5))
        val x = tensorOf(2f).requiresGrad(true)
        val (product, sum) = checkpointAll(x, tensorOf(3f)) { (a, b) -> listOf(a * a * b, a + b) }
        (product + sum).sum().backward()
        assertThat(x.grad()!!.item()).isEqualTo(13.0)
    }

    @Test
    fun `the graph can be walked`() {
        val x = tensorOf(2f, 3f).requiresGrad(true)
        val y = (x * x).exp()
        val exp = y.gradFn()!!
        assertThat(exp.name()).isEqualTo("exp")
        assertThat(exp.saved().map { it.name() }).containsExactly("output")
        assertThat(exp.saved()[0].like().shape()).isEqualTo(y.shape())
        assertThat(exp.savedBytes()).isEqualTo(8)
        val product = exp.next()[0]!!.node()
        assertThat(product.saved().map { it.name() }).containsExactly("input 0", "input 1")
        assertThat(product.next().map { it!!.node().isLeaf }).containsExactly(true, true)
        assertThat(GradGraph.of(y).named(mapOf("x" to x)).summary()).isEqualTo("2 operations, 1 leaf, 16 B saved")
        assertThat(y.explain()).contains("exp", "mul", "leaf").isEqualTo(Adjoint.explain(y))
    }

    @Test
    fun `hooks see and replace gradients`() {
        val x = tensorOf(1f, 2f).requiresGrad(true)
        val y = x * 3
        val seen = mutableListOf<Float>()
        y.registerHook { it * 2 }
            .use {
                x.registerHook {
                    seen += it.toFloatArray().asList()
                    null
                }
                y.sum().backward()
            }
        assertThat(seen).containsExactly(6f, 6f)
    }

    @Test
    fun `an element is added to by index`() {
        val x = tensorOf(1f, 2f, 3f)
        x[1] = x[1] + 10
        x[listOf(0, 2)] = x[listOf(0, 2)] * 2
        assertThat(x.toFloatArray()).containsExactly(2f, 12f, 6f)
    }
}
