package dev.adjoint.script

import dev.adjoint.AutogradException
import dev.adjoint.DType
import dev.adjoint.GradGraph
import dev.adjoint.Key
import dev.adjoint.Shape
import dev.adjoint.Tensor
import dev.adjoint.dsl.invoke
import dev.adjoint.dsl.plus
import dev.adjoint.dsl.pow
import dev.adjoint.dsl.sequential
import dev.adjoint.dsl.times
import dev.adjoint.nn.Losses
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.w3c.dom.Element

class GraphPictureTest {
    private val x = Tensor.scalar(2f).requiresGrad(true)
    private val y = Tensor.scalar(3f).requiresGrad(true)

    private fun productPlusSquare(): Tensor = x * y + (x pow 2)

    private fun threeLayers(): GradGraph {
        val net = sequential {
            linear(784, 256)
            relu()
            linear(256, 64)
            relu()
            linear(64, 10)
        }
        val loss = Losses.crossEntropy(net(Tensor.randn(Key.of(1), 32, 784)), Tensor.zeros(Shape.of(32), DType.INT64))
        return GradGraph.of(loss).named(net.namedParameters() + ("loss" to loss))
    }

    @Test
    fun `P7 a box for each node says what it makes and saves`() {
        val z = productPlusSquare()

        val picture = Picture(GradGraph.of(z).named(mapOf("x" to x, "y" to y, "z" to z)).toSvg())

        assertThat(picture.boxes.map { it.lines })
            .containsExactlyInAnyOrder(
                listOf("x", "float32[]"),
                listOf("y", "float32[]"),
                listOf("mul", "float32[]", "saves input 0, input 1: 8 B"),
                listOf("pow", "float32[]", "saves input 0: 4 B"),
                listOf("z = add", "float32[]"),
            )
        assertThat(picture.boxes.filter { "leaf" in it.kind }.map { it.lines[0] }).containsExactlyInAnyOrder("x", "y")
        assertThat(picture.boxes.filter { "output" in it.kind }.map { it.lines[0] }).containsExactly("z = add")
        assertThat(picture.caption).isEqualTo("3 operations, 2 leaves, 8 B saved")
    }

    @Test
    fun `P7 an arrow for each input, in the direction of the data`() {
        val picture = Picture(GradGraph.of(productPlusSquare()).named(mapOf("x" to x, "y" to y)).toSvg())

        assertThat(picture.arrows.map { (from, to) -> "${from.lines[0]} -> ${to.lines[0]}" })
            .containsExactlyInAnyOrder("x -> mul", "y -> mul", "x -> pow", "mul -> add", "pow -> add")
    }

    @Test
    fun `boxes of a network lie on the paper, apart from each other`() {
        val graph = threeLayers()

        val picture = Picture(graph.toSvg())

        assertThat(picture.boxes).hasSize(graph.nodes().size)
        assertThat(picture.arrows).hasSize(graph.nodes().sumOf { graph.inputs(it).size })
        assertThat(picture.boxes).allSatisfy { box ->
            assertThat(box.left).isPositive()
            assertThat(box.top).isPositive()
            assertThat(box.right).isLessThan(picture.width)
            assertThat(box.bottom).isLessThan(picture.height)
            assertThat(picture.boxes.filter { it !== box }).noneMatch(box::overlaps)
        }
        assertThat(picture.arrows).allSatisfy { (from, to) -> assertThat(from.bottom).isLessThan(to.top) }
    }

    @Test
    fun `names are escaped`() {
        val name = "<b> & \"c\" 'd' ]]>"

        val picture = Picture(GradGraph.of(x).named(mapOf(name to x)).toSvg())

        assertThat(picture.boxes.single().lines[0]).isEqualTo(name)
    }

    @Test
    fun `the file is written, with its directories`(@TempDir directory: Path) {
        val file = directory.resolve("pictures/of/graph.svg")
        val z = productPlusSquare()

        assertThat(graphPicture(file.toString(), z)).isEqualTo(file)

        assertThat(file.readText()).isEqualTo(GradGraph.of(z).toSvg())
    }

    @Test
    fun `without a gradient there is no picture`(@TempDir directory: Path) {
        val file = directory.resolve("graph.svg")

        assertThatThrownBy { graphPicture(file.toString(), Tensor.ones(2)) }
            .isInstanceOf(AutogradException::class.java)
            .hasMessageContaining("does not require a gradient")

        assertThat(file).doesNotExist()
    }

    @Test
    fun `the deepest graph that is drawn is drawn, a deeper one refused`() {
        val deepest = generateSequence(x) { it.neg() }.elementAt(1999)

        assertThat(Picture(GradGraph.of(deepest).toSvg()).boxes).hasSize(2000)
        assertThatThrownBy { GradGraph.of(deepest.neg()).toSvg() }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageContaining("has 2001 nodes")
            .hasMessageContaining("at most 2000")
    }
}

/** What is drawn, read back from the SVG. */
private class Picture(svg: String) {
    private val root: Element =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.byteInputStream()).documentElement
    val width: Double
    val height: Double
    val boxes: List<Box> = root.all("g").map { Box(it) }
    val caption: String = root.all("text").last().textContent

    init {
        val (left, top, right, bottom) = numbers(root.getAttribute("viewBox"))
        assertThat(listOf(left, top)).containsOnly(0.0)
        width = right
        height = bottom
    }

    /** The boxes that arrows leave at the bottom and reach at the top. */
    val arrows: List<Pair<Box, Box>> =
        root
            .all("path")
            .filter { it.getAttribute("class") == "edge" }
            .map { edge ->
                val path = numbers(edge.getAttribute("d"))
                val end = path.takeLast(3)
                val from = boxes.single { near(it.bottom, path[1]) && path[0] in it.left..it.right }
                from to boxes.single { near(it.top, end[2]) && end[0] in it.left..it.right }
            }

    class Box(group: Element) {
        val kind: List<String> = group.getAttribute("class").split(" ")
        val lines: List<String> = group.all("text").map { it.textContent }
        private val corner = numbers(group.getAttribute("transform"))
        private val frame = group.all("rect").single()
        val left: Double = corner[0]
        val top: Double = corner[1]
        val right: Double = left + frame.getAttribute("width").toDouble()
        val bottom: Double = top + frame.getAttribute("height").toDouble()

        fun overlaps(other: Box): Boolean = left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}

private fun Element.all(name: String): List<Element> =
    getElementsByTagName(name).let { list -> List(list.length) { list.item(it) as Element } }

private fun numbers(text: String): List<Double> = Regex("-?[0-9.]+").findAll(text).map { it.value.toDouble() }.toList()

/** Coordinates are written to a tenth. */
private fun near(a: Double, b: Double): Boolean = kotlin.math.abs(a - b) < 0.2
