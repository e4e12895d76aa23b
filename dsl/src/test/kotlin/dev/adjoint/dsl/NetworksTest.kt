package dev.adjoint.dsl

import dev.adjoint.Device
import dev.adjoint.Key
import dev.adjoint.Tensor
import dev.adjoint.nn.AttentionOptions
import dev.adjoint.nn.Conv2d
import dev.adjoint.nn.ConvOptions
import dev.adjoint.nn.Linear
import dev.adjoint.nn.NormOptions
import dev.adjoint.nn.RecurrentOptions
import dev.adjoint.nn.Sequential
import dev.adjoint.nn.TransformerOptions
import dev.adjoint.optim.Adam
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.within
import org.junit.jupiter.api.Test

class NetworksTest {
    private fun shape(net: Sequential, vararg sizes: Int): List<Int> = net(randn(*sizes)).shape().toArray().toList()

    @Test
    fun `an image network with residuals inside of residuals`() {
        val net = sequential {
            conv2d(3, 4, kernel = 3, padding = 1, bias = false)
            batchNorm(4)
            relu()
            residual {
                conv2d(4, 4, kernel = 3, padding = 1, groups = 2)
                residual { gelu() }
            }
            residual(shortcut = { conv2d(4, 8, kernel = 1, stride = 2) }) {
                conv2d(4, 8, kernel = 3, stride = 2, padding = 2, dilation = 2)
                groupNorm(2, 8)
                prelu(8)
            }
            maxPool2d(2)
            dropout(0.5)
            adaptiveAvgPool2d(1)
            flatten()
            linear(8, 5, bias = false)
            logSoftmax(1)
        }
        assertThat(shape(net, 2, 3, 8, 8)).containsExactly(2, 5)
        assertThat(net.namedParameters().keys)
            .containsExactly(
                "0.weight",
                "1.weight",
                "1.bias",
                "3.body.0.weight",
                "3.body.0.bias",
                "4.body.0.weight",
                "4.body.0.bias",
                "4.body.1.weight",
                "4.body.1.bias",
                "4.body.2.weight",
                "4.shortcut.0.weight",
                "4.shortcut.0.bias",
                "9.weight",
            )
        net(randn(2, 3, 8, 8)).sum().backward()
        assertThat(net.parameters()).allMatch { it.grad() != null }
    }

    @Test
    fun `a residual adds its input`() {
        val net = sequential { residual { step { it * 2 } } }
        assertThat(net(tensorOf(1f, 2f)).toFloatArray()).containsExactly(3f, 6f)
        val both = sequential { residual({ step { it * 10 } }) { step { it * 2 } } }
        assertThat(both(tensorOf(1f)).toFloatArray()).containsExactly(12f)
    }

    @Test
    fun `a key decides the weights`() {
        fun net(seed: Long) =
            sequential(Key.of(seed)) {
                linear(4, 4)
                residual { linear(4, 4) }
            }
        val x = randn(4)
        assertThat(net(1)(x).toFloatArray()).containsExactly(*net(1)(x).toFloatArray())
        assertThat(net(1)(x).toFloatArray()).isNotEqualTo(net(2)(x).toFloatArray())
        val weights = net(1).namedParameters()
        assertThat(weights.getValue("0.weight").toFloatArray()).isNotEqualTo(weights.getValue("1.body.0.weight").toFloatArray())
    }

    @Test
    fun `settings reach the layer`() {
        val net = sequential(Key.of(3)) { conv2d(2, 4, 3, stride = 2, padding = 1, dilation = 2, groups = 2) }
        val options = ConvOptions.DEFAULT.stride(2).padding(1).dilation(2).groups(2)
        val same = Conv2d(2, 4, 3, options, Key.of(9))
        same.load(net.state().mapKeys { it.key.removePrefix("0.") })
        val x = randn(1, 2, 9, 9)
        assertThat(net(x).toFloatArray()).containsExactly(*same.apply(x).toFloatArray())
        val up = sequential { convTranspose2d(2, 4, 3, stride = 2, padding = 1, outputPadding = 1, groups = 2, bias = false) }
        assertThat(shape(up, 1, 2, 4, 4)).containsExactly(1, 4, 8, 8)
        assertThat(up.state().keys).containsExactly("0.weight")
    }

    @Test
    fun `networks over one and three axes`() {
        val one = sequential {
            conv1d(2, 4, 3)
            avgPool1d(2)
            maxPool1d(2, stride = 1)
            convTranspose1d(4, 2, 2, stride = 2)
            adaptiveMaxPool1d(3)
            adaptiveAvgPool1d(2)
        }
        assertThat(shape(one, 1, 2, 10)).containsExactly(1, 2, 2)
        val three = sequential {
            conv3d(1, 2, 2)
            maxPool3d(2, stride = 1)
            avgPool3d(2, stride = 1)
            convTranspose3d(2, 1, 2)
            adaptiveMaxPool3d(2)
            adaptiveAvgPool3d(1, 2, 1)
        }
        assertThat(shape(three, 1, 1, 5, 5, 5)).containsExactly(1, 1, 1, 2, 1)
        val two = sequential {
            avgPool2d(3, stride = 2, padding = 1)
            adaptiveMaxPool2d(2, 1)
            unflatten(1, 2, -1)
        }
        assertThat(shape(two, 1, 4, 6, 6)).containsExactly(1, 2, 2, 2, 1)
    }

