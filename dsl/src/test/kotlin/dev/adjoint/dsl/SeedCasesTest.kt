package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.AutogradException
import dev.adjoint.Backends
import dev.adjoint.Backward
import dev.adjoint.CustomFunction
import dev.adjoint.Key
import dev.adjoint.Linalg
import dev.adjoint.Tensor
import dev.adjoint.nn.Losses
import dev.adjoint.optim.Adam
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.assertj.core.api.Assertions.within
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test

/** The seed cases as one writes them in Kotlin. */
abstract class SeedCases(private val backend: String) {
    @BeforeEach fun useBackend() = Backends.use(backend)

    private fun leaf(vararg values: Float): Tensor = tensorOf(*values).requiresGrad(true)

    private fun assertValues(actual: Tensor?, vararg expected: Double) {
        val values = actual!!.toDoubleArray()
        assertThat(values).hasSameSizeAs(expected)
        values.zip(expected.toTypedArray()).forEach { (a, e) ->
            assertThat(a).isCloseTo(e, within(1e-5 * maxOf(1.0, kotlin.math.abs(e))))
        }
    }

    @Test
    fun `P2 gradients of a non-scalar seeded with ones`() {
        val x = leaf(1f, 2f, 3f)
        val y = leaf(4f, 5f, 6f)
        val z = (x pow 2) + 4 * y
        z.backward(Tensor.onesLike(z))
        assertValues(x.grad(), 2.0, 4.0, 6.0)
        assertValues(y.grad(), 4.0, 4.0, 4.0)
    }

    @Test
    fun `P3 the same graph twice`() {
        val x = leaf(1f, 2f, 3f)
        val y = (x * x).sum()
        y.backward(Backward.retainGraph())
        y.backward()
        assertValues(x.grad(), 4.0, 8.0, 12.0)
        assertThatThrownBy { y.backward() }.isInstanceOf(AutogradException::class.java).hasMessageContaining("retainGraph")
    }

    @Test
    fun `P6 intermediate gradients`() {
        val a = leaf(2f)
        val b = leaf(5f)
        val c = (a * b).retainGrad()
        val d = leaf(4f)
        (c * d).backward()
        assertValues(a.grad(), 20.0)
        assertValues(b.grad(), 8.0)
        assertValues(c.grad(), 4.0)
        assertValues(d.grad(), 10.0)
    }

    private val x = tensorOf(floatArrayOf(0.8f, 0.6f, 0.2f), floatArrayOf(1.8f, 1.3f, 1.1f))
    private val y = tensorOf(floatArrayOf(0.11f, 3.3f, 1.1f), floatArrayOf(1.1f, 0.2f, 1.4f), floatArrayOf(1.1f, 2.2f, 0.3f))

    @Test
    fun `M1 M2 M5 functional gradients`() {
        val net = differentiable { a: Tensor, b: Tensor -> (a matmul b).sum() }
        val (dx, dy) = net.grad(x, y)
        assertValues(dx, 4.51, 2.7, 3.6, 4.51, 2.7, 3.6)
        assertValues(dy, 2.6, 2.6, 2.6, 1.9, 1.9, 1.9, 1.3, 1.3, 1.3)
        val (_, pullback) = differentiable { a: Tensor -> a matmul y }.vjp(x)
        assertValues(
            pullback(tensorOf(floatArrayOf(0.1f, 0.6f, 0.2f), floatArrayOf(0.8f, 1.3f, 1.1f))),
            2.211,
            0.51,
            1.49,
            5.588,
            2.68,
            4.07,
        )
    }

    @Test
    fun `M6 M7 a stopped branch`() {
        assertValues(
            differentiable { a: Tensor -> ((a matmul y) + (a matmul y).detach()).sum() }.grad(x),
            4.51,
            2.7,
            3.6,
            4.51,
            2.7,
            3.6,
        )
        assertValues(
            differentiable { a: Tensor -> ((a matmul y) + (a matmul y)).sum() }.grad(x),
            9.02,
            5.4,
            7.2,
            9.02,
            5.4,
            7.2,
        )
    }

    @Test
    fun `T1 T2 a diamond`() {
        val a = leaf(2f)
        val b = a * 3
        val c = a + 2
        val d = b + 4
        val e = c * d
        assertValues(e, 40.0)
        e.backward()
        assertValues(a.grad(), 22.0)
    }

    @Test
    fun `T3 T4 broadcasting`() {
        val a = leaf(2f, 2f, 3f)
        val c = tensorOf(floatArrayOf(1f, 2f, 3f), floatArrayOf(2f, 3f, 4f), floatArrayOf(3f, 4f, 5f)).requiresGrad(true)
        val d = a * c
        d.backward(Tensor.onesLike(d))
        assertValues(a.grad(), 6.0, 9.0, 12.0)
        assertValues(c.grad()!![1], 2.0, 2.0, 3.0)
    }

