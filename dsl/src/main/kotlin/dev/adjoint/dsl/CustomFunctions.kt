package dev.adjoint.dsl

import dev.adjoint.Adjoint
import dev.adjoint.AutogradException
import dev.adjoint.SimpleFunction
import dev.adjoint.Tensor

/** The rules of a function of one's own; see [customFunction]. */
public class CustomFunctionRules internal constructor() {
    private var forward: ((List<Tensor>) -> Tensor)? = null
    private var vjp: ((List<Tensor>, Tensor, Tensor) -> List<Tensor?>)? = null
    private var jvp: ((List<Tensor>, Tensor, List<Tensor>) -> Tensor)? = null

    /** The output, from the inputs; runs unrecorded. */
    public fun forward(rule: (inputs: List<Tensor>) -> Tensor) {
        forward = rule
    }

    /** The gradients of the inputs, one for each, null for none. */
    public fun vjp(rule: (inputs: List<Tensor>, output: Tensor, gradient: Tensor) -> List<Tensor?>) {
        vjp = rule
    }

    /** The tangent of the output, for forward mode. */
    public fun jvp(rule: (inputs: List<Tensor>, output: Tensor, tangents: List<Tensor>) -> Tensor) {
        jvp = rule
    }

    internal fun build(): SimpleFunction {
        val run = forward ?: throw AutogradException("customFunction { } has no forward { }: it says what the output is")
        val back = vjp ?: throw AutogradException("customFunction { } has no vjp { }: it says what the gradients are")
        val plain =
            Adjoint.custom({ run(it.asList()) }) { inputs, output, gradient ->
                back(inputs.asList(), output, gradient).toTypedArray()
            }
        val push = jvp ?: return plain
        return plain.withJvp { inputs, output, tangents -> push(inputs.asList(), output, tangents.asList()) }
    }
}

/**
 * A function with rules of one's own:
 * ```
 * val cube = customFunction {
 *     forward { (x) -> x.pow(3.0) }
 *     vjp { (x), _, g -> listOf(x.pow(2.0) * 3 * g) }
 * }
 * val y = cube(x)
 * ```
 */
public fun customFunction(rules: CustomFunctionRules.() -> Unit): SimpleFunction = CustomFunctionRules().apply(rules).build()

/** Runs the function and records it. */
public operator fun SimpleFunction.invoke(vararg inputs: Tensor): Tensor = apply(*inputs)
