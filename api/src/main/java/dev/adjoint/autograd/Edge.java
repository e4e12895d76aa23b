package dev.adjoint.autograd;

/**
 * Where a gradient goes on: to an output of a node.
 *
 * @param node the node that made the value
 * @param slot which of its outputs the value is
 */
public record Edge(Node node, int slot) {}
