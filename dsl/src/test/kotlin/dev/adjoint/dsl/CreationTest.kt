package dev.adjoint.dsl

import dev.adjoint.DType
import dev.adjoint.Key
import dev.adjoint.Tensor
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class CreationTest {
    @Test
    fun `tensors are made as in Java`() {
        assertThat(zeros(2, 3).toFloatArray()).containsExactly(*Tensor.zeros(2, 3).toFloatArray())
        assertThat(ones(2).toFloatArray()).containsExactly(1f, 1f)
        assertThat(eye(2).toFloatArray()).containsExactly(1f, 0f, 0f, 1f)
        assertThat(arange(3).toLongArray()).containsExactly(0, 1, 2)
        assertThat(arange(1.0, 2.0, 0.5).toFloatArray()).containsExactly(1f, 1.5f)
        assertThat(linspace(0, 1, 3, DType.FLOAT64).toDoubleArray()).containsExactly(0.0, 0.5, 1.0)
    }

    @Test
    fun `a key repeats its numbers and no key does not`() {
        assertThat(rand(2, 2, key = Key.of(1)).toFloatArray()).containsExactly(*Tensor.rand(Key.of(1), 2, 2).toFloatArray())
        assertThat(randn(3, key = Key.of(1)).toFloatArray()).containsExactly(*Tensor.randn(Key.of(1), 3).toFloatArray())
        assertThat(rand(3).toFloatArray()).isNotEqualTo(rand(3).toFloatArray())
    }
}
