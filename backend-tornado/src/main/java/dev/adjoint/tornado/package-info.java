/**
 * The backend {@code tornado}: tensors in the memory of a GPU or another accelerator, computed there through TornadoVM.
 *
 * <p>Every element of every operation is computed on the device; the host allocates, encodes and copies. The device holds one
 * array, and a tensor's buffer is a range of it: whatever a kernel works on, it is given the same memory, once as each type of
 * element, and a {@link dev.adjoint.tornado.Program}, a few hundred numbers that say what is where. Launches are done one after
 * the other, in the order in which they are asked for, and the host waits for none of them but where it reads.
 *
 * <p>An expression is interpreted by one precompiled kernel until it has been computed so much that a kernel of its
 * own is worth compiling. {@link dev.adjoint.tornado.Launcher} alone knows TornadoVM's runtime.
 *
 * <p>Interpreted arithmetic, and the accumulators of sums, are float64, rounded to float32 where the step is
 * float32: the device must have float64. Products of float32 matrices are float32 throughout; so are generated
 * kernels, where float32 gives a right answer.
 */
@NullMarked
package dev.adjoint.tornado;

import org.jspecify.annotations.NullMarked;
