/** Files and tensors: safetensors, npy and npz, IDX, CSV, images, text, and the checkpoints of a training run. */
@NullMarked
package dev.adjoint.io;

import org.jspecify.annotations.NullMarked;
