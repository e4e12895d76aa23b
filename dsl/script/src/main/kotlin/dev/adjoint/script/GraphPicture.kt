@file:JvmName("GraphPicture")

package dev.adjoint.script

import dev.adjoint.GradGraph
import dev.adjoint.Tensor
import dev.adjoint.autograd.Node
import java.io.StringWriter
import java.nio.file.Files
import java.nio.file.Path
import java.util.IdentityHashMap
import java.util.Locale
import javax.xml.stream.XMLOutputFactory
import javax.xml.stream.XMLStreamWriter
import kotlin.io.path.writeText
import org.eclipse.elk.alg.layered.options.LayeredOptions
import org.eclipse.elk.alg.layered.options.OrderingStrategy
import org.eclipse.elk.core.RecursiveGraphLayoutEngine
import org.eclipse.elk.core.math.ElkPadding
import org.eclipse.elk.core.options.CoreOptions
import org.eclipse.elk.core.options.Direction
import org.eclipse.elk.core.options.EdgeRouting
import org.eclipse.elk.core.util.NullElkProgressMonitor
import org.eclipse.elk.graph.ElkEdgeSection
import org.eclipse.elk.graph.ElkNode
import org.eclipse.elk.graph.util.ElkGraphUtil

/** A layout takes seconds at this size, and longer than in proportion beyond it; nobody reads so many boxes. */
private const val MOST_NODES = 2_000

/**
 * Draws the graph that backward would walk from [outputs] into [file], as SVG, and returns the file's path; missing directories
 * are made.
 *
 * From Java: `GraphPicture.graphPicture("graph.svg", loss)`.
 *
 * @throws dev.adjoint.AutogradException if one of the outputs requires no gradient
 * @throws IllegalArgumentException if the graph has more than 2000 nodes
 */
public fun graphPicture(file: String, vararg outputs: Tensor): Path = graphPicture(file, GradGraph.of(*outputs))

/** [graphPicture] of a graph that may have names: `GradGraph.of(loss).named(net.namedParameters())`. */
public fun graphPicture(file: String, graph: GradGraph): Path {
    val svg = graph.toSvg()
    val path = Path.of(file)
    path.toAbsolutePath().parent?.let(Files::createDirectories)
    path.writeText(svg)
    return path
}

/**
 * This graph as SVG: a box for each node, with what it makes and what it saves. Arrows go the way the data went, from the
 * leaves, in green, down to the outputs, in a bold frame; gradients go against them.
 *
 * @throws IllegalArgumentException if the graph has more than 2000 nodes
 */
public fun GradGraph.toSvg(): String {
    require(nodes().size <= MOST_NODES) {
        "The graph has ${nodes().size} nodes; a picture shows at most $MOST_NODES. " +
            "Draw a part of it, from a tensor nearer to the leaves, or print it: println(GradGraph.of(tensor))"
    }
    val outputs = outputs()
    val boxes = inReadingOrder().map { Box(it, label(it), isOutput = it in outputs) }
    val layout = layOut(boxes)
    val text = StringWriter()
    GraphSvg(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text)).write(layout, boxes, summary())
    return text.toString()
}

/** In the order of the computation, each leaf just before the first operation that reads it. */
private fun GradGraph.inReadingOrder(): List<Node> {
    val (leaves, operations) = nodes().partition { it.isLeaf }
    return (operations.asReversed().flatMap { inputs(it) + it } + leaves).distinct()
}

private const val TITLE_SIZE = 14.0
private const val DETAIL_SIZE = 11.0
private const val LINE_HEIGHT = 15.0
private const val PADDING = 9.0
private const val MARGIN = 16.0
private const val CAPTION_HEIGHT = 26.0
private const val ARROW = 8.0

/** A bold sans-serif word is as wide as its letters times this times their size, or less. */
private const val TITLE_LETTER = 0.64

/** The same for the common monospaced fonts, exactly. */
private const val DETAIL_LETTER = 0.602

private fun detailWidth(text: String): Double = text.length * DETAIL_SIZE * DETAIL_LETTER

/** A node as it is drawn; [place] has a size from the start and its position from the layout. */
private class Box(val node: Node, val lines: List<String>, val isOutput: Boolean) {
    val place: ElkNode = ElkGraphUtil.createNode(null)

    init {
        val text = maxOf(lines[0].length * TITLE_SIZE * TITLE_LETTER, lines.drop(1).maxOf(::detailWidth))
        place.setDimensions(text + 2 * PADDING, TITLE_SIZE + (lines.size - 1) * LINE_HEIGHT + 2 * PADDING)
    }
}

