/**
 * The backend {@code tornado}: tensors in the memory of a GPU or another accelerator, computed there through TornadoVM.
 *
 * <p>Every element of every operation is computed on the device; the host allocates, encodes and copies. The device holds
 * four arrays, one for each kind of element, and a tensor's buffer is a range of one of them: a TornadoVM plan cannot be given
 * other arrays once it is made, so that one plan with fixed arrays serves every operation. What an operation does is a {@link
 * dev.adjoint.tornado.Program}, a few hundred numbers that precompiled kernels interpret: nothing is generated, and a new
 * expression costs no compilation, but each of its steps costs more than compiled code would.
 *
 * <p>Arithmetic within an expression, and the accumulators of sums, are float64, rounded to float32 where the step is float32:
 * the device must have float64. Products of float32 matrices are float32 throughout.
 */
@NullMarked
package dev.adjoint.tornado;

import org.jspecify.annotations.NullMarked;
