/** Tests of files. */
@NullMarked
package dev.adjoint.io;

import org.jspecify.annotations.NullMarked;
