package dev.adjoint;

/**
 * How numbers spread and where they lie.
 *
 * @param spread their variance or standard deviation, by the method that returned it
 * @param mean their mean
 */
public record SpreadAndMean(Tensor spread, Tensor mean) {}
