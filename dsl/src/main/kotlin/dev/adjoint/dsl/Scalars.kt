package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.ElementwiseFunction
import dev.adjoint.Tensor
import dev.adjoint.spi.Expr

/**
 * A scalar function as an operation, one fused kernel with every derivative: `elementwise { s -> s * tanh(ln(1f + exp(s))) }`.
 */
public fun elementwise(f: (Expr) -> Expr): ElementwiseFunction = Adjoint.elementwise(f)

/** A function of two scalars as an operation. */
public fun elementwise(f: (Expr, Expr) -> Expr): ElementwiseFunction = Adjoint.elementwise(f)

/** A function of three scalars as an operation. */
public fun elementwise(f: (Expr, Expr, Expr) -> Expr): ElementwiseFunction = Adjoint.elementwise(f)

/** A function of four scalars as an operation. */
public fun elementwise(f: (Expr, Expr, Expr, Expr) -> Expr): ElementwiseFunction = Adjoint.elementwise(f)

/** The function of each element; several inputs broadcast. */
public operator fun ElementwiseFunction.invoke(vararg inputs: Tensor): Tensor = apply(*inputs)

/** The sum. */
public operator fun Expr.plus(other: Expr): Expr = add(other)

/** The sum with a number. */
public operator fun Expr.plus(number: Number): Expr = add(number.toDouble())

/** The sum with a number. */
public operator fun Number.plus(other: Expr): Expr = other.add(toDouble())

/** The difference. */
public operator fun Expr.minus(other: Expr): Expr = sub(other)

/** The difference with a number. */
public operator fun Expr.minus(number: Number): Expr = sub(number.toDouble())

/** A number minus this. */
public operator fun Number.minus(other: Expr): Expr = other.rsub(toDouble())

/** The product. */
public operator fun Expr.times(other: Expr): Expr = mul(other)

/** The product with a number. */
public operator fun Expr.times(number: Number): Expr = mul(number.toDouble())

/** The product with a number. */
public operator fun Number.times(other: Expr): Expr = other.mul(toDouble())

/** The quotient with a number. */
public operator fun Expr.div(number: Number): Expr = div(number.toDouble())

/** A number divided by this. */
public operator fun Number.div(other: Expr): Expr = other.rdiv(toDouble())

/** The negated value. */
public operator fun Expr.unaryMinus(): Expr = neg()
