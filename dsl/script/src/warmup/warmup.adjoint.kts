// What a first script does, so that the launcher's class data archive holds the classes that every script needs.
val x = tensorOf(1f, 2f, 3f).requiresGrad(true)
val net = sequential {
    linear(3, 4)
    relu()
    linear(4, 1)
}
val loss = (net(x.reshape(1, 3)) * x).sum()
loss.backward()
println("$x ${x.grad()} ${args.size}")
