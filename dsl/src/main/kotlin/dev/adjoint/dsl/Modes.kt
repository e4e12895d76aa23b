package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.Scope
import dev.adjoint.Tensor

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
