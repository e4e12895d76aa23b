package dev.adjoint.script

import dev.adjoint.BackendException
import dev.adjoint.Backends
import java.util.concurrent.Callable
import picocli.CommandLine.Command
import picocli.CommandLine.Mixin
import picocli.CommandLine.Model.CommandSpec
import picocli.CommandLine.Spec

@Command(
    name = "backends",
    description = ["Lists the backends found, and says which one is used and why."],
    mixinStandardHelpOptions = true,
    versionProvider = Versions::class,
)
internal class BackendsCommand : Callable<Int> {
    @Mixin private lateinit var plugins: PluginsOption

    @Spec private lateinit var spec: CommandSpec

    override fun call(): Int {
        plugins.load()
        val found = Backends.all()
        val out = spec.commandLine().out
        val width = found.maxOfOrNull { it.name().length } ?: 0
        for (backend in found) {
            val availability = backend.availability()
            val state = if (availability.isAvailable) "available" else "not available: ${availability.reason()}"
            out.println("${backend.name().padEnd(width)}  priority ${backend.priority()}  $state")
            if (availability.details().isNotBlank()) out.println(availability.details().prependIndent("    "))
            if (backend.provider() != null) out.println("    ${backend.providerClass()}")
        }
        return try {
            val choice = usableChoice()
            out.println("Used: ${choice.name()} (${choice.reason()})")
            0
        } catch (failure: BackendException) {
            spec.commandLine().err.println("adjoint: ${failure.message}")
            1
        }
    }
}
