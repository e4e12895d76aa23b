package dev.adjoint.script

import dev.adjoint.BackendException
import dev.adjoint.Backends

/** Whether a user named a backend outside the command line. */
internal fun environmentNamesBackend(): Boolean =
    listOf(System.getProperty("adjoint.backend"), System.getenv("ADJOINT_BACKEND")).any { !it.isNullOrBlank() }

/**
 * The backend that new tensors are made on, once it is known to run here.
 *
 * @throws BackendException if it cannot; the message says who chose it
 */
internal fun usableChoice(): Backends.Choice {
    val choice = Backends.choice()
    try {
        Backends.get(choice.name())
    } catch (failure: BackendException) {
        throw BackendException("The backend ${choice.name()}, ${choice.reason()}, cannot be used. ${failure.message}")
    }
    return choice
}
