/**
 * The operation table: one family a file, value and derivative side by side. Elementwise operations are rows over scalar
 * expressions; the others declare how they run and their two rules; composites are ordinary methods over these.
 */
@NullMarked
package dev.adjoint.ops;

import org.jspecify.annotations.NullMarked;
