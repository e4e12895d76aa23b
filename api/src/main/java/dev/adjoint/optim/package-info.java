/** Ways to update parameters from their gradients. */
@NullMarked
package dev.adjoint.optim;

import org.jspecify.annotations.NullMarked;
