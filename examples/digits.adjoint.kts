// Reads handwritten digits by a small convolutional network: MNIST's, from the folder of its four files, or digits that the
// script draws itself.
//
// ./adjoint run examples/digits.adjoint.kts [--data DIR] [--epochs N] [--drawn N] [--run DIR] [--resume FILE] [--plot FILE.svg]

import java.awt.BasicStroke
import java.awt.RenderingHints
import java.awt.geom.AffineTransform
import java.awt.geom.Path2D
import java.awt.image.BufferedImage
import java.nio.file.Files
import java.nio.file.Path
import java.util.SplittableRandom

val names = setOf("--data", "--epochs", "--drawn", "--run", "--resume", "--plot")
val usage = "Usage: digits [--data DIR] [--epochs N] [--drawn N] [--run DIR] [--resume FILE] [--plot FILE.svg]; given " +
    args.joinToString(" ")
val options = args.toList().chunked(2).associate { it.first() to it.getOrElse(1) { error(usage) } }
require(names.containsAll(options.keys)) { usage }
fun count(name: String, otherwise: Int): Int {
    val text = options[name] ?: return otherwise
    return requireNotNull(text.toIntOrNull()?.takeIf { it > 0 }) { "$name: expected a whole number above 0; given $text" }
}

/** Lines and curves in a square of side 1, downwards from the left upper corner: moves M, lines L, and cubics C. */
val strokes = listOf(
    "M .5 .1 C .2 .1 .2 .9 .5 .9 C .8 .9 .8 .1 .5 .1",
    "M .35 .28 L .52 .1 L .52 .9",
    "M .25 .3 C .25 .05 .75 .05 .72 .35 C .7 .55 .3 .7 .25 .9 L .77 .9",
    "M .28 .2 C .4 .05 .75 .08 .7 .3 C .68 .45 .5 .47 .45 .47 C .6 .47 .78 .55 .74 .72 C .7 .95 .35 .95 .26 .78",
    "M .6 .1 L .22 .62 L .8 .62 M .62 .35 L .6 .92",
    "M .73 .1 L .34 .1 L .3 .45 C .5 .35 .78 .42 .75 .67 C .72 .95 .35 .95 .25 .8",
    "M .68 .12 C .4 .2 .25 .5 .27 .7 C .3 .95 .72 .95 .73 .7 C .73 .48 .4 .45 .28 .68",
    "M .23 .12 L .77 .12 C .6 .4 .48 .65 .42 .92",
    "M .5 .48 C .2 .4 .28 .1 .5 .1 C .72 .1 .8 .4 .5 .48 C .18 .58 .22 .9 .5 .9 C .78 .9 .82 .58 .5 .48",
    "M .72 .35 C .72 .1 .3 .05 .28 .32 C .28 .55 .65 .55 .72 .33 L .66 .9",
)

/** Digits as a hand would draw them: [n] of the [digits], images [n, 1, 28, 28] from 0 to 1, labels from 0 on. */
fun draw(n: Int, digits: IntRange, seed: Long): Dataset<Sample> {
    val random = SplittableRandom(seed)
    fun between(least: Double, most: Double) = random.nextDouble(least, most)
    val labels = LongArray(n) { (it % digits.count()).toLong() }
    val pixels = FloatArray(n * 28 * 28)
    for (i in 0..<n) {
        val path = Path2D.Double()
        val words = strokes[digits.first + labels[i].toInt()].split(" ").iterator()
        fun number() = words.next().toDouble() + random.nextGaussian() * 0.025
        while (words.hasNext()) when (words.next()) {
            "M" -> path.moveTo(number(), number())
            "L" -> path.lineTo(number(), number())
            else -> path.curveTo(number(), number(), number(), number(), number(), number())
        }
        val place = AffineTransform.getTranslateInstance(14 + between(-3.0, 3.0), 14 + between(-3.0, 3.0)).apply {
            rotate(between(-0.3, 0.3))
            shear(between(-0.3, 0.3), 0.0)
            scale(28 * between(0.55, 0.9), 28 * between(0.65, 0.95))
            translate(-0.5, -0.5)
        }
        val image = BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY)
        image.createGraphics().run {
            setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON)
            stroke = BasicStroke(between(1.3, 3.4).toFloat(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
            draw(place.createTransformedShape(path))
            dispose()
        }
        for (at in 0..<28 * 28) {
            val light = image.raster.getSample(at % 28, at / 28, 0) / 255.0 + random.nextGaussian() * 0.08
            pixels[i * 28 * 28 + at] = light.coerceIn(0.0, 1.0).toFloat()
        }
    }
    return Dataset.of(tensorOf(*pixels).reshape(n, 1, 28, 28), Tensor.ofLongs(*labels))
}

/** A file of MNIST as it is distributed, or unpacked, whose names come with a dash or a dot. */
fun mnist(folder: Path, name: String, axes: Int): Tensor {
    val file = listOf("$name-idx$axes-ubyte.gz", "$name-idx$axes-ubyte", "$name.idx$axes-ubyte").map(folder::resolve)
        .firstOrNull(Files::isReadable)
    return Idx.read(requireNotNull(file) { "--data: there is no $name-idx$axes-ubyte in $folder, with or without .gz" })
}

fun mnist(folder: Path, part: String): Dataset<Sample> = Dataset.of(
    (mnist(folder, "$part-images", 3).to(DType.FLOAT32) / 255).unsqueeze(1),
    mnist(folder, "$part-labels", 1).to(DType.INT64),
)

val folder = options["--data"]?.let(Path::of)
val drawn = count("--drawn", 8000)
val learned = folder?.let { mnist(it, "train") } ?: draw(drawn, 0..9, seed = 1)
val heldOut = folder?.let { mnist(it, "t10k") } ?: draw(maxOf(100, drawn / 4), 0..9, seed = 2)

val net = sequential(Key.of(1)) {
    conv2d(1, 16, kernel = 3, padding = 1)
    relu()
    maxPool2d(2)
    conv2d(16, 32, kernel = 3, padding = 1)
    relu()
    maxPool2d(2)
    flatten()
    linear(32 * 7 * 7, 64)
    relu()
    linear(64, 10)
}
val batches = DataLoader.of(learned, 64).shuffle(Key.of(2))
val history = train(net) {
    data = batches
    epochs = count("--epochs", 4)
    optimizer = adamW(net.parameters(), lr = 2e-3)
    schedule = Schedule.cosine(epochs.toLong() * batches.size(), 1e-5)
    loss = Losses::crossEntropy
    metric("accuracy", Metrics::accuracy)
    validation = DataLoader.of(heldOut, 250)
    maximize("validation.accuracy")
    checkpoints = options["--run"]?.let(Path::of)
    resume = options["--resume"]?.let(Path::of)
    listen(progressBar())
    listen(TrainingListener.lines(::println))
    options["--plot"]?.let { listen(lossPlot(it)) }
}
val accuracy = history.last().figure("validation.accuracy")
println("reads %.2f %% of %d digits that it has not seen".format(100 * accuracy, heldOut.size()))
