package dev.adjoint.dsl

import dev.adjoint.Adjoint

/** Runs a block in which nothing is recorded. */
public inline fun <T> noGrad(block: () -> T): T = Adjoint.noGrad().use { block() }

/** Runs a block that is recorded, inside [noGrad]. */
public inline fun <T> enableGrad(block: () -> T): T = Adjoint.enableGrad().use { block() }

/** Runs a block in which nothing is recorded and no versions are counted. */
public inline fun <T> inferenceMode(block: () -> T): T = Adjoint.inferenceMode().use { block() }
