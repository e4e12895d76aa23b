package dev.adjoint.script

import java.nio.file.Path
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.api.ScriptDiagnostic.Severity
import kotlin.script.experimental.host.toScriptSource
import kotlin.script.experimental.jvm.impl.KJvmCompiledModuleInMemory
import kotlin.script.experimental.jvm.impl.KJvmCompiledScript
import kotlin.script.experimental.jvmhost.BasicJvmScriptingHost
import kotlin.script.experimental.jvmhost.createJvmCompilationConfigurationFromTemplate

/** One complaint of the compiler; [line] and [column] count from 1 and are null where it is about no place in the script. */
internal data class CompilationError(val message: String, val line: Int?, val column: Int?)

/** The script is not valid Kotlin. */
internal class ScriptCompilationException(val errors: List<CompilationError>) :
    Exception(errors.joinToString("\n") { it.message })

/**
 * Turns a script's text into classes.
 *
 * @throws ScriptCompilationException if the text does not compile
 */
internal fun compileScript(script: Path, text: String): CompiledScript {
    val host = BasicJvmScriptingHost()
    val configuration = createJvmCompilationConfigurationFromTemplate<AdjointScript>()
    val result = host.runInCoroutineContext { host.compiler(text.toScriptSource(script.fileName.toString()), configuration) }
    return when (result) {
        is ResultWithDiagnostics.Failure -> throw ScriptCompilationException(result.reports.mapNotNull(::toError))
        is ResultWithDiagnostics.Success -> {
            val script = result.value as KJvmCompiledScript
            val module = script.getCompiledModule() as KJvmCompiledModuleInMemory
            CompiledScript(script.scriptClassFQName, module.compilerOutputFiles.filterKeys { it.endsWith(".class") })
        }
    }
}

private fun toError(report: ScriptDiagnostic): CompilationError? =
    if (report.severity < Severity.ERROR) {
        null
    } else {
        val start = report.location?.start
        CompilationError(report.message, start?.line, start?.col)
    }
