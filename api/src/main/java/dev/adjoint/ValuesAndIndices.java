package dev.adjoint;

/**
 * Elements that were chosen along an axis, and where they are.
 *
 * @param values the elements; each passes its gradient on to the one element it is
 * @param indices their positions along the axis, int64, of the same shape
 */
public record ValuesAndIndices(Tensor values, Tensor indices) {}
