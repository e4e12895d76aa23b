@file:JvmName("Progress")

package dev.adjoint.script

import me.tongfei.progressbar.ConsoleProgressBarConsumer
import me.tongfei.progressbar.DelegatingProgressBarConsumer
import me.tongfei.progressbar.ProgressBar
import me.tongfei.progressbar.ProgressBarBuilder
import me.tongfei.progressbar.ProgressBarStyle

private const val LINE_WIDTH = 120
private const val MILLIS_BETWEEN_LINES = 10_000
private const val USUAL_COLUMNS = 80

/**
 * A progress bar of [steps] steps on stderr, with their rate, to be closed; where the output is no terminal, plain lines, one
 * in ten seconds and one at the end.
 */
public fun progress(name: String, steps: Int): ProgressBar {
    val builder = ProgressBarBuilder().setTaskName(name).setInitialMax(steps.toLong()).showSpeed()
    val columns = columns()
    // Not the library's own look at the terminal: it takes Ctrl-C for itself, and a run would end without its checkpoint.
    if (columns > 0) return builder.setConsumer(ConsoleProgressBarConsumer(System.err, columns - 1)).build()
    var bar: ProgressBar? = null
    var told = -1L
    val lines =
        DelegatingProgressBarConsumer(
            { line ->
                // The library draws the last state twice.
                val current = bar?.current ?: 0
                if (current != told) System.err.println(line)
                told = current
            },
            LINE_WIDTH,
        )
    builder.setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(MILLIS_BETWEEN_LINES).setConsumer(lines)
    return builder.build().also { bar = it }
}

/** How wide the terminal is that stderr goes to, or 0 if it is none: as the launcher has found out, else a guess. */
private fun columns(): Int =
    System.getProperty("adjoint.columns")?.toIntOrNull()
        // Not Console.isTerminal: Kotlin compiles against the classes of the JDK that Maven runs on, which may be a 17.
        ?: if (System.console() == null) 0 else USUAL_COLUMNS
