/** Adjoint, on each of its CPU backends. */
@NullMarked
package dev.adjoint.bench.adjoint;

import org.jspecify.annotations.NullMarked;
