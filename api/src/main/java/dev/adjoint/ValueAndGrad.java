package dev.adjoint;

/**
 * A function's value and its gradient at the same point.
 *
 * @param value what the function returned
 * @param grad the gradient, of the argument's shape
 */
public record ValueAndGrad(Tensor value, Tensor grad) {}
