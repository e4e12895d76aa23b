package dev.adjoint.dsl

import dev.adjoint.Key
import dev.adjoint.Tensor
import dev.adjoint.nn.AttentionOptions
import dev.adjoint.nn.BatchNorm
import dev.adjoint.nn.Conv1d
import dev.adjoint.nn.Conv2d
import dev.adjoint.nn.Conv3d
import dev.adjoint.nn.ConvOptions
import dev.adjoint.nn.ConvTranspose1d
import dev.adjoint.nn.ConvTranspose2d
import dev.adjoint.nn.ConvTranspose3d
import dev.adjoint.nn.Dropout
import dev.adjoint.nn.Embedding
import dev.adjoint.nn.GroupNorm
import dev.adjoint.nn.Gru
import dev.adjoint.nn.LayerNorm
import dev.adjoint.nn.Linear
import dev.adjoint.nn.Lstm
import dev.adjoint.nn.Module
import dev.adjoint.nn.MultiheadAttention
import dev.adjoint.nn.NormOptions
import dev.adjoint.nn.PRelu
import dev.adjoint.nn.RecurrentOptions
import dev.adjoint.nn.Residual
import dev.adjoint.nn.RmsNorm
import dev.adjoint.nn.Sequential
import dev.adjoint.nn.TransformerEncoder
import dev.adjoint.nn.TransformerEncoderLayer
import dev.adjoint.nn.TransformerOptions

/** Collects the modules of a network in order. */
public class SequentialBuilder internal constructor(private var key: Key) : StepBuilder() {
    private fun nextKey(): Key {
        val (use, keep) = key.split(2)
        key = keep
        return use
    }

    /** A dense layer from [inputs] to [outputs] numbers. */
    public fun linear(inputs: Int, outputs: Int, bias: Boolean = true): Unit =
        +if (bias) Linear(inputs, outputs, nextKey()) else Linear.withoutBias(inputs, outputs, nextKey())

    /** A learned vector of [width] numbers for each of [symbols] symbols. */
    public fun embedding(symbols: Int, width: Int): Unit = +Embedding(symbols, width, nextKey())

    /** [embedding] where the vector of the symbol [padding] stays 0. */
    public fun embedding(symbols: Int, width: Int, padding: Int): Unit = +Embedding(symbols, width, padding, nextKey())

    /** In training, zeros with probability [p]. */
    public fun dropout(p: Double): Unit = +Dropout(p, nextKey())

    /** `x` above 0, a learned slope times x below; one for all, or one for each of some [channels]. */
    public fun prelu(channels: Int = 1, slope: Double = 0.25): Unit = +PRelu(channels, slope)

    /** [body] of x, plus x: `residual { linear(8, 8); relu() }`. */
    public fun residual(body: SequentialBuilder.() -> Unit): Unit = +Residual(nested(body))

    /** [body] of x, plus [shortcut] of x: for a body that changes the shape. */
    public fun residual(shortcut: SequentialBuilder.() -> Unit, body: SequentialBuilder.() -> Unit): Unit =
        +Residual(nested(body), nested(shortcut))

    private fun nested(block: SequentialBuilder.() -> Unit): Sequential = SequentialBuilder(nextKey()).apply(block).build()

    // ---- Convolutions ----

