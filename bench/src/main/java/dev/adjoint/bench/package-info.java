/**
 * Adjoint's benchmarks and the table they end in.
 *
 * <p>One package a contender: {@code adjoint} here, {@code libtorch} and {@code samediff} in the Maven profile {@code peers}.
 * The same class and method name in each of them is the same piece of work on the same numbers, which is how {@link
 * dev.adjoint.bench.Report} puts them on one line.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar PATTERN} runs those whose name matches.
 */
@NullMarked
package dev.adjoint.bench;

import org.jspecify.annotations.NullMarked;
