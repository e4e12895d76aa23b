package dev.adjoint.dsl

import dev.adjoint.Tensor
import dev.adjoint.optim.Adagrad
import dev.adjoint.optim.AdagradOptions
import dev.adjoint.optim.Adam
import dev.adjoint.optim.AdamOptions
import dev.adjoint.optim.AdamW
import dev.adjoint.optim.Lbfgs
import dev.adjoint.optim.LbfgsOptions
import dev.adjoint.optim.Lion
import dev.adjoint.optim.LionOptions
import dev.adjoint.optim.Optimizer
import dev.adjoint.optim.OptimizerOptions
import dev.adjoint.optim.ParameterGroup
import dev.adjoint.optim.RmsProp
import dev.adjoint.optim.RmsPropOptions
import dev.adjoint.optim.Schedule
import dev.adjoint.optim.Scheduler
import dev.adjoint.optim.Sgd
import dev.adjoint.optim.SgdOptions

/** Gradient descent, with momentum if asked for. */
public fun sgd(
    parameters: List<Tensor>,
    lr: Double,
    momentum: Double = 0.0,
    dampening: Double = 0.0,
    weightDecay: Double = 0.0,
    nesterov: Boolean = false,
    maximize: Boolean = false,
): Sgd = Sgd(parameters, SgdOptions(lr, momentum, dampening, weightDecay, nesterov, maximize))

/** Adam; [weightDecay] adds to the gradients. */
public fun adam(
    parameters: List<Tensor>,
    lr: Double = 1e-3,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    eps: Double = 1e-8,
    weightDecay: Double = 0.0,
    amsgrad: Boolean = false,
    maximize: Boolean = false,
): Adam = Adam(parameters, AdamOptions(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize))

/** Adam with [weightDecay] apart from the gradients. */
public fun adamW(
    parameters: List<Tensor>,
    lr: Double = 1e-3,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    eps: Double = 1e-8,
    weightDecay: Double = 0.01,
    amsgrad: Boolean = false,
    maximize: Boolean = false,
): AdamW = AdamW(parameters, AdamOptions(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize))

/** RMSprop. */
public fun rmsProp(
    parameters: List<Tensor>,
    lr: Double = 1e-2,
    alpha: Double = 0.99,
    eps: Double = 1e-8,
    weightDecay: Double = 0.0,
    momentum: Double = 0.0,
    centered: Boolean = false,
    maximize: Boolean = false,
): RmsProp = RmsProp(parameters, RmsPropOptions(lr, alpha, eps, weightDecay, momentum, centered, maximize))

/** Adagrad; [initial] is what the sums of squares begin with. */
public fun adagrad(
    parameters: List<Tensor>,
    lr: Double = 1e-2,
    lrDecay: Double = 0.0,
    weightDecay: Double = 0.0,
    initial: Double = 0.0,
    eps: Double = 1e-10,
    maximize: Boolean = false,
): Adagrad = Adagrad(parameters, AdagradOptions(lr, lrDecay, weightDecay, initial, eps, maximize))

/** Lion. */
public fun lion(
    parameters: List<Tensor>,
    lr: Double = 1e-4,
    beta1: Double = 0.9,
    beta2: Double = 0.99,
    weightDecay: Double = 0.0,
    maximize: Boolean = false,
): Lion = Lion(parameters, LionOptions(lr, beta1, beta2, weightDecay, maximize))

/** L-BFGS, whose steps take a closure; with 0 [evaluations], 5/4 of the [iterations]. */
public fun lbfgs(
    parameters: List<Tensor>,
    lr: Double = 1.0,
    iterations: Int = 20,
    evaluations: Int = 0,
    gradientTolerance: Double = 1e-7,
    changeTolerance: Double = 1e-9,
    history: Int = 100,
    strongWolfe: Boolean = true,
): Lbfgs {
    val options = LbfgsOptions(lr, iterations, evaluations, gradientTolerance, changeTolerance, history, strongWolfe)
    return Lbfgs(parameters, options)
}

/** A group of parameters with settings of its own: `AdamW(listOf(weights using o, biases using o.weightDecay(0.0)))`. */
public infix fun <O : OptimizerOptions> List<Tensor>.using(options: O): ParameterGroup<O> = ParameterGroup(this, options)

/**
 * One step from the gradients of what [loss] computes: forgets those before, and calls `backward()`.
 *
 * @return the loss before the step
 */
public fun Optimizer.minimize(loss: () -> Tensor): Tensor = step {
    zeroGrad()
    loss().also { it.backward() }
}

/**
 * A scheduler that sets the learning rates of all groups as a formula says: of the base rate, and of the steps that are over.
 */
public fun Optimizer.schedule(rate: Schedule): Scheduler = Scheduler(this, rate)
