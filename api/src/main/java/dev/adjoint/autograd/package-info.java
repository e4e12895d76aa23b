/**
 * The tape: {@link dev.adjoint.autograd.Node}s recorded while a program runs, what they save, and the engine that walks them
 * backwards; tangents that are pushed forwards. Knows operations only as {@link dev.adjoint.autograd.Operation}.
 */
@NullMarked
package dev.adjoint.autograd;

import org.jspecify.annotations.NullMarked;
