/** Programs to read first: each a page long, and each written again in Kotlin in the scripts beside this module. */
@NullMarked
package dev.adjoint.examples;

import org.jspecify.annotations.NullMarked;
