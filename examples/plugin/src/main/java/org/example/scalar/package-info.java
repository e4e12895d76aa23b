/** A backend that computes one element after the other: nothing but what {@link dev.adjoint.spi} asks for. */
@NullMarked
package org.example.scalar;

import org.jspecify.annotations.NullMarked;
