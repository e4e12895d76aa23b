package dev.adjoint.dsl

import dev.adjoint.Tensor

/** e to the power of each element. */
public fun exp(x: Tensor): Tensor = x.exp()

/** The natural logarithm of each element. */
public fun ln(x: Tensor): Tensor = x.log()

/** The square root of each element. */
public fun sqrt(x: Tensor): Tensor = x.sqrt()

/** The sine of each element, in radians. */
public fun sin(x: Tensor): Tensor = x.sin()

/** The cosine of each element, in radians. */
public fun cos(x: Tensor): Tensor = x.cos()

/** The hyperbolic tangent of each element. */
public fun tanh(x: Tensor): Tensor = x.tanh()

/** `1 / (1 + exp(-x))` of each element. */
public fun sigmoid(x: Tensor): Tensor = x.sigmoid()

/** `max(x, 0)` of each element. */
public fun relu(x: Tensor): Tensor = x.relu()

/** The error function of each element. */
public fun erf(x: Tensor): Tensor = x.erf()

/** The absolute value of each element. */
public fun abs(x: Tensor): Tensor = x.abs()

/** The sum of products that an equation names: `einsum("ij,jk->ik", a, b)` is the matrix product; see [Tensor.einsum]. */
public fun einsum(equation: String, vararg operands: Tensor): Tensor = Tensor.einsum(equation, *operands)
