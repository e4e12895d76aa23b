package dev.adjoint.script

import java.nio.file.Path
import kotlin.io.path.readText

/** Runs scripts; those it has compiled before, from [cache] if there is one. */
internal class ScriptHost(
    private val cache: ScriptCache?,
    private val compile: (script: Path, text: String) -> CompiledScript = ::compileScript,
) {
    /**
     * Runs [script] with [args]; what the script throws comes through as it is.
     *
     * @throws ScriptCompilationException if the script is not valid Kotlin
     * @throws java.io.IOException if the script cannot be read
     */
    fun run(script: Path, args: List<String>): Unit = compiled(script).run(args.toTypedArray())

    private fun compiled(script: Path): CompiledScript {
        val text = script.readText()
        if (cache == null) return compile(script, text)
        val key = scriptKey(script, text)
        return cache.load(key) ?: compile(script, text).also { cache.store(key, it) }
    }
}
