package dev.adjoint.dsl

import dev.adjoint.Tensor
import dev.adjoint.data.Sample
import dev.adjoint.io.Checkpoint

/** The input, as in `for ((x, y) in loader)`. */
public operator fun Sample.component1(): Tensor = input()

/** The target, as in `for ((x, y) in loader)`. */
public operator fun Sample.component2(): Tensor = target()

/** The sections, as in `val (sections, metadata) = Checkpoint.read(path)`. */
public operator fun Checkpoint.component1(): Map<String, Map<String, Tensor>> = sections()

/** The texts, as in `val (sections, metadata) = Checkpoint.read(path)`. */
public operator fun Checkpoint.component2(): Map<String, String> = metadata()

/** The tensors of a section: `checkpoint["model"]`. */
public operator fun Checkpoint.get(section: String): Map<String, Tensor> = section(section)
