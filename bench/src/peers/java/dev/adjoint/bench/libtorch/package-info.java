/** libtorch, in this process, through the JavaCPP presets of PyTorch. */
@NullMarked
package dev.adjoint.bench.libtorch;

import org.jspecify.annotations.NullMarked;