private fun GradGraph.layOut(boxes: List<Box>): ElkNode {
    val root = ElkGraphUtil.createGraph()
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID)
    root.setProperty(LayeredOptions.DIRECTION, Direction.DOWN)
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.POLYLINE)
    root.setProperty(LayeredOptions.PADDING, ElkPadding(MARGIN))
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 24.0)
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 34.0)
    // The inputs of an operation from left to right, where that costs no crossing; the main path of a network straight down.
    root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_EDGES)
    root.setProperty(LayeredOptions.NODE_PLACEMENT_FAVOR_STRAIGHT_EDGES, true)
    val places = IdentityHashMap<Node, ElkNode>()
    for (box in boxes) {
        box.place.parent = root
        places[box.node] = box.place
    }
    for (box in boxes) {
        for (input in inputs(box.node)) ElkGraphUtil.createSimpleEdge(places.getValue(input), box.place)
    }
    RecursiveGraphLayoutEngine().layout(root, NullElkProgressMonitor())
    return root
}

private class GraphSvg(private val xml: XMLStreamWriter) {
    fun write(layout: ElkNode, boxes: List<Box>, caption: String) {
        val width = number(maxOf(layout.width, detailWidth(caption) + 2 * MARGIN))
        val height = number(layout.height + CAPTION_HEIGHT)
        xml.writeStartDocument()
        element("svg", "xmlns" to SVG, "viewBox" to "0 0 $width $height", "width" to width, "height" to height) {
            element("style") { xml.writeCharacters(STYLE) }
            val tip = arrayOf("refX" to "7", "refY" to "4", "markerWidth" to "8", "markerHeight" to "8", "orient" to "auto")
            element("marker", "id" to "arrow", *tip) {
                element("path", "d" to "M0 0.5 8 4 0 7.5Z")
            }
            element("rect", "class" to "paper", "width" to width, "height" to height)
            for (edge in layout.containedEdges) element("path", "class" to "edge", "d" to curve(edge.sections.single()))
            boxes.forEach(::box)
            text(caption, "detail", MARGIN, layout.height + PADDING)
        }
        xml.writeEndDocument()
        xml.close()
    }

    private fun box(box: Box) {
        val place = box.place
        val kind = (if (box.node.isLeaf) "leaf" else "operation") + (if (box.isOutput) " output" else "")
        element("g", "class" to kind, "transform" to "translate(${number(place.x)} ${number(place.y)})") {
            element("rect", "width" to number(place.width), "height" to number(place.height), "rx" to "6")
            box.lines.zip(listOf("title", "detail", "detail saved")).forEachIndexed { i, (line, style) ->
                text(line, style, place.width / 2, PADDING + TITLE_SIZE - 2 + i * LINE_HEIGHT)
            }
        }
    }

    private fun text(words: String, style: String, x: Double, y: Double) {
        element("text", "class" to style, "x" to number(x), "y" to number(y)) { xml.writeCharacters(words) }
    }

    private inline fun element(name: String, vararg attributes: Pair<String, String>, content: () -> Unit = {}) {
        xml.writeStartElement(name)
        for ((key, value) in attributes) xml.writeAttribute(key, value)
        content()
        xml.writeEndElement()
    }
}

/** From bend to bend, leaving and entering each straight down. */
private fun curve(section: ElkEdgeSection): String {
    val bends = section.bendPoints.map { it.x to it.y } + (section.endX to section.endY - ARROW)
    var (fromX, fromY) = section.startX to section.startY
    val path = StringBuilder("M${number(fromX)} ${number(fromY)}")
    for ((x, y) in bends) {
        val half = number((fromY + y) / 2)
        path.append("C${number(fromX)} $half ${number(x)} $half ${number(x)} ${number(y)}")
        fromX = x
        fromY = y
    }
    return path.append("V${number(section.endY)}").toString()
}

private fun number(value: Double): String = String.format(Locale.ROOT, "%.1f", value).removeSuffix(".0")

private const val SVG = "http://www.w3.org/2000/svg"

private const val STYLE =
    """
.paper { fill: #ffffff }
.operation rect { fill: #f6f8fa; stroke: #57606a }
.leaf rect { fill: #dcf2e0; stroke: #2b7a3f }
.output rect { stroke-width: 2.5 }
.edge { fill: none; stroke: #8c959f; stroke-width: 1.3; marker-end: url(#arrow) }
marker path { fill: #8c959f }
g text { text-anchor: middle }
.title { font: bold 14px Helvetica, Arial, sans-serif; fill: #1f2328 }
.detail { font: 11px Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #57606a }
.saved { fill: #9a4b00 }
"""
