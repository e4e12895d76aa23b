// A walk along the tape: who requires a gradient, what is saved, hooks, rules of one's own, checkpoints, and faults.

// Who requires a gradient, and why; what was computed from what, and what is kept for the gradients.
val x = tensorOf(1f, 2f).requiresGrad(true)
val y = tensorOf(3f, 4f)
val z = (x * y).exp().sum()
print(z.explain())
println(GradGraph.of(z).named(mapOf("x" to x, "z" to z)))

// A hook sees a gradient on its way, and may replace it; closing it removes it.
val h = x * 3
h.registerHook { it * 10 }.use { h.sum().backward() }
println("with a hook           ${x.grad()}")
x.clearGrad()
x.registerPostAccumulateGradHook { println("after accumulation    ${it.grad()}") }.close()

// A rule of one's own: a value clipped, a gradient let through.
val clip = customFunction {
    forward { (t) -> t.clamp(-1.0, 1.0) }
    vjp { _, _, g -> listOf(g) }
}
clip(x).sum().backward()
println("straight through      ${x.grad()}")
x.clearGrad()

// A checkpoint saves nothing of what is inside and computes it again.
val deep = checkpoint(x) { it.sin().exp().sin() }
println("a checkpoint          ${GradGraph.of(deep).summary()}")
deep.sum().backward()
x.clearGrad()

// What is saved can be kept otherwise: here as floats on the heap.
val kept = savedTensorHooks(pack = { it.toFloatArray() }, unpack = { Tensor.of(*it) }) { x.exp().sum() }
kept.backward()
println("saved as float[]      ${x.grad()}")
x.clearGrad()

// A fault is named: the operation whose gradient is NaN, with the line that called it as the cause.
try {
    detectAnomaly { (tensorOf(0f).requiresGrad(true).sqrt() * 0).sum().backward() }
} catch (e: AutogradException) {
    println("an anomaly            ${e.message!!.lines().first()}")
}
