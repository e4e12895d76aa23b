package dev.adjoint;

/**
 * The smallest and the largest.
 *
 * @param min the smallest
 * @param max the largest
 */
public record MinAndMax(Tensor min, Tensor max) {}
