/** Every example, as a program and as a script: what it prints and writes, and how it refuses. */
@NullMarked
package dev.adjoint.examples;

import org.jspecify.annotations.NullMarked;
