@file:JvmName("Progress")

package dev.adjoint.script

import me.tongfei.progressbar.DelegatingProgressBarConsumer
import me.tongfei.progressbar.ProgressBar
import me.tongfei.progressbar.ProgressBarBuilder
import me.tongfei.progressbar.ProgressBarStyle

private const val LINE_WIDTH = 120
private const val MILLIS_BETWEEN_LINES = 10_000

/**
 * A progress bar of [steps] steps on stderr, with their rate, to be closed; where the output is no terminal, plain lines, one
 * in ten seconds and one at the end.
 */
public fun progress(name: String, steps: Int): ProgressBar {
    val builder = ProgressBarBuilder().setTaskName(name).setInitialMax(steps.toLong()).showSpeed()
    // Not Console.isTerminal: Kotlin compiles against the classes of the JDK that Maven runs on, which may be a 17.
    if (System.console() != null) return builder.build()
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
