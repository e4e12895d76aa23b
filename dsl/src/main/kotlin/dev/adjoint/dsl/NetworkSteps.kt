package dev.adjoint.dsl

import dev.adjoint.Tensor
import dev.adjoint.nn.Layers
import dev.adjoint.nn.Module
import dev.adjoint.nn.PoolOptions
import dev.adjoint.nn.Sequential

/** Keeps the builders of nested networks apart. */
@DslMarker public annotation class NetworkDsl

/** Collects modules in order; these are the ones without parameters. */
@NetworkDsl
public sealed class StepBuilder {
    private val steps = mutableListOf<Module>()

    /** A module made elsewhere. */
    public operator fun Module.unaryPlus() {
        steps += this
    }

    /** A function without parameters. */
    public fun step(f: (Tensor) -> Tensor) {
        +Sequential.step(f)
    }

    internal fun build(): Sequential = Sequential(steps)

    // ---- Activations ----

    /** `max(x, 0)`. */
    public fun relu(): Unit = +Layers.relu()

    /** `min(max(x, 0), 6)`. */
    public fun relu6(): Unit = +Layers.relu6()

    /** `x` above 0, `slope * x` below. */
    public fun leakyRelu(slope: Double = 0.01): Unit = +Layers.leakyRelu(slope)

    /** `x` above 0, `exp(x) - 1` below. */
    public fun elu(): Unit = +Layers.elu()

    /** The scaled [elu] that keeps mean 0 and variance 1. */
    public fun selu(): Unit = +Layers.selu()

    /** `x` times the normal distribution function at x. */
    public fun gelu(): Unit = +Layers.gelu()

    /** [gelu] by tanh's approximation. */
    public fun geluTanh(): Unit = +Layers.geluTanh()

    /** `x * sigmoid(x)`. */
    public fun silu(): Unit = +Layers.silu()

    /** `x * tanh(softplus(x))`. */
    public fun mish(): Unit = +Layers.mish()

    /** `log(1 + exp(x))`. */
    public fun softplus(): Unit = +Layers.softplus()

    /** The hyperbolic tangent. */
    public fun tanh(): Unit = +Layers.tanh()

    /** `1 / (1 + exp(-x))`. */
    public fun sigmoid(): Unit = +Layers.sigmoid()

    /** `log(sigmoid(x))`. */
    public fun logSigmoid(): Unit = +Layers.logSigmoid()

    /** `min(max(x, -1), 1)`. */
    public fun hardtanh(): Unit = +Layers.hardtanh()

    /** `x * relu6(x + 3) / 6`. */
    public fun hardswish(): Unit = +Layers.hardswish()

    /** `relu6(x + 3) / 6`. */
    public fun hardsigmoid(): Unit = +Layers.hardsigmoid()

    /** `x / (1 + |x|)`. */
    public fun softsign(): Unit = +Layers.softsign()

    /** Shares along an [axis], that add up to 1. */
    public fun softmax(axis: Int): Unit = +Layers.softmax(axis)

    /** The logarithm of [softmax]. */
    public fun logSoftmax(axis: Int): Unit = +Layers.logSoftmax(axis)

    /** The first half along an [axis] times the sigmoid of the second. */
    public fun glu(axis: Int): Unit = +Layers.glu(axis)

    // ---- Shapes ----

    /** The input. */
    public fun identity(): Unit = +Layers.identity()

    /** The axes from [first] to [last], both included, as one. */
    public fun flatten(first: Int = 1, last: Int = -1): Unit = +Layers.flatten(first, last)

    /** An [axis] as several, of which one size may be -1: what is left. */
    public fun unflatten(axis: Int, vararg sizes: Int): Unit = +Layers.unflatten(axis, *sizes)

    // ---- Pooling ----

    /** The largest element of each window over one axis. */
    public fun maxPool1d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.maxPool1d(windows(kernel, stride, padding))

    /** The largest element of each window over two axes. */
    public fun maxPool2d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.maxPool2d(windows(kernel, stride, padding))

    /** The largest element of each window over three axes. */
    public fun maxPool3d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.maxPool3d(windows(kernel, stride, padding))

    /** The mean of each window over one axis. */
    public fun avgPool1d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.avgPool1d(windows(kernel, stride, padding))

    /** The mean of each window over two axes. */
    public fun avgPool2d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.avgPool2d(windows(kernel, stride, padding))

    /** The mean of each window over three axes. */
    public fun avgPool3d(kernel: Int, stride: Int = kernel, padding: Int = 0): Unit =
        +Layers.avgPool3d(windows(kernel, stride, padding))

    /** Means of windows over one axis, for an output of this size. */
    public fun adaptiveAvgPool1d(output: Int): Unit = +Layers.adaptiveAvgPool1d(output)

    /** Means of windows over two axes, for an output of one size, or two. */
    public fun adaptiveAvgPool2d(vararg output: Int): Unit = +Layers.adaptiveAvgPool2d(*output)

    /** Means of windows over three axes, for an output of one size, or three. */
    public fun adaptiveAvgPool3d(vararg output: Int): Unit = +Layers.adaptiveAvgPool3d(*output)

    /** The largest elements of windows over one axis, for an output of this size. */
    public fun adaptiveMaxPool1d(output: Int): Unit = +Layers.adaptiveMaxPool1d(output)

    /** The largest elements of windows over two axes, for an output of one size, or two. */
    public fun adaptiveMaxPool2d(vararg output: Int): Unit = +Layers.adaptiveMaxPool2d(*output)

    /** The largest elements of windows over three axes, for an output of one size, or three. */
    public fun adaptiveMaxPool3d(vararg output: Int): Unit = +Layers.adaptiveMaxPool3d(*output)

    private fun windows(kernel: Int, stride: Int, padding: Int): PoolOptions =
        PoolOptions.kernel(kernel).stride(stride).padding(padding)
}
