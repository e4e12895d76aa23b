package dev.adjoint.script

import dev.adjoint.Tensor
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.outputStream
import org.knowm.xchart.BitmapEncoder
import org.knowm.xchart.BitmapEncoder.BitmapFormat
import org.knowm.xchart.VectorGraphicsEncoder
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat
import org.knowm.xchart.XYChart
import org.knowm.xchart.XYChartBuilder
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle
import org.knowm.xchart.style.markers.SeriesMarkers

/**
 * A chart of lines and points over two axes, for scripts and programs without a screen.
 *
 * From Java: `new Plot("Loss").line("train", losses).save(Path.of("loss.svg"))`.
 *
 * @property title above the chart; none if empty
 */
public class Plot @JvmOverloads constructor(public var title: String = "") {
    /** Below the horizontal axis. */
    public var xLabel: String = ""

    /** Beside the vertical axis. */
    public var yLabel: String = ""

    /** Whether the vertical axis is logarithmic; every value must then be positive. */
    public var logarithmic: Boolean = false

    private val series = mutableListOf<Series>()

    /** A line through the points (x, y), or (0, y0), (1, y1), ... if only [ys] are given. */
    @JvmOverloads
    public fun line(name: String, ys: DoubleArray, xs: DoubleArray = indices(ys.size)): Plot =
        add(name, xs, ys, XYSeriesRenderStyle.Line)

    /** A line through the points (0, y0), (1, y1), ... */
    public fun line(name: String, ys: Iterable<Number>): Plot = line(name, doubles(ys))

    /** A line through the points (x, y): the elements of two tensors of as many elements. */
    public fun line(name: String, ys: Tensor, xs: Tensor): Plot = line(name, ys.toDoubleArray(), xs.toDoubleArray())

    /** The points (x, y), or (0, y0), (1, y1), ... if only [ys] are given. */
    @JvmOverloads
    public fun points(name: String, ys: DoubleArray, xs: DoubleArray = indices(ys.size)): Plot =
        add(name, xs, ys, XYSeriesRenderStyle.Scatter)

    /** The points (0, y0), (1, y1), ... */
    public fun points(name: String, ys: Iterable<Number>): Plot = points(name, doubles(ys))

    /** The points (x, y): the elements of two tensors of as many elements. */
    public fun points(name: String, ys: Tensor, xs: Tensor): Plot = points(name, ys.toDoubleArray(), xs.toDoubleArray())

    /**
     * Draws the chart into [file], as SVG or PNG by its extension, and returns [file]; missing directories are made.
     *
     * @throws IllegalArgumentException if the extension is another one, or nothing was added to the plot
     */
    @JvmOverloads
    public fun save(file: Path, width: Int = 800, height: Int = 500): Path {
        require(series.isNotEmpty()) { "The plot for $file is empty: add a line or points before it is saved" }
        val draw: (XYChart) -> Unit =
            when (val extension = file.extension.lowercase()) {
                "svg" -> { chart ->
                    file.outputStream().use { VectorGraphicsEncoder.saveVectorGraphic(chart, it, VectorGraphicsFormat.SVG) }
                }
                "png" -> { chart ->
                    file.outputStream().use { BitmapEncoder.saveBitmap(chart, it, BitmapFormat.PNG) }
                }
                else -> throw IllegalArgumentException("A plot is saved as .svg or .png, not as \"$extension\" ($file)")
            }
        file.toAbsolutePath().parent?.let(Files::createDirectories)
        draw(chart(width, height))
        return file
    }

    private fun add(name: String, xs: DoubleArray, ys: DoubleArray, style: XYSeriesRenderStyle): Plot {
        require(xs.size == ys.size) { "\"$name\" has ${xs.size} xs and ${ys.size} ys: give as many of each" }
        require(ys.isNotEmpty()) { "\"$name\" has no points" }
        series += Series(name, xs, ys, style)
        return this
    }

    private fun chart(width: Int, height: Int): XYChart {
        val chart = XYChartBuilder().width(width).height(height).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build()
        chart.styler.isYAxisLogarithmic = logarithmic
        for (one in series) {
            val drawn = chart.addSeries(one.name, one.xs, one.ys)
            drawn.xySeriesRenderStyle = one.style
            if (one.style == XYSeriesRenderStyle.Line) drawn.marker = SeriesMarkers.NONE
        }
        return chart
    }

    private class Series(val name: String, val xs: DoubleArray, val ys: DoubleArray, val style: XYSeriesRenderStyle)
}

/** Builds a [Plot] and saves it in [file], as SVG or PNG by its extension: `plot("loss.svg") { line("train", losses) }`. */
public fun plot(file: String, build: Plot.() -> Unit): Path = Plot().apply(build).save(Path.of(file))

private fun indices(count: Int): DoubleArray = DoubleArray(count) { it.toDouble() }

private fun doubles(numbers: Iterable<Number>): DoubleArray = numbers.map { it.toDouble() }.toDoubleArray()
