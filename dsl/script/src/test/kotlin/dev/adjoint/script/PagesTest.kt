package dev.adjoint.script

import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The Kotlin code of the pages under docs runs. Their Java code has tests of its own beside what it is about. */
class PagesTest {
    @TempDir private lateinit var folder: Path

    /** What is printed by the code of a page, between lines of the test's own. */
    private fun printedBy(page: String, before: String, after: String): List<String> {
        val text = Path.of("..", "..", "docs", page).readText()
        val blocks = Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(text).toList()
        assertThat(blocks).isNotEmpty
        val script = folder.resolve("page.adjoint.kts")
        script.writeText((listOf(before) + blocks.map { it.groupValues[1] } + after).joinToString("\n"))
        return printedBy { ScriptHost(null).run(script, emptyList()) }.trim().lines()
    }

    @Test
    fun `training`() {
        val before = "val net = sequential { linear(4, 512); linear(512, 3) }"
        val after = "println(other(Tensor.ones(2, 4)).shape())\nprintln(net(Tensor.ones(2, 4)).shape())"
        assertThat(printedBy("training.md", before, after)).containsExactly("[2, 10]", "[2, 3]")
    }

    @Test
    fun `nd4j`() {
        val before = "import dev.adjoint.cpu.nd4j.Nd4jTensors\nimport org.nd4j.linalg.api.ndarray.INDArray"
        val after = "println(tensorOf(1f, 2f).to(Device.of(\"nd4j\")).asINDArray().asTensor().sum().item())"
        assertThat(printedBy("nd4j.md", before, after)).contains("3.0")
    }
}
