package dev.adjoint.script

import org.jetbrains.org.objectweb.asm.ClassReader
import org.jetbrains.org.objectweb.asm.ClassVisitor
import org.jetbrains.org.objectweb.asm.Opcodes

/**
 * Gives the frames of inlined functions the line of the script that called them, in [failure] and its causes.
 *
 * The Kotlin compiler numbers the lines of inlined code past the script's end; where each came from is written in the class, as
 * a source map in the format of JSR 45, under the stratum `KotlinDebug`.
 */
internal fun pointToCallers(failure: Throwable, classes: Map<String, ByteArray>) {
    val callers = HashMap<String, List<InlinedLines>>()
    for (link in generateSequence(failure) { it.cause }.distinct()) {
        link.stackTrace =
            link.stackTrace
                .map { frame ->
                    val bytes = classes[frame.className.replace('.', '/') + ".class"] ?: return@map frame
                    val caller =
                        callers.getOrPut(frame.className) { inlinedLines(bytes) }.find { frame.lineNumber in it.lines }?.caller
                    if (caller == null) frame else frame.atLine(caller)
                }
                .toTypedArray()
    }
}

/** Lines past the script's end, and the line that they were inlined into. */
private class InlinedLines(val lines: IntRange, val caller: Int)

private val MAPPING = Regex("""(\d+)(?:#\d+)?:(\d+)(?:,(\d+))?""")

private fun inlinedLines(classFile: ByteArray): List<InlinedLines> =
    sourceMap(classFile)
        .substringAfter("*S KotlinDebug", "")
        .substringAfter("*L", "")
        .lineSequence()
        .mapNotNull { MAPPING.matchEntire(it) }
        .map { match ->
            val (caller, first, count) = match.destructured
            InlinedLines(first.toInt()..<first.toInt() + (count.toIntOrNull() ?: 1), caller.toInt())
        }
        .toList()

private fun sourceMap(classFile: ByteArray): String {
    var map = ""
    val visitor =
        object : ClassVisitor(Opcodes.API_VERSION) {
            override fun visitSource(source: String?, debug: String?) {
                map = debug.orEmpty()
            }
        }
    ClassReader(classFile).accept(visitor, ClassReader.SKIP_CODE)
    return map
}

private fun StackTraceElement.atLine(line: Int): StackTraceElement =
    StackTraceElement(classLoaderName, moduleName, moduleVersion, className, methodName, fileName, line)
