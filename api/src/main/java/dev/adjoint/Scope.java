package dev.adjoint;

import dev.adjoint.autograd.Memory;
import dev.adjoint.autograd.Meta;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work whose memory is used again when it is over, around one step of a training loop for instance:
 *
 * <pre>{@code
 * try (var step = Adjoint.scope()) {
 *   Tensor loss = net.apply(x).sub(y).pow(2).mean();
 *   loss.backward();
 *   optimizer.step();
 *   optimizer.zeroGrad();
 *   total += loss.item();
 * }
 * }</pre>
 *
 * Without one, the garbage collector frees tensors, and that is all that correctness needs; but an array that is used again
 * need not be cleared, nor its memory be fetched, which for large tensors costs more than to compute them.
 *
 * <p>Tensors that are made inside, on this thread, end with the scope: using one after it throws a {@link BackendException}.
 * What outlives it: tensors made before, also where they were changed inside; gradients that leaves hold when it closes; what
 * {@link #keep} was told of. Of a tensor with a history, what its graph has saved ends all the same.
 *
 * <p>The backends {@code cpu}, {@code nd4j} and {@code tornado} use memory again; on one that does not, a scope changes
 * nothing.
 *
 * <p>A scope belongs to the thread that opened it. Inside another scope, what it keeps is the other's.
 */
public final class Scope implements AutoCloseable {
  /** Where more than this, a part of the heap, was made in one scope, memory goes the usual way. */
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 4;
  private static final int FEW = 4;

  private final Thread thread = Thread.currentThread();
  private final Account account;

  private Scope(Account account) {
    this.account = account;
  }

  static Scope open() {
    Scope scope = new Scope(new Account(Memory.owner()));
    Memory.swap(scope.account);
    return scope;
  }

  /**
   * Lets a tensor outlive this scope, also one that was made in a scope inside it.
   *
   * @return the tensor
   * @throws AutogradException if the scope is closed, or another thread's
   */
  public Tensor keep(Tensor tensor) {
    Objects.requireNonNull(tensor, "keep: the tensor is null; expected one that is to outlive the scope");
    checkThread();
    if (!isOpen()) {
      throw new AutogradException("keep() on a scope that is closed; what was made in it has ended. Call it before close()");
    }
    Memory.Owner owner = Memory.owner();
    // Through the scopes that are open inside as well: the tensor may be one of theirs.
    while (owner instanceof Account inner) {
      inner.keep(tensor.view().buffer());
      owner = inner == account ? null : inner.outer;
    }
    return tensor;
  }

  /**
   * Lets a tensor outlive all scopes that are open on this thread: for what is made at its first use and stays, such as the
   * averages that an optimizer keeps.
   *
   * @return the tensor
   */
  public static Tensor keepAlways(Tensor tensor) {
    Objects.requireNonNull(tensor, "keepAlways: the tensor is null; expected one that is to outlive all scopes");
    Memory.Owner owner = Memory.owner();
    if (owner != null) {
      owner.outlives(tensor.view().buffer());
    }
    return tensor;
  }

  /**
   * Ends it, and with it every scope that was opened inside and not closed.
   *
   * @throws AutogradException on another thread than the one that opened it
   */
  @Override
  public void close() {
    checkThread();
    Memory.Owner innermost = Memory.owner();
    if (innermost == account || isOpen()) {
      Memory.Owner owner = innermost;
      do {
        Account inner = (Account) owner;
        Memory.swap(inner.outer);
        inner.settle();
        owner = inner.outer;
      } while (owner != account.outer);
    }
  }

  private boolean isOpen() {
    for (Memory.Owner owner = Memory.owner(); owner instanceof Account open; owner = open.outer) {
      if (open == account) {
        return true;
      }
    }
    return false;
  }

  private void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new AutogradException(
          "A scope opened on the thread " + thread.getName() + " was used on " + Thread.currentThread().getName()
              + ". Each thread opens its own");
    }
  }

  private static final class Account implements Memory.Owner {
    private final Memory.@Nullable Owner outer;
    // A scope may be around a single small operation: it has no more objects than it needs.
    private final List<Backend> backends = new ArrayList<>(FEW);
    private final List<Buffer> buffers = new ArrayList<>(FEW);
    private Set<Buffer> kept = Set.of();
    private Set<Meta> holders = Set.of();
    private long bytes;

    Account(Memory.@Nullable Owner outer) {
      this.outer = outer;
    }

    @Override
    public void made(Backend backend, Buffer buffer) {
      bytes += (long) buffer.size() * buffer.dtype().bytes();
      if (bytes > MOST_BYTES) {
        // So that a scope around too much does not keep alive what would be garbage.
        backends.clear();
        buffers.clear();
        bytes = 0;
      }
      backends.add(backend);
      buffers.add(buffer);
    }

    @Override
    public void holds(Meta meta) {
      if (holders.isEmpty()) {
        holders = Collections.newSetFromMap(new IdentityHashMap<>());
      }
      holders.add(meta);
    }

    @Override
    public void outlives(Buffer buffer) {
      keep(buffer);
      if (outer != null) {
        outer.outlives(buffer);
      }
    }

    void keep(Buffer buffer) {
      if (kept.isEmpty()) {
        kept = Collections.newSetFromMap(new IdentityHashMap<>());
      }
      kept.add(buffer);
    }

    void settle() {
      for (Meta holder : holders) {
        Tensor grad = holder.peekGrad();
        if (grad != null) {
          keep(grad.view().buffer());
          if (outer != null) {
            outer.holds(holder);
          }
        }
      }
      for (int i = 0; i < buffers.size(); i++) {
        if (kept.isEmpty() || !kept.contains(buffers.get(i))) {
          backends.get(i).recycle(buffers.get(i));
        } else if (outer != null) {
          outer.made(backends.get(i), buffers.get(i));
        }
      }
      // Gradients may remember where they were made: they shall not keep alive all else that was made there.
      backends.clear();
      buffers.clear();
      kept = Set.of();
      holders = Set.of();
    }
  }
}
