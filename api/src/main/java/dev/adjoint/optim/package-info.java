/**
 * Ways to update parameters from their gradients, and what goes with them. A step of training that uses most of it:
 *
 * <pre>{@code
 * AdamW optimizer = new AdamW(parameters, AdamOptions.DECOUPLED.lr(1e-3).weightDecay(0.1));
 * Scheduler scheduler = new Scheduler(optimizer, Schedule.linear(0.01, 1, 100).then(100, Schedule.cosine(900, 0)));
 * ExponentialAverage average = new ExponentialAverage(parameters, 0.999);
 * ...
 * optimizer.zeroGrad();
 * loss.backward();
 * GradientClipping.byNorm(parameters, 1);
 * optimizer.step();
 * scheduler.step();
 * average.update();
 * }</pre>
 *
 * <p>What remembers anything is {@link dev.adjoint.optim.Stateful}: its state is a map of tensors, which goes to a file and
 *     back.
 */
@NullMarked
package dev.adjoint.optim;

import org.jspecify.annotations.NullMarked;
