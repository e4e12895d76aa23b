package dev.adjoint.dsl

import dev.adjoint.Tensor

/** The sum, element by element; the operands broadcast. */
public operator fun Tensor.plus(other: Tensor): Tensor = add(other)

/** The sum with a number. */
public operator fun Tensor.plus(number: Number): Tensor = add(number.toDouble())

/** The difference, element by element; the operands broadcast. */
public operator fun Tensor.minus(other: Tensor): Tensor = sub(other)

/** The difference with a number. */
public operator fun Tensor.minus(number: Number): Tensor = sub(number.toDouble())

/** The product, element by element; the operands broadcast. */
public operator fun Tensor.times(other: Tensor): Tensor = mul(other)

/** The product with a number. */
public operator fun Tensor.times(number: Number): Tensor = mul(number.toDouble())

/** The quotient with a number. */
public operator fun Tensor.div(number: Number): Tensor = div(number.toDouble())

/** The sum with a number. */
public operator fun Number.plus(tensor: Tensor): Tensor = tensor.add(toDouble())

/** A number minus each element. */
public operator fun Number.minus(tensor: Tensor): Tensor = tensor.rsub(toDouble())

/** The product with a number. */
public operator fun Number.times(tensor: Tensor): Tensor = tensor.mul(toDouble())

/** A number divided by each element. */
public operator fun Number.div(tensor: Tensor): Tensor = tensor.rdiv(toDouble())

/** Each element negated. */
public operator fun Tensor.unaryMinus(): Tensor = neg()

/** Adds to this tensor in place: `w += step`, where `w` is a `val`; of a `var` Kotlin cannot choose between this and [plus]. */
public operator fun Tensor.plusAssign(other: Tensor) {
    addi(other)
}

/** Adds a number to this tensor in place. */
public operator fun Tensor.plusAssign(number: Number) {
    addi(number.toDouble())
}

/** Subtracts from this tensor in place. */
public operator fun Tensor.minusAssign(other: Tensor) {
    subi(other)
}

/** Subtracts a number from this tensor in place. */
public operator fun Tensor.minusAssign(number: Number) {
    subi(number.toDouble())
}

/** Multiplies this tensor in place. */
public operator fun Tensor.timesAssign(other: Tensor) {
    muli(other)
}

/** Multiplies this tensor by a number in place. */
public operator fun Tensor.timesAssign(number: Number) {
    muli(number.toDouble())
}

/** Divides this tensor in place. */
public operator fun Tensor.divAssign(other: Tensor) {
    divi(other)
}

/** Divides this tensor by a number in place. */
public operator fun Tensor.divAssign(number: Number) {
    divi(number.toDouble())
}

/** The matrix product over the last two axes: `a matmul b`. */
public infix fun Tensor.matmul(other: Tensor): Tensor = matmul(other)

/** To the power of a number: `x pow 2`. */
public infix fun Tensor.pow(exponent: Number): Tensor = pow(exponent.toDouble())