    @Test
    fun `networks over sequences`() {
        val both = RecurrentOptions.DEFAULT.bothDirections()
        val net = sequential {
            embedding(7, 4)
            layerNorm(4)
            lstm(4, 3, both)
            gru(6, 4)
            rmsNorm(4)
            attention(4, 2, AttentionOptions.DEFAULT.withoutBias())
            transformerEncoderLayer(4, 2, TransformerOptions.DEFAULT.hidden(8))
            transformerEncoder(4, 2, layers = 2, TransformerOptions.DEFAULT.hidden(8).finalNorm())
        }
        assertThat(net(Tensor.ofInts(1, 2, 3, 4, 5, 6).reshape(3, 2)).shape().toArray()).containsExactly(3, 2, 4)
        assertThat(net.state().keys).contains("2.weight_ih_l0_reverse", "5.in_proj_weight", "6.self_attn.out_proj.bias")
        assertThat(net.state().keys).contains("7.layers.1.self_attn.out_proj.bias", "7.norm.weight")
        val padded = sequential { embedding(3, 2, padding = 1) }
        assertThat(padded(Tensor.ofInts(1)).toFloatArray()).containsExactly(0f, 0f)
    }

    @Test
    fun `another last layer over the same modules`() {
        val net = sequential {
            linear(2, 3)
            relu()
            linear(3, 1)
        }
        val other = Sequential(net.children().dropLast(1) + Linear(3, 5, Key.of(2)))
        assertThat(other(Tensor.ones(1, 2)).shape().toArray()).containsExactly(1, 5)
        assertThat(other.children().first()).isSameAs(net.children().first())
    }

    @Test
    fun `a root mean square takes options`() {
        val x = tensorOf(3.0, 3.0)
        val net = sequential { rmsNorm(2, options = NormOptions.DEFAULT.eps(7.0).withoutWeight()) }
        assertThat(net.state()).isEmpty()
        assertThat(net(x).toDoubleArray()).containsExactly(doubleArrayOf(0.75, 0.75), within(1e-12))
        assertThat(sequential { rmsNorm(2) }.state()).containsKey("0.weight")
    }

    @Test
    fun `activations are those of tensors`() {
        val x = randn(2, 6)
        fun check(expected: Tensor, block: SequentialBuilder.() -> Unit) =
            assertThat(sequential(block = block)(x).toFloatArray()).containsExactly(*expected.toFloatArray())
        check(x.relu()) { relu() }
        check(x.relu6()) { relu6() }
        check(x.leakyRelu(0.01)) { leakyRelu() }
        check(x.elu()) { elu() }
        check(x.selu()) { selu() }
        check(x.gelu()) { gelu() }
        check(x.geluTanh()) { geluTanh() }
        check(x.silu()) { silu() }
        check(x.mish()) { mish() }
        check(x.softplus()) { softplus() }
        check(x.tanh()) { tanh() }
        check(x.sigmoid()) { sigmoid() }
        check(x.logSigmoid()) { logSigmoid() }
        check(x.hardtanh()) { hardtanh() }
        check(x.hardswish()) { hardswish() }
        check(x.hardsigmoid()) { hardsigmoid() }
        check(x.softsign()) { softsign() }
        check(x.softmax(1)) { softmax(1) }
        check(x.logSoftmax(1)) { logSoftmax(1) }
        check(x.glu(1)) { glu(1) }
        check(x) { identity() }
    }

    @Test
    fun `a network moves to another backend and learns there`() {
        val net =
            sequential(Key.of(1)) {
                linear(3, 4)
                batchNorm(4)
                linear(4, 1)
            }
        net.children().first().freeze()
        val x = randn(5, 3, key = Key.of(2))
        val before = net.eval()(x)
        val nd4j = Device.of("nd4j")
        assertThat(net.to(nd4j)).isSameAs(net)
        assertThat(net.state().values).allMatch { it.device() == nd4j }
        assertThat(net.parameters().map { it.requiresGrad() }).containsExactly(false, false, true, true, true, true)
        val after = net(x.to(nd4j))
        assertThat(after.device()).isEqualTo(nd4j)
        assertThat(after.toFloatArray()).containsExactly(before.toFloatArray(), within(1e-5f))
        val adam = Adam(net.parameters(), 0.1)
        net.train()(x.to(nd4j)).pow(2.0).mean().backward()
        adam.step()
        assertThat(net.eval()(x.to(nd4j)).toFloatArray()).isNotEqualTo(after.toFloatArray())
        // From one backend's state into another's module.
        val back =
            sequential(Key.of(5)) {
                linear(3, 4)
                batchNorm(4)
                linear(4, 1)
            }
        back.load(net.state())
        assertThat(back.state().values).allMatch { it.device() == x.device() }
        assertThat(back.eval()(x).toFloatArray()).containsExactly(net(x.to(nd4j)).toFloatArray(), within(1e-5f))
    }
}
