/**
 * The backend over ND4J, for those who hold {@code INDArray}s: every buffer is one. It is found where ND4J is on the
 * classpath; only {@link dev.adjoint.cpu.nd4j.Nd4jProvider} loads without it.
 */
@NullMarked
package dev.adjoint.cpu.nd4j;

import org.jspecify.annotations.NullMarked;
