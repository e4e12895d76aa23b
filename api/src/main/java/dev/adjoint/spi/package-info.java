/**
 * What the author of a backend reads, and all of it: a {@link dev.adjoint.spi.BackendProvider} found through {@link
 * java.util.ServiceLoader} creates a {@link dev.adjoint.spi.Backend}, which owns {@link dev.adjoint.spi.Buffer}s and
 * computes over {@link dev.adjoint.spi.View}s of them. Gradients, broadcasting, promotion and error checking are done
 * before a backend is called.
 */
@NullMarked
package dev.adjoint.spi;

import org.jspecify.annotations.NullMarked;
