package dev.adjoint;

/**
 * The different elements of a tensor.
 *
 * @param values one of each, along one axis; its gradient goes to the first of the equal elements
 * @param inverse for each element of the tensor, in its shape, where in {@code values} it is: int64
 * @param counts how often each occurs: int64
 */
public record UniqueValues(Tensor values, Tensor inverse, Tensor counts) {}
