/** Tests of datasets and batches. */
@NullMarked
package dev.adjoint.data;

import org.jspecify.annotations.NullMarked;
