/** Rows of samples for every operation, and what is checked with them on every backend. */
@NullMarked
package dev.adjoint.samples;

import org.jspecify.annotations.NullMarked;
