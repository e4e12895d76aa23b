/**
 * The backend {@code cpu}: tensors are Java arrays; elementwise expressions run a tile at a time until they are hot, then as
 * generated classes over the Vector API; matrix products go to OpenBLAS.
 */
@NullMarked
package dev.adjoint.cpu;

import org.jspecify.annotations.NullMarked;
