package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.Derivatives
import dev.adjoint.Tensor
import dev.adjoint.ValueAndGrad
import dev.adjoint.ValueAndGrads

/** A function of a tensor, with its derivatives. */
public class Differentiable internal constructor(private val f: (Tensor) -> Tensor) {
    /** The value at [x]. */
    public operator fun invoke(x: Tensor): Tensor = f(x)

    /** The gradient at [x], for functions with one output element. */
    public fun grad(x: Tensor): Tensor = Adjoint.grad(f).apply(x)

    /** The gradient as a function, which can be differentiated again. */
    public val grad: Differentiable
        get() = Differentiable(::grad)

    /** The value and the gradient at [x] in one pass: `val (value, dx) = f.valueAndGrad(x)`. */
    public fun valueAndGrad(x: Tensor): ValueAndGrad = Adjoint.valueAndGrad(f).apply(x)

    /** The value at [x] and the pullback there. */
    public fun vjp(x: Tensor): Adjoint.Vjp = Adjoint.vjp(f, x)

    /** The value at [x] and the derivative there in the direction [tangent]. */
    public fun jvp(x: Tensor, tangent: Tensor): Adjoint.Jvp = Adjoint.jvp(f, x, tangent)

    /** All partial derivatives at [x]: the output's axes, then those of [x]. */
    public fun jacobian(x: Tensor): Tensor = Adjoint.jacobian(f, x)

    /** All second derivatives at [x]: the axes of [x], twice. */
    public fun hessian(x: Tensor): Tensor = Adjoint.hessian(f, x)

    /** The Hessian at [x] times [vector]: forward over reverse. */
    public fun hvp(x: Tensor, vector: Tensor): Tensor = Adjoint.hvp(f, x, vector)

    /** [vector] times the Hessian at [x]: reverse over reverse. */
    public fun vhp(x: Tensor, vector: Tensor): Tensor = Adjoint.vhp(f, x, vector)
}

/** A function of two tensors, with its derivatives. */
public class Differentiable2 internal constructor(private val f: (Tensor, Tensor) -> Tensor) {
    /** The same as a function of a list, with what [Derivatives] has more. */
    public val derivatives: Derivatives
        get() = derivativesOfOne { (x, y) -> f(x, y) }

    /** The value at ([x], [y]). */
    public operator fun invoke(x: Tensor, y: Tensor): Tensor = f(x, y)

    /** The value and both gradients: `val (value, grads) = f.valueAndGrads(x, y)`. */
    public fun valueAndGrads(x: Tensor, y: Tensor): ValueAndGrads =
        Adjoint.valueAndGrads({ f(it[0], it[1]) }).apply(listOf(x, y))

    /** Both gradients. */
    public fun grad(x: Tensor, y: Tensor): List<Tensor> = valueAndGrads(x, y).grads()

    /** The derivative at ([x], [y]) in the direction ([dx], [dy]); null for no change. */
    public fun jvp(x: Tensor, y: Tensor, dx: Tensor?, dy: Tensor?): Tensor =
        derivatives.jvp(listOf(x, y), listOf(dx, dy)).tangents()[0]

    /** All partial derivatives by [x], and all by [y]: of each the output's axes, then the argument's. */
    public fun jacobian(x: Tensor, y: Tensor): List<Tensor> = derivatives.jacobian(x, y)[0]

    /** All second derivatives, in blocks: entry i, j has the axes of argument i, then those of argument j. */
    public fun hessian(x: Tensor, y: Tensor): List<List<Tensor>> = derivatives.hessian(x, y)
}

/**
 * The derivatives of a function of several tensors with several outputs:
 * ```
 * val f = derivatives { (x, y) -> listOf(x * y, x + y) }
 * val (values, tangents) = f.jvp(listOf(x, y), listOf(dx, null))
 * val blocks = f.jacobian(x, y)
 * ```
 */
public fun derivatives(f: (List<Tensor>) -> List<Tensor>): Derivatives = Derivatives.of(f)

/** The derivatives of a function of several tensors with one output: `derivativesOfOne { (x, y, z) -> x * y + z }`. */
public fun derivativesOfOne(f: (List<Tensor>) -> Tensor): Derivatives = Derivatives.ofOne(f)

/** Makes a function differentiable: `differentiable { x: Tensor -> (x * x).sum() }`. */
public fun differentiable(f: (Tensor) -> Tensor): Differentiable = Differentiable(f)

/** Makes a function of two tensors differentiable. */
public fun differentiable(f: (Tensor, Tensor) -> Tensor): Differentiable2 = Differentiable2(f)

/** The value. */
public operator fun ValueAndGrad.component1(): Tensor = value()

/** The gradient. */
public operator fun ValueAndGrad.component2(): Tensor = grad()

/** The value. */
public operator fun ValueAndGrads.component1(): Tensor = value()

/** The gradients. */
public operator fun ValueAndGrads.component2(): List<Tensor> = grads()

/** The value. */
public operator fun Adjoint.Jvp.component1(): Tensor = value()

/** The derivative in the direction given. */
public operator fun Adjoint.Jvp.component2(): Tensor = tangent()

/** The value. */
public operator fun Adjoint.Vjp.component1(): Tensor = value()

/** The pullback. */
public operator fun Adjoint.Vjp.component2(): (Tensor) -> Tensor = pullback()::apply

/** The values. */
public operator fun Derivatives.Jvp.component1(): List<Tensor> = values()

/** Their derivatives in the direction given. */
public operator fun Derivatives.Jvp.component2(): List<Tensor> = tangents()

/** The values. */
public operator fun Derivatives.Vjp.component1(): List<Tensor> = values()

/** The pullback: from cotangents, one for each value, to gradients of the arguments. */
public operator fun Derivatives.Vjp.component2(): (List<Tensor?>) -> List<Tensor> = pullback()::apply
