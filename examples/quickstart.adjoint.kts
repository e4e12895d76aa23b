// The first gradients: of tensors, of functions, of gradients, and with a rule of one's own.

// A leaf that requires a gradient collects it. z has three elements, so backward is told the gradient towards z.
val x = tensorOf(1f, 2f, 3f).requiresGrad(true)
val y = tensorOf(4f, 5f, 6f).requiresGrad(true)
val z = (x pow 2) + 4 * y
z.backward(Tensor.onesLike(z))
println("z = x^2 + 4y         dz/dx = ${x.grad()}, dz/dy = ${y.grad()}")

// What is used twice collects the sum of both.
val a = Tensor.scalar(2f).requiresGrad(true)
val e = (a * 3 + 4) * (a + 2)
e.backward()
println("e = (3a + 4)(a + 2)  e = ${e.item()}, de/da = ${a.grad()}")

// Functions instead of tensors: nothing to ask for, nothing to clear, and gradients of gradients.
val cube = differentiable { s: Tensor -> s pow 3 }
val two = Tensor.scalar(2f)
println("f = s^3 at 2         f' = ${cube.grad(two)}, f'' = ${cube.grad.grad(two)}")

// Several arguments: the value and all gradients in one pass.
val f = differentiable { p: Tensor, q: Tensor -> p * q + (p pow 2) }
val (value, grads) = f.valueAndGrads(two, Tensor.scalar(3f))
println("f = pq + p^2         f = ${value.item()}, df/dp = ${grads[0]}, df/dq = ${grads[1]}")

// The gradients of a matrix product.
val m = tensorOf(doubleArrayOf(0.8, 0.6, 0.2), doubleArrayOf(1.8, 1.3, 1.1))
val n = tensorOf(doubleArrayOf(0.11, 3.3, 1.1), doubleArrayOf(1.1, 0.2, 1.4), doubleArrayOf(1.1, 2.2, 0.3))
val (byM, byN) = differentiable { a: Tensor, b: Tensor -> (a matmul b).sum() }.grad(m, n)
println("the sum of the product of m and n, by m and by n\n$byM\n$byN")

// A gradient rule of one's own.
class Cube : CustomFunction() {
    override fun forward(ctx: CustomFunction.Context, vararg inputs: Tensor): Array<Tensor> {
        ctx.save(inputs[0])
        return outputs(inputs[0] pow 3)
    }

    override fun backward(ctx: CustomFunction.Context, vararg g: Tensor): Array<Tensor?> =
        gradients((ctx.saved(0) pow 2) * 3 * g[0])
}
val w = Tensor.scalar(2f).requiresGrad(true)
Cube().apply(w)[0].backward()
println("w^3 by its own rule  d/dw = ${w.grad()}")
