package dev.adjoint;

import java.util.List;

/**
 * A function's value and its gradients towards several arguments.
 *
 * @param value what the function returned
 * @param grads the gradients, in the order of the arguments asked for
 */
public record ValueAndGrads(Tensor value, List<Tensor> grads) {}
