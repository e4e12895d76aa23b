@file:JvmName("Main")

package dev.adjoint.script

import kotlin.system.exitProcess
import picocli.CommandLine
import picocli.CommandLine.Command
import picocli.CommandLine.IVersionProvider

/** The command line; `adjoint --help` tells what it can do. */
public fun main(args: Array<String>) {
    val code = commandLine().execute(*args)
    // Not on success: a script may have left a thread at work, and the JVM waits for it.
    if (code != 0) exitProcess(code)
}

@Command(
    name = "adjoint",
    description = ["Automatic differentiation for Java and Kotlin."],
    mixinStandardHelpOptions = true,
    versionProvider = Versions::class,
    subcommands = [RunCommand::class, BackendsCommand::class],
    footer =
        [
            "",
            "adjoint bench [PATTERN]  runs the benchmarks whose names match PATTERN.",
            "",
            "Environment:",
            "  ADJOINT_BACKEND            the backend where no --backend is given",
            "  ADJOINT_JAVA_HOME          the JDK to run on, 25 or newer",
            "  ADJOINT_SCRIPT_CACHE=off   compiles a script anew on every run",
        ],
)
internal class AdjointCommand

internal fun commandLine(): CommandLine =
    CommandLine(AdjointCommand())
        // What is no option of ours is the script's, and reaches it letter by letter.
        .setUnmatchedOptionsArePositionalParams(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler { failure, command, _ ->
            command.err.println("adjoint: ${failure.message ?: failure}")
            command.commandSpec.exitCodeOnExecutionException()
        }

internal class Versions : IVersionProvider {
    override fun getVersion(): Array<String> =
        arrayOf("adjoint ${Version.adjoint}", "JDK: ${Version.jdk}", "OS: ${Version.platform}")
}
