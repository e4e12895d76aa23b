package dev.adjoint.dsl

import dev.adjoint.spi.Expr

/** e to the power of [x]. */
public fun exp(x: Expr): Expr = x.exp()

/** `exp(x) - 1`, exact near 0. */
public fun expm1(x: Expr): Expr = x.expm1()

/** 2 to the power of [x]. */
public fun exp2(x: Expr): Expr = x.exp2()

/** The natural logarithm. */
public fun ln(x: Expr): Expr = x.log()

/** The logarithm to the base 2. */
public fun log2(x: Expr): Expr = x.log2()

/** The logarithm to the base 10. */
public fun log10(x: Expr): Expr = x.log10()

/** `ln(1 + x)`, exact near 0. */
public fun log1p(x: Expr): Expr = x.log1p()

/** The square root. */
public fun sqrt(x: Expr): Expr = x.sqrt()

/** `1 / sqrt(x)`. */
public fun rsqrt(x: Expr): Expr = x.rsqrt()

/** `1 / x`. */
public fun reciprocal(x: Expr): Expr = x.reciprocal()

/** `x * x`. */
public fun square(x: Expr): Expr = x.square()

/** The sine of radians. */
public fun sin(x: Expr): Expr = x.sin()

/** The cosine of radians. */
public fun cos(x: Expr): Expr = x.cos()

/** The tangent of radians. */
public fun tan(x: Expr): Expr = x.tan()

/** The arc sine, in radians. */
public fun asin(x: Expr): Expr = x.asin()

/** The arc cosine, in radians. */
public fun acos(x: Expr): Expr = x.acos()

/** The arc tangent, in radians. */
public fun atan(x: Expr): Expr = x.atan()

/** The hyperbolic sine. */
public fun sinh(x: Expr): Expr = x.sinh()

/** The hyperbolic cosine. */
public fun cosh(x: Expr): Expr = x.cosh()

/** The hyperbolic tangent. */
public fun tanh(x: Expr): Expr = x.tanh()

/** The inverse hyperbolic sine. */
public fun asinh(x: Expr): Expr = x.asinh()

/** The inverse hyperbolic cosine. */
public fun acosh(x: Expr): Expr = x.acosh()

/** The inverse hyperbolic tangent. */
public fun atanh(x: Expr): Expr = x.atanh()

/** `1 / (1 + exp(-x))`. */
public fun sigmoid(x: Expr): Expr = x.sigmoid()

/** `max(x, 0)`. */
public fun relu(x: Expr): Expr = x.relu()

/** `ln(1 + exp(x))`. */
public fun softplus(x: Expr): Expr = x.softplus()

/** The error function. */
public fun erf(x: Expr): Expr = x.erf()

/** `1 - erf(x)`. */
public fun erfc(x: Expr): Expr = x.erfc()

/** The inverse of the error function. */
public fun erfinv(x: Expr): Expr = x.erfinv()

/** The logarithm of the absolute value of the gamma function. */
public fun lgamma(x: Expr): Expr = x.lgamma()

/** The derivative of [lgamma]. */
public fun digamma(x: Expr): Expr = x.digamma()

/** The absolute value. */
public fun abs(x: Expr): Expr = x.abs()

/** -1, 0 or 1. */
public fun sign(x: Expr): Expr = x.sign()

/** The largest integer that is not larger. */
public fun floor(x: Expr): Expr = x.floor()

/** The smallest integer that is not smaller. */
public fun ceil(x: Expr): Expr = x.ceil()

/** The nearest integer; of two, the even one. */
public fun round(x: Expr): Expr = x.round()

/** The integer part. */
public fun trunc(x: Expr): Expr = x.trunc()

/** To the power of another. */
public infix fun Expr.pow(exponent: Expr): Expr = pow(exponent)

/** To the power of a number. */
public infix fun Expr.pow(exponent: Number): Expr = pow(exponent.toDouble())

/** A number to the power of this. */
public infix fun Number.pow(exponent: Expr): Expr = Expr.constant(toDouble(), exponent.dtype()).pow(exponent)

/** The larger of two. */
public fun max(a: Expr, b: Expr): Expr = a.max(b)

/** The larger of a scalar and a number. */
public fun max(a: Expr, b: Number): Expr = a.max(b.toDouble())

/** The larger of a number and a scalar. */
public fun max(a: Number, b: Expr): Expr = b.max(a.toDouble())

/** The smaller of two. */
public fun min(a: Expr, b: Expr): Expr = a.min(b)

/** The smaller of a scalar and a number. */
public fun min(a: Expr, b: Number): Expr = a.min(b.toDouble())

/** The smaller of a number and a scalar. */
public fun min(a: Number, b: Expr): Expr = b.min(a.toDouble())

/** The angle, in radians, of the point ([x], [y]). */
public fun atan2(y: Expr, x: Expr): Expr = y.atan2(x)

/** `sqrt(a * a + b * b)`. */
public fun hypot(a: Expr, b: Expr): Expr = a.hypot(b)

/** The absolute value of [a] with the sign of [b]. */
public fun copysign(a: Expr, b: Expr): Expr = a.copysign(b)

/** The nearest number in [[low], [high]]. */
public fun clamp(x: Expr, low: Number, high: Number): Expr = x.clamp(low.toDouble(), high.toDouble())

/** One of two values, by a comparison: `where(x gt 0, x, 0.1 * x)`. */
public fun where(condition: Expr, ifTrue: Expr, ifFalse: Expr): Expr = condition.then(ifTrue, ifFalse)

/** `this < number`. */
public infix fun Expr.lt(number: Number): Expr = lt(number.toDouble())

/** `this <= number`. */
public infix fun Expr.le(number: Number): Expr = le(number.toDouble())

/** `this > number`. */
public infix fun Expr.gt(number: Number): Expr = gt(number.toDouble())

/** `this >= number`. */
public infix fun Expr.ge(number: Number): Expr = ge(number.toDouble())

/** `this < other`. */
public infix fun Expr.lt(other: Expr): Expr = lt(other)

/** `this <= other`. */
public infix fun Expr.le(other: Expr): Expr = le(other)

/** `this > other`. */
public infix fun Expr.gt(other: Expr): Expr = gt(other)

/** `this >= other`. */
public infix fun Expr.ge(other: Expr): Expr = ge(other)
