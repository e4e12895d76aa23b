package dev.adjoint.dsl

import dev.adjoint.Key
import dev.adjoint.Tensor
import dev.adjoint.optim.AdamOptions
import dev.adjoint.optim.AdamW
import dev.adjoint.optim.Lbfgs
import dev.adjoint.optim.Optimizer
import dev.adjoint.optim.Schedule
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.assertj.core.api.Assertions.within
import org.junit.jupiter.api.Test

class OptimizersTest {
    private fun start(): Tensor = tensorOf(3.0, -2.0).requiresGrad(true)

    @Test
    fun `every optimizer makes a loss smaller`() {
        val makers: List<(List<Tensor>) -> Optimizer> =
            listOf(
                { sgd(it, lr = 0.1, momentum = 0.9, nesterov = true) },
                { adam(it, lr = 0.1) },
                { adamW(it, lr = 0.1) },
                { rmsProp(it, centered = true) },
                { adagrad(it, lr = 0.5) },
                { lion(it, lr = 0.1) },
                { lbfgs(it, iterations = 2) },
            )
        for (maker in makers) {
            val x = start()
            val optimizer = maker(listOf(x))
            val first = optimizer.minimize { (x * x).sum() }.item()
            repeat(20) { optimizer.minimize { (x * x).sum() } }
            assertThat(first).isEqualTo(13.0)
            assertThat((x * x).sum().item()).`as`(optimizer.javaClass.simpleName).isLessThan(0.9 * first)
        }
    }

    @Test
    fun `settings have names, and go where they belong`() {
        val x = start()
        val optimizer = sgd(listOf(x), lr = 0.5, weightDecay = 1.0, maximize = true)
        optimizer.minimize { x.sum() }
        // p - 0.5 * (-1 + p)
        assertThat(x.toDoubleArray()).containsExactly(2.0, -0.5)
        assertThatThrownBy { adam(listOf(x), beta2 = 1.0) }.hasMessageContaining("beta2")
    }

    @Test
    fun `a step of lbfgs ends as its settings say`() {
        fun evaluations(make: (List<Tensor>) -> Lbfgs): Int {
            val x = start()
            var count = 0
            make(listOf(x)).minimize { (x * x * x * x).sum().also { count++ } }
            return count
        }
        val whole = evaluations { lbfgs(it) }
        assertThat(evaluations { lbfgs(it, gradientTolerance = 1e9) }).isEqualTo(1).isLessThan(whole)
        assertThat(evaluations { lbfgs(it, evaluations = 3) }).isGreaterThan(1).isLessThan(whole)
        assertThat(evaluations { lbfgs(it, changeTolerance = 1.0) }).isGreaterThan(1).isLessThan(whole)
    }

    @Test
    fun `groups read as a list`() {
        val weight = start()
        val bias = start()
        val options = AdamOptions.DECOUPLED.lr(0.1)
        val optimizer = AdamW(listOf(listOf(weight) using options, listOf(bias) using options.weightDecay(0.0)))
        optimizer.zeroGrad()
        (0.0 * (weight + bias)).sum().backward()
        optimizer.step()
        assertThat(weight.toDoubleArray()).containsExactly(doubleArrayOf(3 * 0.999, -2 * 0.999), within(1e-12))
        assertThat(bias.toDoubleArray()).containsExactly(3.0, -2.0)
    }

    @Test
    fun `a network learns with a schedule`() {
        val net =
            sequential(Key.of(3)) {
                linear(2, 8)
                tanh()
                linear(8, 1)
            }
        val x = Tensor.rand(Key.of(1), 32, 2)
        val y = x.sum(1).unsqueeze(1)
        val optimizer = adamW(net.parameters(), lr = 0.05)
        val scheduler = optimizer.schedule(Schedule.linear(0.1, 1.0, 5).then(5, Schedule.cosine(45, 0.0)))
        assertThat(optimizer.learningRate(0)).isCloseTo(0.005, within(1e-12))
        val losses = List(50) { optimizer.minimize { (net(x) - y).pow(2.0).mean() }.item().also { scheduler.step() } }
        assertThat(losses.last()).isLessThan(0.1 * losses.first())
        assertThat(optimizer.learningRate(0)).isCloseTo(0.0, within(1e-12))
        val own = optimizer.schedule { base, step -> base / (1 + step) }
        own.step()
        assertThat(optimizer.learningRate(0)).isEqualTo(0.025)
    }
}
