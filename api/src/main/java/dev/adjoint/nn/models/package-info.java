/** Networks that are known by name; their parameters have the names that torchvision's or PyTorch's have. */
@NullMarked
package dev.adjoint.nn.models;

import org.jspecify.annotations.NullMarked;
