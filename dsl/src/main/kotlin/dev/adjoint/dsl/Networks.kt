package dev.adjoint.dsl

import dev.adjoint.Key
import dev.adjoint.Tensor
import dev.adjoint.nn.Embedding
import dev.adjoint.nn.Linear
import dev.adjoint.nn.Module
import dev.adjoint.nn.Sequential

/** Keeps the builders of nested networks apart. */
@DslMarker public annotation class NetworkDsl

/** Collects the modules of a network in order. */
@NetworkDsl
public class SequentialBuilder internal constructor(private var key: Key) {
    private val steps = mutableListOf<Module>()

    private fun nextKey(): Key {
        val (use, keep) = key.split(2)
        key = keep
        return use
    }

    /** A dense layer from [inputs] to [outputs] numbers. */
    public fun linear(inputs: Int, outputs: Int) {
        steps += Linear(inputs, outputs, nextKey())
    }

    /** A learned vector of [width] numbers for each of [symbols] symbols. */
    public fun embedding(symbols: Int, width: Int) {
        steps += Embedding(symbols, width, nextKey())
    }

    /** `max(x, 0)`. */
    public fun relu(): Unit = step { it.relu() }

    /** The hyperbolic tangent. */
    public fun tanh(): Unit = step { it.tanh() }

    /** `1 / (1 + exp(-x))`. */
    public fun sigmoid(): Unit = step { it.sigmoid() }

    /** A function without parameters. */
    public fun step(f: (Tensor) -> Tensor) {
        steps += Sequential.step(f)
    }

    /** A module made elsewhere. */
    public operator fun Module.unaryPlus() {
        steps += this
    }

    internal fun build(): Sequential = Sequential(steps)
}

/** Modules one after the other; the [key] decides the initial weights. */
public fun sequential(key: Key = Key.of(0), block: SequentialBuilder.() -> Unit): Sequential =
    SequentialBuilder(key).apply(block).build()

/** The output for [x]. */
public operator fun Module.invoke(x: Tensor): Tensor = forward(x)
