package dev.adjoint.script

import java.nio.file.Path
import kotlin.io.path.readLines

/**
 * What a user reads when a script fails: the place in the script first, as `file:line`, and nothing of the host's own.
 *
 * @property script the script's path, as it was given
 */
internal class ErrorReport(private val script: Path) {
    private val source: List<String> by lazy { script.readLines() }

    /** `file:line:column: error: message` for each error, each with its line and a caret under the column. */
    fun describe(failure: ScriptCompilationException): String =
        failure.errors.joinToString("\n") { error ->
            val place = listOfNotNull(script, error.line, error.column).joinToString(":")
            listOfNotNull("$place: error: ${error.message}", excerpt(error.line, error.column)).joinToString("\n")
        }

    /**
     * `file:line: ExceptionType: message`, the script's line unless the script itself says what is wrong, and the causes, each
     * with the line where it arose.
     */
    fun describe(failure: Throwable): String {
        val chain = generateSequence(failure) { it.cause }.distinct().toList()
        val line = chain.firstNotNullOfOrNull(::lineOf)
        val headline = "${listOfNotNull(script, line).joinToString(":")}: ${titleOf(failure)}"
        val causes =
            chain.drop(1).map { cause ->
                val at = lineOf(cause)?.let { " (line $it)" }.orEmpty()
                "  caused by ${titleOf(cause)}$at"
            }
        val source = if (isSaidByScript(failure)) null else excerpt(line, column = null)
        return (listOfNotNull(headline, source) + causes).joinToString("\n")
    }

    private fun lineOf(failure: Throwable): Int? =
        failure.stackTrace.firstOrNull { isOfScript(it) && it.lineNumber > 0 }?.lineNumber

    /** Whether a `require`, `check` or `error` of the script speaks, whose line would only say the message again. */
    private fun isSaidByScript(failure: Throwable): Boolean =
        failure.javaClass in SAID &&
            failure.message != null &&
            failure.cause == null &&
            isOfScript(failure.stackTrace.firstOrNull())

    private fun isOfScript(frame: StackTraceElement?): Boolean = frame?.fileName == script.fileName.toString()

    private fun excerpt(line: Int?, column: Int?): String? {
        val text = source.getOrNull((line ?: return null) - 1) ?: return null
        if (column == null) return "    ${text.trim()}"
        // Tabs stay tabs, so that the caret stands under its column whatever a tab's width.
        val indent = text.take(column - 1).map { if (it == '\t') '\t' else ' ' }.joinToString("")
        return "    $text\n    $indent^"
    }
}

/** What `require`, and `check` and `error`, throw. */
private val SAID: Set<Class<out Throwable>> = setOf(IllegalArgumentException::class.java, IllegalStateException::class.java)

private fun titleOf(failure: Throwable): String {
    val type = failure.javaClass.name.substringAfterLast('.').replace('$', '.')
    return listOfNotNull(type, failure.message).joinToString(": ")
}
