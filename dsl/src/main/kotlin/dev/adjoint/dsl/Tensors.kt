package dev.adjoint.dsl

import dev.adjoint.Tensor

/** A float32 tensor with one axis. */
public fun tensorOf(vararg values: Float): Tensor = Tensor.of(*values)

/** A float64 tensor with one axis. */
public fun tensorOf(vararg values: Double): Tensor = Tensor.of(*values)

/** A float32 matrix, from rows of equal length. */
public fun tensorOf(vararg rows: FloatArray): Tensor = Tensor.of(arrayOf(*rows))

/** A float64 matrix, from rows of equal length. */
public fun tensorOf(vararg rows: DoubleArray): Tensor = Tensor.of(arrayOf(*rows))

/** An int32 tensor with one axis, for instance of indices. */
public fun intTensorOf(vararg values: Int): Tensor = Tensor.ofInts(*values)
