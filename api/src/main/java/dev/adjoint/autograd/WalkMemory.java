package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.Buffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The storages that the rules of one walk backwards make, and how many gradients on their way lie in each: one in which none
 * does is given back at once, while it is still in the processor's caches. What code outside of the engine gets to see, and
 * what a leaf keeps, leaves this account.
 */
final class WalkMemory implements Memory.Owner {
  private static final int FEW = 4;

  private final Memory.@Nullable Owner outer;
  /** Made with the first that is large: a walk over small tensors has none. */
  private Map<Buffer, Held> held = Map.of();
  /** Made since the last sweep. */
  private @Nullable List<Buffer> fresh;
  private boolean givenUp;

  private static final class Held {
    private final Backend backend;
    private int gradients;

    Held(Backend backend) {
      this.backend = backend;
    }
  }

  /** An account inside of another owner, which gets what leaves it. */
  WalkMemory(Memory.@Nullable Owner outer) {
    this.outer = outer;
  }

  @Override
  public void made(Backend backend, Buffer buffer) {
    if (!givenUp && backend.reuses(buffer.dtype(), buffer.size())) {
      List<Buffer> made = fresh;
      if (made == null) {
        held = new IdentityHashMap<>(FEW);
        made = new ArrayList<>(FEW);
        fresh = made;
      }
      held.put(buffer, new Held(backend));
      made.add(buffer);
    } else if (outer != null) {
      outer.made(backend, buffer);
    }
  }

  @Override
  public void holds(Meta meta) {
    if (outer != null) {
      outer.holds(meta);
    }
  }

  @Override
  public void outlives(Buffer buffer) {
    if (!held.isEmpty()) {
      held.remove(buffer);
    }
    if (outer != null) {
      outer.outlives(buffer);
    }
  }

  @Override
  public Memory.@Nullable Owner forOthers() {
    return outer;
  }

  /** Where nothing large was made, no storage is asked for the hash of its identity, which takes longer than a small operation. */
  private @Nullable Held find(Buffer buffer) {
    return held.isEmpty() ? null : held.get(buffer);
  }

  /** A gradient is on its way. */
  void hold(Tensor gradient) {
    Held found = find(gradient.view().buffer());
    if (found != null) {
      found.gradients++;
    }
  }

  /** A gradient has arrived: nobody will read it again. */
  void drop(Tensor gradient) {
    Buffer buffer = gradient.view().buffer();
    Held found = find(buffer);
    if (found != null && --found.gradients == 0) {
      giveBack(buffer, found);
    }
  }

  /** Somebody outside of the engine has the gradient. */
  void expose(Tensor gradient) {
    expose(gradient.view().buffer());
  }

  /** Somebody else looks after the gradient's storage from here on. */
  void handOver(Tensor gradient) {
    held.remove(gradient.view().buffer());
  }

  private void expose(Buffer buffer) {
    Held found = held.isEmpty() ? null : held.remove(buffer);
    if (found != null && outer != null) {
      outer.made(found.backend, buffer);
    }
  }

  /** Whether a gradient on its way is alone in a storage of its own, which may therefore be written to. */
  boolean isAlone(Tensor gradient) {
    return isAlone(gradient, 1);
  }

  /** Whether all gradients on their way that lie in this one's storage, of its own, are these many known to the caller. */
  boolean isAlone(Tensor gradient, int known) {
    Held found = find(gradient.view().buffer());
    return found != null && found.gradients == known && gradient.isWholeStorage() && gradient.dual() == null;
  }

  /** A rule is done: gives back what it made and did not return. */
  void sweep() {
    List<Buffer> made = fresh;
    if (made == null || made.isEmpty()) {
      return;
    }
    for (Buffer buffer : made) {
      Held found = held.get(buffer);
      if (found != null && found.gradients == 0) {
        giveBack(buffer, found);
      }
    }
    made.clear();
  }

  /** Gives up the account: gradients that carry tangents lie in more storages than can be seen here. */
  void giveUp() {
    givenUp = true;
    if (fresh != null) {
      fresh.clear();
    }
    List.copyOf(held.keySet()).forEach(this::expose);
  }

  private void giveBack(Buffer buffer, Held found) {
    held.remove(buffer);
    found.backend.recycle(buffer);
  }
}
