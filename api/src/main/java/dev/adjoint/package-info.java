/**
 * What a user of Adjoint imports: {@link dev.adjoint.Tensor}, its {@link dev.adjoint.DType}, {@link dev.adjoint.Shape} and
 * {@link dev.adjoint.Device}; {@link dev.adjoint.Adjoint} for gradient modes and functional transforms; {@link
 * dev.adjoint.CustomFunction} and {@link dev.adjoint.GradCheck}.
 */
@NullMarked
package dev.adjoint;

import org.jspecify.annotations.NullMarked;
