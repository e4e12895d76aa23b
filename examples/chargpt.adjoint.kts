// A small GPT that writes a text on, character by character.
//
// ./adjoint run examples/chargpt.adjoint.kts [--text FILE] [--epochs N] [--sample N] [--plot FILE.svg]

import dev.adjoint.nn.models.Gpt
import dev.adjoint.nn.models.GptOptions
import java.nio.file.Files
import java.nio.file.Path
import kotlin.math.ln

val usage = "Usage: chargpt [--text FILE] [--epochs N] [--sample N] [--plot FILE.svg]; given ${args.joinToString(" ")}"
val options = args.toList().chunked(2).associate { it.first() to it.getOrElse(1) { error(usage) } }
require(setOf("--text", "--epochs", "--sample", "--plot").containsAll(options.keys)) { usage }
fun count(name: String, otherwise: Int): Int {
    val text = options[name] ?: return otherwise
    return requireNotNull(text.toIntOrNull()?.takeIf { it > 0 }) { "$name: expected a whole number above 0; given $text" }
}
val sample = count("--sample", 400)

val file = Path.of(options["--text"] ?: "examples/data/poems.txt")
require(Files.isReadable(file) && !Files.isDirectory(file)) { "$file: there is no such file, or it cannot be read" }
val length = 48
val characters = Vocabulary.characters(Text.read(file))
val held = characters.size / 10
require(held > length) { "$file: expected a text of ${10 * (length + 1)} characters or more; it has ${characters.size}" }
val vocabulary = Vocabulary.of(characters)
val ids = vocabulary.encode(characters)
val learned = ids[0..<ids.size() - held]
val heldOut = ids[ids.size() - held..end]

val net = Gpt(GptOptions.of(vocabulary.size(), length).width(96, 4).layers(2).dropout(0.2), Key.of(1))
val batches = DataLoader.of(Dataset.windows(learned, length, 4), 32).shuffle(Key.of(2))
val history = train(net) {
    data = batches
    epochs = count("--epochs", 6)
    val steps = epochs * batches.size().toLong()
    optimizer = adamW(net.parameters(), lr = 3e-3)
    schedule = Schedule.linear(0.0, 1.0, maxOf(1, steps / 10)).and(Schedule.cosine(steps, 1e-4))
    clipNorm = 1.0
    loss = { logits, next -> Losses.crossEntropy(logits.flatten(0, 1), next.flatten()) }
    validation = DataLoader.of(Dataset.windows(heldOut, length, length / 4), 32)
    listen(progressBar())
    listen(TrainingListener.lines(::println))
    options["--plot"]?.let { listen(lossPlot(it)) }
}

// What the network writes after the text's beginning.
net.eval()
noGrad {
    var context = learned[0..<length].unsqueeze(0)
    for (chance in Tensor.rand(Key.of(3), sample).toFloatArray()) {
        val shares = (net(context).select(1, -1) / 0.8).softmax(1).cumsum(1)
        // The place where the sum of the probabilities passes the number that was drawn.
        val next = shares.le(chance.toDouble()).sum(1).clamp(0.0, vocabulary.size() - 1.0).to(context.dtype())
        print(vocabulary.decode(next).single())
        context = Tensor.concat(1, context.narrow(1, 1, length - 1), next.unsqueeze(1))
    }
}

// What a model without context reaches: the shares of the characters, one more of each, so that none is impossible.
val counts = learned.toLongArray().groupBy { it }.mapValues { it.value.size }
val alone = heldOut.toLongArray().map { -ln(((counts[it] ?: 0) + 1.0) / (learned.size() + vocabulary.size())) }.average()
println(
    "\n\nheld out: %.2f nats a character; by the characters' shares alone %.2f"
        .format(history.last().figure("validation.loss"), alone)
)
