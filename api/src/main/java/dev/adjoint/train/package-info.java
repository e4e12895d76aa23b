/** A training loop: epochs, validation, checkpoints, and going on after an interruption. */
@NullMarked
package dev.adjoint.train;

import org.jspecify.annotations.NullMarked;
