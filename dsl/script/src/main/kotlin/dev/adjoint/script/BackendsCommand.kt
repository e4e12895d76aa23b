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
    description =
        [
            "Lists the backends found, with their devices, memory and types, and says which one is used and why.",
            "Each that says it can run is started, so that one that cannot is told.",
        ],
    mixinStandardHelpOptions = true,
    versionProvider = Versions::class,
)
internal class BackendsCommand : Callable<Int> {
    @Mixin private lateinit var plugins: PluginsOption

    @Spec private lateinit var spec: CommandSpec

    override fun call(): Int {
        plugins.load()
        val out = spec.commandLine().out
        val reports = Backends.all().map(::BackendReport)
        val width = reports.maxOfOrNull { it.name.length } ?: 0
        for (report in reports) report.lines(width).forEach(out::println)
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
