package dev.adjoint.script

import java.nio.file.Path
import javax.imageio.ImageIO
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.io.path.exists
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

internal class PlotTest {
    @TempDir private lateinit var directory: Path

    @Test
    fun `an SVG is valid XML, with a drawing in it`() {
        val file =
            plot("$directory/new/loss.svg") {
                title = "Loss"
                logarithmic = true
                line("train", listOf(3, 2.5f, 1.0))
                points("test", doubleArrayOf(3.0, 1.5), xs = doubleArrayOf(0.0, 2.0))
            }
        val root = parse(file).documentElement
        assertThat(root.tagName).isEqualTo("svg")
        assertThat(root.getElementsByTagName("path").length).isPositive()
    }

    @Test
    fun `a PNG has the size that was asked for`() {
        val file =
            Plot("Loss").line("train", doubleArrayOf(3.0, 2.0)).save(directory.resolve("loss.PNG"), width = 320, height = 200)
        val image = ImageIO.read(file.toFile())
        assertThat(listOf(image.width, image.height)).containsExactly(320, 200)
    }

    @Test
    fun `another extension is refused, and nothing written`() {
        val file = directory.resolve("loss.gif")
        assertThatIllegalArgumentException()
            .isThrownBy { plot("$file") { line("train", listOf(1, 2)) } }
            .withMessageContaining("\"gif\"")
        assertThat(file.exists()).isFalse()
    }

    @Test
    fun `an empty plot, an empty line and lines of two lengths are refused`() {
        assertThatIllegalArgumentException().isThrownBy { plot("$directory/loss.svg") {} }.withMessageContaining("is empty")
        assertThatIllegalArgumentException()
            .isThrownBy { Plot().line("a", doubleArrayOf()) }
            .withMessageContaining("has no points")
        assertThatIllegalArgumentException()
            .isThrownBy { Plot().line("a", doubleArrayOf(1.0, 2.0), doubleArrayOf(1.0)) }
            .withMessageContaining("1 xs and 2 ys")
    }

    private fun parse(file: Path) =
        DocumentBuilderFactory.newInstance()
            .apply {
                // The document type names an address: it is not to be fetched.
                setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false)
            }
            .newDocumentBuilder()
            .parse(file.toFile())
}