    @Test
    fun `G1 G2 G3 a product and a square`() {
        val x = leaf(2f)
        val y = leaf(3f)
        repeat(2) { (x * y + (x pow 2)).backward() }
        assertValues(x.grad(), 14.0)
        assertValues(y.grad(), 4.0)
    }

    @Test
    fun `G6 no gradients where none are wanted`() {
        val x = leaf(2f)
        assertThat(noGrad { x * x }.requiresGrad()).isFalse()
        assertThat(inferenceMode { x * x }.isInference).isTrue()
        assertThat(noGrad { enableGrad { x * x } }.requiresGrad()).isTrue()
    }

    @Test
    fun `G8 a custom function`() {
        val cube =
            object : CustomFunction() {
                override fun forward(ctx: Context, vararg `in`: Tensor): Array<Tensor> {
                    ctx.save(`in`[0])
                    return outputs(`in`[0] pow 3)
                }

                override fun backward(ctx: Context, vararg g: Tensor): Array<Tensor?> =
                    gradients(3 * (ctx.saved(0) pow 2) * g[0])
            }
        val x = leaf(2f)
        cube.apply(x)[0].backward()
        assertValues(x.grad(), 12.0)
    }

    @Test
    fun `G9 derivatives of derivatives`() {
        val f = differentiable { t: Tensor -> (t pow 3).sum() }
        assertValues(f.grad(tensorOf(2f)), 12.0)
        assertValues(f.grad.grad(tensorOf(2f)), 12.0)
        assertValues(f.grad.grad.grad(tensorOf(2f)), 6.0)
        assertValues(f.hessian(tensorOf(1f, 2f)), 6.0, 0.0, 0.0, 12.0)
        val (value, slope) = f.jvp(tensorOf(2f), tensorOf(1f))
        assertValues(value, 8.0)
        assertValues(slope, 12.0)
    }

    @Test
    fun `in place under noGrad, as an optimizer does`() {
        val w = leaf(1f, 2f)
        (w * w).sum().backward()
        noGrad { w -= w.grad()!! * 0.1 }
        assertValues(w, 0.8, 1.6)
        noGrad {
            w += 1
            w *= 2
            w /= 4
        }
        assertValues(w, 0.9, 1.3)
    }

    @Test
    fun `a function of one's own shows its derivative`() {
        val mish = elementwise { s -> s * tanh(ln(1f + exp(s))) }
        assertValues(differentiable { t: Tensor -> mish(t).sum() }.grad(tensorOf(0f, 1f)), 0.6, 1.0490362201)
        assertThat(mish.toString()).contains("tanh(log(exp(a) + 1))").contains("d/da")
    }

    @Test
    fun `a network learns`() {
        val net =
            sequential(Key.of(3)) {
                linear(1, 16)
                tanh()
                linear(16, 1)
            }
        val inputs = Tensor.arange(32, dev.adjoint.DType.FLOAT32).reshape(32, 1) / 16 - 1
        val targets = inputs * inputs
        val adam = Adam(net.parameters(), 0.02)
        val losses =
            List(150) {
                adam.zeroGrad()
                val loss = Losses.mse(net(inputs), targets)
                loss.backward()
                adam.step()
                loss.item()
            }
        assertThat(losses.last()).isLessThan(losses.first() / 20)
        assertThat(net.namedParameters().keys).containsExactly("0.weight", "0.bias", "2.weight", "2.bias")
    }

    @Test
    fun `einsum and linear algebra from Kotlin`() {
        val a = tensorOf(1.0, 2.0, 3.0, 4.0).reshape(2, 2).requiresGrad(true)
        val b = tensorOf(1.0, 0.0, 2.0, 1.0).reshape(2, 2)
        assertValues(einsum("ij,jk->ik", a, b), 5.0, 2.0, 11.0, 4.0)
        einsum("ii", a).backward()
        assertValues(a.grad()!!, 1.0, 0.0, 0.0, 1.0)
        assertValues(Linalg.inv(a), -2.0, 1.0, 1.5, -0.5)
        val (q, r) = Linalg.qr(a).let { it.q() to it.r() }
        assertValues(q matmul r, 1.0, 2.0, 3.0, 4.0)
    }

    @Test
    fun `hvp and Java's transforms from Kotlin`() {
        val rosenbrock = differentiable { p: Tensor -> ((1 - p[0]) pow 2) + 100 * ((p[1] - (p[0] pow 2)) pow 2) }
        val point = tensorOf(1.2, 1.0)
        assertValues(rosenbrock.grad(point), 211.6, -88.0)
        assertValues(rosenbrock.hvp(point, tensorOf(1.0, 1.0)), 850.0, -280.0)
        assertValues(Adjoint.jacobian({ it * it }, tensorOf(1.0, 2.0)), 2.0, 0.0, 0.0, 4.0)
    }
}

class SeedCasesTest {
    @Nested inner class Cpu : SeedCases("cpu")

    @Nested inner class Nd4j : SeedCases("nd4j")
}
