package dev.adjoint.script

import dev.adjoint.Key
import dev.adjoint.data.DataLoader
import dev.adjoint.data.Dataset
import dev.adjoint.dsl.randn
import dev.adjoint.dsl.sequential
import dev.adjoint.dsl.train
import dev.adjoint.nn.Losses
import dev.adjoint.train.BatchReport
import dev.adjoint.train.Epoch
import dev.adjoint.train.History
import dev.adjoint.train.TrainingListener
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class TrainingProgressTest {
    private fun run(vararg listeners: TrainingListener): History =
        train(sequential { linear(2, 1) }) {
            val x = randn(8, 2, key = Key.of(1))
            data = DataLoader.of(Dataset.of(x, x.sum(1).unsqueeze(1)), 2)
            validation = data
            loss = Losses::mse
            epochs = 3
            listeners.forEach(::listen)
        }

    private fun written(run: () -> Unit): String {
        val err = System.err
        val written = ByteArrayOutputStream()
        try {
            System.setErr(PrintStream(written, true))
            run()
        } finally {
            System.setErr(err)
        }
        return "$written"
    }

    @Test
    fun `a bar counts the batches, and tells rate and loss`() {
        val lines = written { run(progressBar()) }
        assertThat(lines).contains("training", "12/12", "/s", "epoch 3/3 loss ")
        assertThat(lines.lines().filter { "12/12" in it }).hasSize(1)
    }

    @Test
    fun `on a terminal a bar is drawn over itself, and leaves the signals alone`() {
        System.setProperty("adjoint.columns", "60")
        try {
            val drawn = written { progress("wide", 10).use { it.stepTo(10) } }
            val colours = Regex("\u001b\\[[0-9;]*m")
            assertThat(drawn.split('\r')).hasSizeGreaterThan(1).allMatch { it.trimEnd().replace(colours, "").length < 60 }
            // Where it has a terminal of its own, that takes Ctrl-C for itself.
            val terminal = Class.forName("me.tongfei.progressbar.TerminalUtils").getDeclaredField("terminal")
            terminal.isAccessible = true
            progress("wide", 10).use { assertThat(terminal.get(null)).isNull() }
        } finally {
            System.clearProperty("adjoint.columns")
        }
    }

    @Test
    fun `a figure that is not computed is refused before the run`(@TempDir folder: Path) {
        var batches = 0
        val counts =
            object : TrainingListener {
                override fun batch(report: BatchReport) {
                    batches++
                }
            }
        val plot = lossPlot("$folder/loss.svg", "loss", "validation.accuracy")
        assertThatIllegalArgumentException()
            .isThrownBy { run(plot, counts) }
            .withMessageContaining("validation.accuracy")
            .withMessageContaining("it has loss, validation.loss")
        assertThat(batches).isZero()
    }

    private fun colours(picture: Path): Set<String> =
        Regex("stroke:rgb[^;]*").findAll(picture.readText()).map { it.value }.toSet()

    @Test
    fun `a figure that no epoch has yet is left out`(@TempDir folder: Path) {
        val plot = lossPlot("$folder/loss.svg", "loss", "accuracy")
        plot.started(setOf("loss", "accuracy"))
        // Of a run that is gone on with in the validation: its batches were over before somebody asked for the figure.
        val epoch = Epoch(0, mapOf("loss" to 2.0), 0.1, 1.0)
        plot.epoch(epoch, 2)
        val drawn = colours(folder.resolve("loss.svg"))
        plot.epoch(Epoch(1, mapOf("loss" to 1.0, "accuracy" to 0.5), 0.1, 1.0), 2)
        assertThat(colours(folder.resolve("loss.svg"))).hasSize(drawn.size + 1)
        plot.ended(History(listOf(epoch), false))
        assertThat(colours(folder.resolve("loss.svg"))).isEqualTo(drawn)
    }

    @Test
    fun `losses are drawn, or what is asked for`(@TempDir folder: Path) {
        val history = run(lossPlot("$folder/loss.svg"))
        val one = lossPlot("$folder/one.svg", history, "validation.loss")
        assertThat(colours(folder.resolve("loss.svg"))).hasSize(colours(one).size + 1)
        assertThatIllegalArgumentException().isThrownBy { lossPlot("loss.gif") }.withMessageContaining("loss.gif")
        assertThatIllegalArgumentException()
            .isThrownBy { lossPlot("$folder/one.svg", history, "accuracy") }
            .withMessageContaining("accuracy")
    }
}
