@file:JvmName("TrainingProgress")

package dev.adjoint.script

import dev.adjoint.train.BatchReport
import dev.adjoint.train.Epoch
import dev.adjoint.train.History
import dev.adjoint.train.TrainingListener
import java.nio.file.Path
import java.util.Locale
import me.tongfei.progressbar.ProgressBar

private const val SMOOTHING = 0.05

/**
 * A bar on stderr over all batches of a training run, with their rate, the time that is left, and the loss, smoothed over some
 * twenty batches; where the output is no terminal, plain lines. A run that is gone on with starts where it was.
 */
@JvmOverloads
public fun progressBar(name: String = "training"): TrainingListener =
    object : TrainingListener {
        private var bar: ProgressBar? = null
        private var loss = Double.NaN

        override fun batch(report: BatchReport) {
            val bar = bar ?: start(report).also { bar = it }
            loss = if (loss.isNaN()) report.loss() else loss + SMOOTHING * (report.loss() - loss)
            bar.extraMessage = " epoch %d/%d loss %.3f".format(Locale.ROOT, report.epoch() + 1, report.epochs(), loss)
            bar.stepTo(report.done())
        }

        private fun start(report: BatchReport): ProgressBar =
            progress(name, Math.toIntExact(report.total())).also { it.stepTo(report.done() - 1) }

        override fun ended(history: History) {
            bar?.close()
            bar = null
        }
    }

/**
 * Draws figures over the epochs of a training run, anew after each, into a [file], as SVG or PNG by its extension: these
 * [figures], or the losses if none is named. A run that does not compute one of them is refused before it begins.
 *
 * @throws IllegalArgumentException if the extension is another one
 */
public fun lossPlot(file: String, vararg figures: String): TrainingListener {
    val path = plotFile(file)
    return object : TrainingListener {
        private val epochs = mutableListOf<Epoch>()

        override fun started(computed: Set<String>) {
            epochs.clear()
            val unknown = figures.filter { it !in computed }
            require(unknown.isEmpty()) {
                "lossPlot(\"$file\") is to draw ${unknown.joinToString()}, which this run does not compute; it has " +
                    computed.joinToString()
            }
        }

        override fun epoch(epoch: Epoch, count: Int) {
            epochs += epoch
            draw(path, epochs, figures.asList())
        }

        // With the epochs of the run that was gone on with.
        override fun ended(history: History) {
            if (history.epochs().isNotEmpty()) draw(path, history.epochs(), figures.asList())
        }
    }
}

/** Draws figures of a [history] over its epochs into a [file]: these [figures], or the losses if none is named. */
public fun lossPlot(file: String, history: History, vararg figures: String): Path {
    for (name in figures) {
        require(history.epochs().any { name in it.figures() }) {
            "No epoch has a figure $name; they have ${history.last().figures().keys}"
        }
    }
    return draw(plotFile(file), history.epochs(), figures.asList())
}

private fun draw(file: Path, epochs: List<Epoch>, figures: List<String>): Path {
    val names = figures.ifEmpty { epochs.last().figures().keys.filter { it == "loss" || it.endsWith(".loss") } }
    val plot = Plot()
    plot.xLabel = "epoch"
    if (names.size == 1) plot.yLabel = names.single()
    for (name in names) {
        // From 1 on, as they are counted in lines and bars; a figure that is no number is left out, and so are epochs without
        // it, of a run that was gone on with: it may be that none has it yet.
        val drawn = epochs.filter { it.figures()[name]?.isFinite() == true }
        if (drawn.isNotEmpty()) {
            plot.line(
                name,
                drawn.map { it.figure(name) }.toDoubleArray(),
                drawn.map { it.number() + 1.0 }.toDoubleArray(),
            )
        }
    }
    return plot.save(file)
}

private fun plotFile(file: String): Path {
    require(file.lowercase().endsWith(".svg") || file.lowercase().endsWith(".png")) {
        "A plot is saved as .svg or .png; given $file"
    }
    return Path.of(file)
}
