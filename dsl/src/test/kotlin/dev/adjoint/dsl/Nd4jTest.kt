package dev.adjoint.dsl

import dev.adjoint.Tensor
import dev.adjoint.cpu.nd4j.Nd4jTensors
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.nd4j.linalg.api.buffer.DataType
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.factory.Nd4j

/** ND4J's arrays as tensors, as docs/nd4j.md has it for Kotlin. */
class Nd4jTest {
    private fun INDArray.asTensor(): Tensor = Nd4jTensors.of(this)

    private fun Tensor.asINDArray(): INDArray = Nd4jTensors.toINDArray(this)

    @Test
    fun `an array is a tensor and its gradient an array`() {
        val data = Nd4j.linspace(1.0, 6.0, 6, DataType.DOUBLE).reshape(2, 3)
        val x = data.asTensor().requiresGrad(true)
        (x * x).sum().backward()
        assertThat(x.grad()!!.asINDArray()).isEqualTo(data.mul(2))
        noGrad { x -= x.grad()!! * 0.5 }
        assertThat(data.sumNumber()).isEqualTo(0.0)
    }
}
