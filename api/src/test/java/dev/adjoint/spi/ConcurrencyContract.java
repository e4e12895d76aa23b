package dev.adjoint.spi;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** All methods from several threads at once, on inputs that they share. */
interface ConcurrencyContract extends Contract {
  @Test
  default void severalThreadsAtOnce() throws InterruptedException, ExecutionException {
    Shape shape = Shape.of(60, 60);
    Elements values = Elements.random(DType.FLOAT32, 3600, -1, 1, 1);
    Placed shared = Placed.of(backend(), shape, values);
    Elements expected = chain(shared);
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 6; thread++) {
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    new Agreement(0, 0).check("matmul, map, reduce, gather on several threads", chain(shared), expected);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  private Elements chain(Placed x) {
    Shape shape = x.view().shape();
    View product = View.of(backend().allocate(DType.FLOAT32, shape.size()), shape);
    backend().matmul(x.view(), x.view(), product);
    Expr e = Expr.arg(0, DType.FLOAT32).tanh().add(Expr.arg(1, DType.FLOAT32));
    View mapped = View.of(backend().allocate(DType.FLOAT32, shape.size()), shape);
    backend().map(Kernel.of(e), NO_PARAMS, new View[] {product, x.view()}, mapped);
    View sums = View.of(backend().allocate(DType.FLOAT32, shape.size(0)), Shape.of(shape.size(0), 1));
    backend().reduce(Reduction.SUM, Kernel.of(Expr.arg(0, DType.FLOAT32)), NO_PARAMS, new View[] {mapped}, new int[] {1}, sums);
    Placed rows = Placed.of(backend(), Shape.of(3, 1), Elements.ofIntegers(DType.INT32, 5, 0, 5));
    View picked = View.of(backend().allocate(DType.FLOAT32, 3), Shape.of(3, 1));
    backend().gather(sums, rows.view(), 0, picked);
    backend().scatterAdd(sums, rows.view(), 0, picked);
    return Placed.read(backend(), sums.buffer());
  }
}
