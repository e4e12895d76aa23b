// Solves the heat equation u_t = a u_xx for x and t in [0, 1], with u(x, 0) = sin(pi x) and u(0, t) = u(1, t) = 0, by a
// network that learns to satisfy it. Nobody tells the network the solution, exp(-a pi^2 t) sin(pi x). Its loss is the
// equation's residual, of derivatives in its inputs; training differentiates that in its weights.
//
// ./adjoint run examples/heat.adjoint.kts [STEPS]

import kotlin.math.PI

require(args.size <= 1) { "Usage: heat [STEPS]; given ${args.size} arguments" }
val steps = args.getOrElse(0) { "1500" }.toIntOrNull()?.takeIf { it > 0 }
    ?: error("STEPS: expected a whole number above 0; given ${args[0]}")

val a = 0.1
val (weights, places) = Key.of(2026).split(2)
val net = sequential(weights) {
    linear(2, 24)
    tanh()
    linear(24, 24)
    tanh()
    linear(24, 1)
}

/** The temperature at the points (x, t); all three are [points, 1]. */
fun u(x: Tensor, t: Tensor): Tensor = net(Tensor.concat(1, x, t))

/** u_t - a u_xx. The gradient of a sum over points holds each point's derivative. */
fun residual(x: Tensor, t: Tensor): Tensor {
    val ut = differentiable { s: Tensor -> u(x, s).sum() }.grad(t)
    val ux = differentiable { s: Tensor -> u(s, t).sum() }.grad
    val uxx = differentiable { s: Tensor -> ux(s).sum() }.grad(x)
    return ut - a * uxx
}

fun initial(x: Tensor): Tensor = sin(PI * x)

fun meanSquare(x: Tensor): Tensor = (x pow 2).mean()

val adam = Adam(net.parameters(), 0.005)
progress("training", steps).use { bar ->
    for (key in places.split(steps)) {
        val (x, t, start, later) = key.split(4).map { Tensor.rand(it, 128, 1) }
        adam.zeroGrad()
        val loss = meanSquare(residual(x, t)) +
            meanSquare(u(start, Tensor.zerosLike(start)) - initial(start)) +
            meanSquare(u(Tensor.zerosLike(later), later)) +
            meanSquare(u(Tensor.onesLike(later), later))
        loss.backward()
        adam.step()
        bar.setExtraMessage(" loss %.1e".format(loss.item())).step()
    }
}

// The difference from the solution on a grid of 21 by 21 points.
val grid = Tensor.arange(21, DType.FLOAT32) / 20
val x = grid.unsqueeze(1).expand(21, 21).reshape(-1, 1)
val t = grid.expand(21, 21).reshape(-1, 1)
val error = u(x, t).detach() - exp(-a * PI * PI * t) * initial(x)
println(
    "error against exp(-a pi^2 t) sin(pi x): at most %.1e, RMS %.1e"
        .format(error.abs().max().item(), meanSquare(error).sqrt().item()),
)
