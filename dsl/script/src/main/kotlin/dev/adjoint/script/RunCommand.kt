package dev.adjoint.script

import dev.adjoint.Adjoint
import java.nio.file.Path
import java.util.concurrent.Callable
import kotlin.io.path.isDirectory
import kotlin.io.path.isRegularFile
import picocli.CommandLine.Command
import picocli.CommandLine.Mixin
import picocli.CommandLine.Model.CommandSpec
import picocli.CommandLine.Option
import picocli.CommandLine.Parameters
import picocli.CommandLine.Spec

@Command(
    name = "run",
    description =
        [
            "Runs a script.",
            "Options may stand before or after SCRIPT. What is no option, and all after --, is the script's args.",
        ],
    mixinStandardHelpOptions = true,
    versionProvider = Versions::class,
)
internal class RunCommand : Callable<Int> {
    @Option(names = ["--backend"], paramLabel = "NAME", description = ["The backend to compute on; see adjoint backends."])
    private var backend: String? = null

    @Mixin private lateinit var plugins: PluginsOption

    @Option(names = ["--stacktrace"], description = ["Show the whole stack trace of a script that fails."])
    private var stacktrace: Boolean = false

    @Parameters(index = "0", paramLabel = "SCRIPT", description = ["The script, a file named *.adjoint.kts."])
    private lateinit var script: Path

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGS", description = ["The script's args."])
    private var args: List<String> = emptyList()

    @Spec private lateinit var spec: CommandSpec

    override fun call(): Int {
        val err = spec.commandLine().err
        objectionTo(script)?.let { objection ->
            err.println("adjoint: $objection")
            return 1
        }
        for (broken in plugins.load()) {
            err.println(
                "adjoint: the plugin ${broken.plugin()} is left aside (${broken.name()}): ${broken.availability().reason()}"
            )
        }
        val named = backend
        if (named != null) Adjoint.useBackend(named)
        // Better said here than at the script's first tensor.
        else if (environmentNamesBackend()) usableChoice()
        val report = ErrorReport(script)
        try {
            ScriptHost(ScriptCache.ofUser()).run(script, args)
            return 0
        } catch (failure: ScriptCompilationException) {
            err.println(report.describe(failure))
        } catch (failure: Throwable) {
            err.println(report.describe(failure))
            if (stacktrace) failure.printStackTrace(err)
        }
        return 1
    }
}

private fun objectionTo(script: Path): String? =
    when {
        script.isDirectory() -> "$script is a directory; expected a script, a file named *.adjoint.kts."
        !script.isRegularFile() -> "there is no file $script (looked in ${Path.of("").toAbsolutePath()})."
        !script.toString().endsWith(".kts") -> "$script is no script: expected a file named *.adjoint.kts."
        else -> null
    }
