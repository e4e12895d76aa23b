package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a forward pass whose saved tensors are computed again when the backward pass reads the first of them (Chen and
 * others, "Training deep nets with sublinear memory cost", 2016). The nodes are the ordinary ones; only what they save is not
 * kept, which is why derivatives of any order work.
 */
public final class Checkpoint implements SavedTensorHooks {
  private final Function<Tensor[], Tensor[]> f;
  private final Tensor[] inputs;
  private final int[] versions;
  /** What the forward pass saved, in order: its shape and type. */
  private final List<Node.Output> saved = new ArrayList<>();
  /** What was computed again, until it is released or the pass ends. */
  private @Nullable Tensor @Nullable [] again;

  private Checkpoint(Function<Tensor[], Tensor[]> f, Tensor[] inputs) {
    this.f = f;
    this.inputs = inputs;
    this.versions = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      versions[i] = inputs[i].isInference() ? 0 : inputs[i].version();
    }
  }

  /** The function's outputs, recorded without what they save. */
  public static Tensor[] run(Function<Tensor[], Tensor[]> f, Tensor... inputs) {
    if (!GradMode.isRecording()) {
      return f.apply(inputs);
    }
    try (var _ = GradMode.saving(new Checkpoint(f, inputs.clone()))) {
      return f.apply(inputs);
    }
  }

  @Override
  public Object pack(Tensor tensor) {
    for (Tensor input : inputs) {
      if (input == tensor) {
        // Kept anyway, and the same object again.
        saved.add(new Node.Output(tensor.shape(), tensor.dtype()));
        return tensor;
      }
    }
    saved.add(new Node.Output(tensor.shape(), tensor.dtype()));
    return saved.size() - 1;
  }

  @Override
  public synchronized Tensor unpack(Object packed) {
    checkInputs();
    if (packed instanceof Tensor input) {
      return input.detach();
    }
    int index = (Integer) packed;
    @Nullable Tensor[] now = again;
    if (now == null || now[index] == null) {
      now = recompute();
      again = now;
      Engine pass = Passes.current();
      if (pass != null) {
        pass.afterwards(() -> again = null);
      }
    }
    Tensor value = now[index];
    if (value == null) {
      throw new IllegalStateException("A checkpoint computed no value for what was saved at " + index);
    }
    return value;
  }

  @Override
  public synchronized void release(Object packed) {
    @Nullable Tensor[] now = again;
    if (now != null && packed instanceof Integer index) {
      now[index] = null;
    }
  }

  private void checkInputs() {
    for (int i = 0; i < inputs.length; i++) {
      if (!inputs[i].isInference() && inputs[i].version() != versions[i]) {
        throw new AutogradException(
            "Input " + i + " of a checkpointed function (" + inputs[i].dtype() + inputs[i].shape() + ") was changed in place"
                + " since the forward pass (version " + versions[i] + " then, " + inputs[i].version()
                + " now): the function cannot be computed again. Pass a copy()");
      }
    }
  }

  /** Runs the function again as far as its last saved tensor. */
  private @Nullable Tensor[] recompute() {
    Collector collector = new Collector();
    Tensor[] fresh = new Tensor[inputs.length];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = inputs[i].detach();
      if (inputs[i].requiresGrad()) {
        fresh[i].requiresGrad(true);
      }
    }
    try (var _ = GradMode.recording(true); var _ = GradMode.saving(collector); var _ = GradMode.repeating()) {
      f.apply(fresh);
    } catch (Enough e) {
      return collector.values;
    }
    if (collector.count != saved.size()) {
      throw new AutogradException(
          "A checkpointed function saved " + saved.size() + " tensors in the forward pass and " + collector.count
              + " when it was computed again: it does not do the same every time");
    }
    return collector.values;
  }

  /** Thrown, inside, once all that is needed has been computed. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  private final class Collector implements SavedTensorHooks {
    private final @Nullable Tensor[] values = new Tensor[saved.size()];
    private int count;

    @Override
    public Object pack(Tensor tensor) {
      Node.Output now = new Node.Output(tensor.shape(), tensor.dtype());
      if (count < values.length && !now.equals(saved.get(count))) {
        throw new AutogradException(
            "A checkpointed function saved, as number " + count + ", a tensor " + saved.get(count).dtype()
                + saved.get(count).shape() + " in the forward pass and " + now.dtype() + now.shape()
                + " when it was computed again: it does not do the same every time");
      }
      if (count < values.length) {
        values[count] = tensor.detach();
      }
      count++;
      if (count == values.length) {
        throw new Enough();
      }
      return tensor;
    }

    @Override
    public Tensor unpack(Object packed) {
      return (Tensor) packed;
    }
  }
}
