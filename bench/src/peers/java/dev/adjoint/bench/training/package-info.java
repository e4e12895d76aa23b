/** Networks trained by Adjoint and by libtorch from the same weights on the same batches, loss by loss. */
@NullMarked
package dev.adjoint.bench.training;

import org.jspecify.annotations.NullMarked;
