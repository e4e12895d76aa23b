package dev.adjoint;

/**
 * How many elements lie in each of some intervals.
 *
 * @param counts of each interval, int64; NaN is in none
 * @param edges the bounds of the intervals, one more than there are of them; the last interval includes its upper bound
 */
public record Histogram(Tensor counts, Tensor edges) {}
