package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.Scope
import dev.adjoint.Tensor
import java.nio.file.Path

/** Runs a block in which nothing is recorded. */
public inline fun <T> noGrad(block: () -> T): T = Adjoint.noGrad().use { block() }

/** Runs a block that is recorded, inside [noGrad]. */
public inline fun <T> enableGrad(block: () -> T): T = Adjoint.enableGrad().use { block() }

/** Runs a block in which nothing is recorded and no versions are counted. */
public inline fun <T> inferenceMode(block: () -> T): T = Adjoint.inferenceMode().use { block() }

/** Runs a block that looks for anomalies: a NaN in a gradient is refused, and the operation and its call are named. */
public inline fun <T> detectAnomaly(block: () -> T): T = Adjoint.detectAnomaly().use { block() }

/**
 * Runs a block whose memory is used again after it, one step of a training loop for instance. What the block returns, if it is
 * a tensor, outlives it; so does what [Scope.keep] is told of, and the gradients that leaves hold.
 */
public inline fun <T> scope(block: Scope.() -> T): T =
    Adjoint.scope().use { scope -> scope.block().also { if (it is Tensor) scope.keep(it) } }

/** What [f] computes of [input], without what it saves for its gradients: the backward pass computes it again. */
public fun checkpoint(input: Tensor, f: (Tensor) -> Tensor): Tensor = Adjoint.checkpoint(f, input)

/** [checkpoint] of several tensors, with several outputs: `checkpointAll(x, y) { (a, b) -> listOf(a * b, a + b) }`. */
public fun checkpointAll(vararg inputs: Tensor, f: (List<Tensor>) -> List<Tensor>): List<Tensor> =
    Adjoint.checkpointAll({ f(it.asList()).toTypedArray() }, *inputs).asList()

/**
 * Runs a block whose operations hand what they save for their gradients to [pack], and get it back from [unpack]: a tensor of
 * the same shape, type and device.
 */
public fun <P : Any, T> savedTensorHooks(pack: (Tensor) -> P, unpack: (P) -> Tensor, block: () -> T): T {
    @Suppress("UNCHECKED_CAST") // what comes back is what pack returned
    return Adjoint.savedTensorHooks({ pack(it) }, { unpack(it as P) }).use { block() }
}

/** Runs a block whose operations keep what they save for their gradients in float16, where it holds it. */
public inline fun <T> saveAsHalf(block: () -> T): T = Adjoint.saveAsHalf().use { block() }

/** Runs a block whose operations write what they save for their gradients to files in an existing [directory]. */
public inline fun <T> saveToFiles(directory: Path, block: () -> T): T = Adjoint.saveToFiles(directory).use { block() }

/** Who requires a gradient behind this tensor, and why; or why it requires none. A tree of text. */
public fun Tensor.explain(): String = Adjoint.explain(this)
