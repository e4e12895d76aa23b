package dev.adjoint.script

import dev.adjoint.BackendException
import dev.adjoint.Backends
import dev.adjoint.DType
import dev.adjoint.DTypeException
import dev.adjoint.spi.Backend

/** What there is to say of one backend, which is started for it. */
internal class BackendReport(private val found: Backends.Found) {
    val name: String = found.name()

    private val reason: String?
    private val types: String?

    init {
        var why = found.availability().reason()
        var stored: String? = null
        if (why == null) {
            try {
                stored = typesOf(Backends.get(name))
            } catch (failure: BackendException) {
                why = failure.message
            } catch (failure: Throwable) { // whatever a plugin throws, the others are still to be told of
                why = "it started, but gives out no memory: $failure"
            }
        }
        reason = why
        types = stored
    }

    /** The first line with the name in [width] columns, and below it the details. */
    fun lines(width: Int): List<String> {
        val priority = if (found.provider() == null) "" else "priority ${found.priority()}  "
        val state = if (reason == null) "available" else "not available: $reason"
        val details = if (reason == null) found.availability().details() else ""
        val origin = found.plugin()?.let { "$it" }
        val providerClass = found.provider()?.javaClass?.name
        return listOf("${name.padEnd(width)}  $priority$state") +
            details.lines().filter(String::isNotBlank).map { "    $it" } +
            listOfNotNull(types, listOfNotNull(providerClass, origin).joinToString(" in ")).map { "    $it" }
    }
}

/** Found out by asking for an element of each: a backend need not have them all. */
private fun typesOf(backend: Backend): String {
    val (stored, refused) = DType.entries.partition { stores(backend, it) }
    val without = if (refused.isEmpty()) "" else ", not ${refused.joinToString(", ")}"
    return "stores ${stored.joinToString(", ").ifEmpty { "nothing" }}$without"
}

private fun stores(backend: Backend, type: DType): Boolean =
    try {
        backend.recycle(backend.allocate(type, 1))
        true
    } catch (_: DTypeException) {
        false
    }
