// Learns to continue a text, character by character; shows the loss as it falls, what the model writes in the end, and
// a picture of the loss.
//
// ./adjoint run examples/textmodel.adjoint.kts TEXT [STEPS] [PICTURE.svg]

import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.Path

val contextLength = 10
val width = 16
val hidden = 192
val temperature = 0.7

require(args.size in 1..3) { "Usage: textmodel TEXT [STEPS] [PICTURE.svg]; given ${args.size} arguments" }
val file = Path.of(args[0])
require(Files.isReadable(file) && !Files.isDirectory(file)) { "$file: there is no such file, or it cannot be read" }
val steps = args.getOrElse(1) { "1000" }.toIntOrNull()?.takeIf { it > 0 }
    ?: error("STEPS: expected a whole number above 0; given ${args[1]}")
val picture = args.getOrElse(2) { "textmodel-loss.svg" }
require(picture.endsWith(".svg")) { "PICTURE: expected a name that ends in .svg; given $picture" }
val directory: Path? = Path.of(picture).parent
require(directory == null || Files.isDirectory(directory)) { "PICTURE: there is no directory $directory" }

// The text, without runs of blanks: indentation only teaches to write more of it.
val text = try {
    Files.readString(file).replace(Regex(" +"), " ")
} catch (_: CharacterCodingException) {
    error("$file: expected text in UTF-8; found other bytes")
}
require(text.length > contextLength) {
    "$file: expected a text of at least ${contextLength + 1} characters; it has ${text.length}"
}

// The text as numbers: each character is its place in the vocabulary.
val vocabulary = text.toSortedSet().toList()
val place = vocabulary.withIndex().associate { (index, character) -> character to index }
val codes = intTensorOf(*text.map(place::getValue).toIntArray())

/** What the model learns from: sequences of characters, int32 [size, contextLength], and the one that follows each. */
fun batch(size: Int, key: Key): Pair<Tensor, Tensor> {
    val starts = (Tensor.rand(key, size, 1) * (text.length - contextLength)).to(DType.INT32)
    val places = starts + Tensor.arange(contextLength + 1, DType.INT32)
    val windows = codes.indexSelect(0, places.flatten()).reshape(size, contextLength + 1)
    return windows.narrow(1, 0, contextLength) to windows.select(1, contextLength)
}

val (weights, batches, start, chances) = Key.of(2026).split(4)
val net = sequential(weights) {
    embedding(vocabulary.size, width)
    step { it.reshape(-1, contextLength * width) }
    linear(contextLength * width, hidden)
    relu()
    linear(hidden, vocabulary.size)
}

// The mean loss over every hundredth of the training.
val adam = Adam(net.parameters(), 0.003)
val every = maxOf(1, steps / 100)
val losses = mutableListOf<Double>()
progress("training", steps).use { bar ->
    var running = 0.0
    batches.split(steps).forEachIndexed { step, key ->
        running += scope {  // the next step uses the memory of this one again
            val (contexts, next) = batch(64, key)
            val loss = Losses.crossEntropy(net(contexts), next)
            loss.backward()
            adam.step()
            adam.zeroGrad()
            loss.item()
        }
        if ((step + 1) % every == 0) {
            losses += running / every
            bar.extraMessage = " loss %.2f".format(losses.last())
            running = 0.0
        }
        bar.step()
    }
}

// What the model continues some place of the text with.
noGrad {
    var (context) = batch(1, start)
    for (chance in Tensor.rand(chances, 300).toFloatArray()) {
        val sums = (net(context) / temperature).softmax(1).toFloatArray().runningReduce(Float::plus)
        val next = sums.indexOfFirst { it > chance }.takeIf { it >= 0 } ?: sums.lastIndex
        print(vocabulary[next])
        context = Tensor.concat(1, context.narrow(1, 1, contextLength - 1), intTensorOf(next).unsqueeze(0))
    }
}

plot(picture) {
    title = "Loss"
    xLabel = "step"
    yLabel = "cross entropy"
    line("loss", losses.toDoubleArray(), DoubleArray(losses.size) { (it + 1.0) * every })
}
println("\n\nloss %.2f -> %.2f, drawn in %s".format(losses.first(), losses.last(), picture))
