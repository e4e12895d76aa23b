/** What the machine allows, with arrays and threads of our own: the frame of reference. */
@NullMarked
package dev.adjoint.bench.machine;

import org.jspecify.annotations.NullMarked;
