/** Building blocks of networks: modules with parameters, and losses. */
@NullMarked
package dev.adjoint.nn;

import org.jspecify.annotations.NullMarked;
