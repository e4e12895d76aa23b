// A training loop written out by hand: which of two rings a point is on.
//
// ./adjoint run examples/trainingloop.adjoint.kts

val every = 25
val keys = Key.of(2026).split(5)
val labels = Random.randint(keys[0], 0, 2, 2000)
val angle = Tensor.rand(keys[1], 2000) * (2 * Math.PI)
val radius = labels + 1 + Tensor.randn(keys[2], 2000) * 0.2
val points = Tensor.stack(1, radius * angle.cos(), radius * angle.sin())
val loader = DataLoader.of(Dataset.of(points, labels), 20).shuffle(keys[3])

val net = sequential(keys[4]) {
    linear(2, 32)
    tanh()
    linear(32, 2)
}
val optimizer = sgd(net.parameters(), lr = 0.1, momentum = 0.9)
repeat(5) { epoch ->
    var running = 0.0
    loader.epoch(epoch).forEachIndexed { batch, (x, y) ->
        scope {  // the next step uses the memory of this one again
            optimizer.zeroGrad()
            val loss = Losses.crossEntropy(net(x), y)
            loss.backward()
            optimizer.step()
            running += loss.item()
        }
        if ((batch + 1) % every == 0) {
            println("epoch %d, batch %3d: loss %.3f".format(epoch + 1, batch + 1, running / every))
            running = 0.0
        }
    }
}
noGrad { println("right: %.1f %%".format(100 * Metrics.accuracy(net(points), labels).item())) }
