package dev.adjoint.script

import kotlin.script.experimental.annotations.KotlinScript
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.defaultImports
import kotlin.script.experimental.jvm.dependenciesFromCurrentContext
import kotlin.script.experimental.jvm.jvm
import kotlin.script.experimental.jvm.jvmTarget

/**
 * What every `*.adjoint.kts` file extends: a Kotlin script that sees Adjoint without an import.
 *
 * @property args the words after the script's name on the command line, less those that the launcher understands; all the words
 *   after `--`
 */
@KotlinScript(
    displayName = "Adjoint script",
    fileExtension = "adjoint.kts",
    compilationConfiguration = AdjointScriptCompilation::class,
)
public abstract class AdjointScript(public val args: Array<String>)

/** How a script is compiled: for this JDK, against the host's own classpath. */
internal object AdjointScriptCompilation :
    ScriptCompilationConfiguration({
        defaultImports(
            "dev.adjoint.*",
            "dev.adjoint.data.*",
            "dev.adjoint.dsl.*",
            "dev.adjoint.io.*",
            "dev.adjoint.nn.*",
            "dev.adjoint.optim.*",
            "dev.adjoint.script.*",
            "dev.adjoint.train.*",
        )
        jvm {
            dependenciesFromCurrentContext(wholeClasspath = true)
            jvmTarget("25")
        }
    }) {
    private fun readResolve(): Any = AdjointScriptCompilation
}