    /** A convolution over one axis, from [inputs] to [outputs] channels. */
    public fun conv1d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ): Unit = +Conv1d(inputs, outputs, kernel, options(stride, padding, dilation, groups, bias), nextKey())

    /** A convolution over two axes, from [inputs] to [outputs] channels. */
    public fun conv2d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ): Unit = +Conv2d(inputs, outputs, kernel, options(stride, padding, dilation, groups, bias), nextKey())

    /** A convolution over three axes, from [inputs] to [outputs] channels. */
    public fun conv3d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ): Unit = +Conv3d(inputs, outputs, kernel, options(stride, padding, dilation, groups, bias), nextKey())

    /** A transposed convolution over one axis, from [inputs] to [outputs] channels. */
    public fun convTranspose1d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        outputPadding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ) {
        val options = options(stride, padding, dilation, groups, bias).outputPadding(outputPadding)
        +ConvTranspose1d(inputs, outputs, kernel, options, nextKey())
    }

    /** A transposed convolution over two axes, from [inputs] to [outputs] channels. */
    public fun convTranspose2d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        outputPadding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ) {
        val options = options(stride, padding, dilation, groups, bias).outputPadding(outputPadding)
        +ConvTranspose2d(inputs, outputs, kernel, options, nextKey())
    }

    /** A transposed convolution over three axes, from [inputs] to [outputs] channels. */
    public fun convTranspose3d(
        inputs: Int,
        outputs: Int,
        kernel: Int,
        stride: Int = 1,
        padding: Int = 0,
        outputPadding: Int = 0,
        dilation: Int = 1,
        groups: Int = 1,
        bias: Boolean = true,
    ) {
        val options = options(stride, padding, dilation, groups, bias).outputPadding(outputPadding)
        +ConvTranspose3d(inputs, outputs, kernel, options, nextKey())
    }

    private fun options(stride: Int, padding: Int, dilation: Int, groups: Int, bias: Boolean): ConvOptions {
        val options = ConvOptions.DEFAULT.stride(stride).padding(padding).dilation(dilation).groups(groups)
        return if (bias) options else options.withoutBias()
    }

    // ---- Normalisation ----

    /** Batch normalisation of `[n, channels, ..]`. */
    public fun batchNorm(channels: Int, options: NormOptions = NormOptions.DEFAULT): Unit = +BatchNorm(channels, options)

    /** Layer normalisation over the last axes, of these [sizes]. */
    public fun layerNorm(vararg sizes: Int, options: NormOptions = NormOptions.DEFAULT): Unit = +LayerNorm(sizes, options)

    /** Division by the root of the mean square over the last axes, of these [sizes]; without [options], see [RmsNorm]. */
    public fun rmsNorm(vararg sizes: Int, options: NormOptions? = null): Unit =
        +(if (options == null) RmsNorm(*sizes) else RmsNorm(sizes, options))

    /** Normalisation of each of some [groups] of [channels]. */
    public fun groupNorm(groups: Int, channels: Int, options: NormOptions = NormOptions.DEFAULT): Unit =
        +GroupNorm(groups, channels, options)

    // ---- Sequences ----

    /** Long short-term memory, whose outputs go on; for its states, make an [Lstm]. */
    public fun lstm(inputs: Int, hidden: Int, options: RecurrentOptions = RecurrentOptions.DEFAULT): Unit =
        +Lstm(inputs, hidden, options, nextKey())

    /** Gated recurrent units, whose outputs go on; for their states, make a [Gru]. */
    public fun gru(inputs: Int, hidden: Int, options: RecurrentOptions = RecurrentOptions.DEFAULT): Unit =
        +Gru(inputs, hidden, options, nextKey())

    /** Attention of a sequence to itself, in [heads]. */
    public fun attention(width: Int, heads: Int, options: AttentionOptions = AttentionOptions.DEFAULT): Unit =
        +MultiheadAttention(width, heads, options, nextKey())

    /** The encoder of a transformer: [layers] one after the other. */
    public fun transformerEncoder(
        width: Int,
        heads: Int,
        layers: Int,
        options: TransformerOptions = TransformerOptions.DEFAULT,
    ): Unit = +TransformerEncoder(width, heads, layers, options, nextKey())

    /** A layer of a transformer's encoder. */
    public fun transformerEncoderLayer(
        width: Int,
        heads: Int,
        options: TransformerOptions = TransformerOptions.DEFAULT,
    ): Unit = +TransformerEncoderLayer(width, heads, options, nextKey())
}

/** Modules one after the other; the [key] decides the initial weights. */
public fun sequential(key: Key = Key.of(0), block: SequentialBuilder.() -> Unit): Sequential =
    SequentialBuilder(key).apply(block).build()

/** The output for [x]. */
public operator fun Module.invoke(x: Tensor): Tensor = apply(x)
