package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.DType
import dev.adjoint.Key
import dev.adjoint.Tensor

/** Zeros, float32. */
public fun zeros(vararg sizes: Int): Tensor = Tensor.zeros(*sizes)

/** Ones, float32. */
public fun ones(vararg sizes: Int): Tensor = Tensor.ones(*sizes)

/** The numbers 0, 1, ..., [n] - 1, int64 unless another type is asked for. */
public fun arange(n: Int, dtype: DType = DType.INT64): Tensor = Tensor.arange(n, dtype)

/** The numbers from [start] in steps, before [end], float32 unless another type is asked for. */
public fun arange(start: Double, end: Double, step: Double = 1.0, dtype: DType = DType.FLOAT32): Tensor =
    Tensor.arange(start, end, step, dtype)

/** [count] numbers from [start] to [end], both included, at equal distances. */
public fun linspace(start: Number, end: Number, count: Int, dtype: DType = DType.FLOAT32): Tensor =
    Tensor.linspace(start.toDouble(), end.toDouble(), count, dtype)

/** The identity matrix of [n] rows, float32. */
public fun eye(n: Int): Tensor = Tensor.eye(n)

/** Numbers in [0, 1), evenly distributed: the same for the same key, and others at every call without one. */
public fun rand(vararg sizes: Int, key: Key = Adjoint.nextKey(), dtype: DType = DType.FLOAT32): Tensor =
    Tensor.rand(key, dtype, *sizes)

/** Numbers from the standard normal distribution: the same for the same key, and others at every call without one. */
public fun randn(vararg sizes: Int, key: Key = Adjoint.nextKey(), dtype: DType = DType.FLOAT32): Tensor =
    Tensor.randn(key, dtype, *sizes)
