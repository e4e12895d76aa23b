/**
 * Adjoint's benchmarks and the table they end in.
 *
 * <p>{@link dev.adjoint.bench.Suite} lists all works, {@link dev.adjoint.bench.Operation} says what they are made of, and a
 * {@link dev.adjoint.bench.Library} a contender knows how to do them: {@code adjoint} and {@code machine} here, {@code libtorch}
 * and {@code samediff} in the Maven profile {@code peers}, where a test holds each against libtorch. {@link
 * dev.adjoint.bench.Report} starts a {@link dev.adjoint.bench.Worker} for each group of works and {@link
 * dev.adjoint.bench.Contender}, in which JMH runs {@link dev.adjoint.bench.Measurement}.
 *
 * <p>A new work is a line in {@code Suite}; a new operation, a constant in {@code Operation} and what it is in each library.
 */
@NullMarked
package dev.adjoint.bench;

import org.jspecify.annotations.NullMarked;
