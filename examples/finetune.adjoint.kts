// Teaches a network the digits 0 to 4, saves it, and reads the digits 5 to 9 with what it has learned: its layers frozen, and
// a new last one.
//
// ./adjoint run examples/finetune.adjoint.kts [--epochs N] [--drawn N] [--file FILE]

import java.awt.BasicStroke
import java.awt.RenderingHints
import java.awt.geom.AffineTransform
import java.awt.geom.Path2D
import java.awt.image.BufferedImage
import java.nio.file.Path
import java.util.SplittableRandom

val usage = "Usage: finetune [--epochs N] [--drawn N] [--file FILE]; given ${args.joinToString(" ")}"
val options = args.toList().chunked(2).associate { it.first() to it.getOrElse(1) { error(usage) } }
require(setOf("--epochs", "--drawn", "--file").containsAll(options.keys)) { usage }
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

/** What is learned once, and a last layer for five digits: the parts 0 and 1. */
fun network(key: Key) = sequential(key) {
    +sequential(key.fold(1)) {
        conv2d(1, 16, kernel = 3, padding = 1)
        relu()
        maxPool2d(2)
        conv2d(16, 32, kernel = 3, padding = 1)
        relu()
        maxPool2d(2)
        flatten()
        linear(32 * 7 * 7, 64)
        relu()
    }
    linear(64, 5)
}

fun learn(net: Module, chosen: Optimizer, digits: Dataset<Sample>): History {
    val (learned, heldOut) = digits.split(Key.of(3), 0.8, 0.2)
    return train(net) {
        data = DataLoader.of(learned, 50).shuffle(Key.of(4))
        validation = DataLoader.of(heldOut, 250)
        epochs = count("--epochs", 3)
        optimizer = chosen
        loss = Losses::crossEntropy
        metric("accuracy", Metrics::accuracy)
        listen(progressBar())
        listen(TrainingListener.lines(::println))
    }
}

/** What the backward pass of one batch keeps from the forward pass. */
fun kilobytes(net: Module, digits: Dataset<Sample>): String {
    val (x, y) = DataLoader.of(digits, 50).first()
    return "%,d KB".format(GradGraph.of(Losses.crossEntropy(net(x), y)).savedBytes() / 1000)
}

val drawn = count("--drawn", 4000)
val file = Path.of(options["--file"] ?: "digits-0-4.safetensors")
println("the digits 0 to 4, all layers")
network(Key.of(1)).let { base ->
    learn(base, adamW(base.parameters(), lr = 2e-3), draw(drawn, 0..4, seed = 1))
    Safetensors.write(file, base.state())
}

val net = network(Key.of(2))
val missing = net.load(Safetensors.open(file).all().filterKeys { !it.startsWith("1.") }, Strictness.PARTIAL).missing()
println("loaded from $file, all but $missing")
val others = draw(drawn, 5..9, seed = 2)
println("a step saves ${kilobytes(net, others)} with all layers")
val (features, head) = net.children()
features.freeze()
println("a step saves ${kilobytes(net, others)} with the last layer alone")

val before = net.state().mapValues { it.value.toFloatArray() }
println("the digits 5 to 9, the last layer")
val history = learn(net, adamW(head.parameters(), lr = 2e-2), others)
val changed = net.state().filter { !it.value.toFloatArray().contentEquals(before[it.key]) }.keys.sorted()
println("changed: %s; reads %.1f %%".format(changed, 100 * history.last().figure("validation.accuracy")))
