package dev.adjoint.dsl

import dev.adjoint.DType
import dev.adjoint.Shape
import dev.adjoint.ShapeException
import dev.adjoint.Tensor
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

/** Indexing as one writes it in Kotlin. */
class IndexingTest {
    private fun counted(vararg sizes: Int): Tensor = Tensor.arange(Shape.of(*sizes).size(), DType.FLOAT32).reshape(*sizes)

    private fun assertElements(actual: Tensor, shape: List<Int>, vararg expected: Int) {
        assertThat(actual.shape()).isEqualTo(Shape.of(*shape.toIntArray()))
        assertThat(actual.toIntArray()).containsExactly(*expected)
    }

    @Test
    fun `numbers drop their axes`() {
        val x = counted(2, 3)
        assertElements(x[1], listOf(3), 3, 4, 5)
        assertElements(x[0, 2], listOf(), 2)
        assertElements(x[-1, -3], listOf(), 3)
        assertThatThrownBy { x[2] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("[2, 3]")
        assertThatThrownBy { x[0, 0][0] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("0-d")
    }

    @Test
    fun `ranges include their last index`() {
        val x = counted(3, 4)
        assertElements(x[1..2, 0], listOf(2), 4, 8)
        assertElements(x[0..<2, all][all, 0], listOf(2), 0, 4)
        assertElements(x[0, 0..3 step 2], listOf(2), 0, 2)
        assertElements(x[0, -3..-2], listOf(2), 1, 2)
        assertElements(x[0, -2..-1], listOf(2), 2, 3)
        assertElements(x[0, 1..end], listOf(3), 1, 2, 3)
        assertElements(x[0, 1..end - 1], listOf(2), 1, 2)
        assertElements(x[0, 0..end step 3], listOf(2), 0, 3)
        assertElements(x[0, 2..1], listOf(0))
    }

    @Test
    fun `ranges that Kotlin reads otherwise are refused`() {
        val x = counted(4)
        assertThatThrownBy { x[1..-1] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("1..end")
        assertThatThrownBy { x[3 downTo 0] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("flip")
        assertThatThrownBy { x["a"] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("String")
        assertThatThrownBy { x[listOf(1.5)] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("1.5")
        assertThatThrownBy { x[0..end - -1] }.isInstanceOf(ShapeException::class.java).hasMessageContaining("end + 1")
    }

    @Test
    fun `whole, left over and new axes`() {
        val x = counted(2, 2, 2)
        assertElements(x[all, 1, 0], listOf(2), 2, 6)
        assertElements(x[ellipsis, 1], listOf(2, 2), 1, 3, 5, 7)
        assertElements(x[0, ellipsis, 0], listOf(2), 0, 2)
        assertElements(x[newAxis, 1, 1], listOf(1, 2), 6, 7)
        assertElements(x[1, 1, newAxis, all, newAxis], listOf(1, 2, 1), 6, 7)
    }

    @Test
    fun `tensors, lists and masks pick`() {
        val x = counted(3, 3)
        assertElements(x[listOf(2, 0), 1], listOf(2), 7, 1)
        assertElements(x[Tensor.ofInts(0, 1), Tensor.ofLongs(1, -1)], listOf(2), 1, 5)
        assertElements(x[intArrayOf(1), all], listOf(1, 3), 3, 4, 5)
        assertElements(x[x.gt(5.0)], listOf(3), 6, 7, 8)
        assertElements(x[all, Tensor.ofBooleans(true, false, true)][0], listOf(2), 0, 2)
    }

    @Test
    fun `assignment reaches the tensor and its history`() {
        val x = counted(2, 3)
        x[0, 1] = 9
        x[1] = tensorOf(7f, 7f, 8f)
        x[all, 0] = -1.5
        assertThat(x.toFloatArray()).containsExactly(-1.5f, 9f, 2f, -1.5f, 7f, 8f)
        x[x.lt(0.0)] = 0
        x[1, 1..end] = tensorOf(3f)
        x[0, listOf(0, 2)] = tensorOf(4f, 5f)
        assertElements(x, listOf(2, 3), 4, 9, 5, 0, 3, 3)
        val leaf = tensorOf(1f, 2f, 3f).requiresGrad(true)
        val y = leaf * 2
        y[1] = leaf[0]
        y.backward(tensorOf(1f, 10f, 100f))
        assertThat(leaf.grad()!!.toFloatArray()).containsExactly(12f, 0f, 200f)
    }
}
