/** ND4J: eager operations on INDArrays, and SameDiff where a gradient is wanted. */
@NullMarked
package dev.adjoint.bench.samediff;

import org.jspecify.annotations.NullMarked;
