/** Samples and batches: datasets, the loader that makes batches of them in the background, images by class, text as numbers. */
@NullMarked
package dev.adjoint.data;

import org.jspecify.annotations.NullMarked;
