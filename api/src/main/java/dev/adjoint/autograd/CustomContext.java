package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.CustomFunction.Context;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a custom function keeps from its forward run. */
final class CustomContext implements Context {
  private final String name;
  private Tensor[] inputs;
  private final boolean[] needed;
  private final Set<Tensor> nonDifferentiable = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> dirty = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Object> values = new HashMap<>();
  private boolean materializes = true;
  private List<Tensor> kept = new ArrayList<>();
  private List<Tensor> keptForForward = new ArrayList<>();
  private boolean sealed;
  /** Null once freed. */
  private @Nullable List<SavedTensor> saved = new ArrayList<>();
  private @Nullable CustomNode node;

  CustomContext(String name, Tensor[] inputs, @Nullable Edge[] edges) {
    this.name = name;
    this.inputs = inputs;
    needed = new boolean[edges.length];
    for (int i = 0; i < edges.length; i++) {
      needed[i] = edges[i] != null;
    }
  }

  // ---- In forward ----

  private void checkForward(String call) {
    if (sealed) {
      throw new AutogradException(name + ": " + call + " belongs to forward");
    }
  }

  @Override
  public void save(Tensor... tensors) {
    checkForward("save()");
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i] == null) {
        throw new AutogradException(name + ": save() was given null at " + i + "; expected tensors. put() keeps anything else");
      }
    }
    Collections.addAll(kept, tensors);
  }

  @Override
  public void saveForForward(Tensor... tensors) {
    checkForward("saveForForward()");
    Collections.addAll(keptForForward, tensors);
  }

  @Override
  public void put(String key, Object value) {
    values.put(key, value);
  }

  @Override
  public void markNonDifferentiable(Tensor... outputs) {
    checkForward("markNonDifferentiable()");
    Collections.addAll(nonDifferentiable, outputs);
  }

  @Override
  public void markDirty(Tensor... changed) {
    checkForward("markDirty()");
    for (Tensor tensor : changed) {
      if (!List.of(inputs).contains(tensor)) {
        throw new AutogradException(
            name + ": markDirty() is for inputs that forward changed in place; given a tensor " + tensor.dtype()
                + tensor.shape() + " that is none of them");
      }
      dirty.add(tensor);
    }
  }

  @Override
  public void materializeGrads(boolean on) {
    checkForward("materializeGrads()");
    materializes = on;
  }

  // ---- About the outputs ----

  boolean isNonDifferentiable(Tensor made) {
    return nonDifferentiable.contains(made);
  }

  boolean isDirty(Tensor made) {
    return dirty.contains(made);
  }

  boolean materializes() {
    return materializes;
  }

  void checkDirty(Tensor[] made, boolean tracked) {
    for (Tensor tensor : dirty) {
      if (!List.of(made).contains(tensor)) {
        throw new AutogradException(
            name + ": an input " + tensor.dtype() + tensor.shape()
                + " was marked dirty, but is not among the outputs. Return it");
      }
      if (tracked) {
        if (tensor.base() != null && made.length > 1) {
          throw new AutogradException(
              name + ": an input marked dirty is a view, and there are " + made.length
                  + " outputs: its base's history would not"
                  + " know which is which. Pass a copy()");
        }
        InPlace.check(name, tensor);
      }
      tensor.bumpVersion();
    }
  }

  /** What was saved, with outputs as the caller sees them: with their history. */
  void seal(Tensor[] made, Tensor[] outputs) {
    List<SavedTensor> list = new ArrayList<>();
    for (Tensor tensor : kept) {
      int input = List.of(inputs).indexOf(tensor);
      int output = input >= 0 && !isDirty(tensor) ? -1 : List.of(made).indexOf(tensor);
      String role = output >= 0 ? "output " + output : input >= 0 ? "input " + input : "saved tensor " + list.size();
      list.add(new SavedTensor(role, output >= 0 ? outputs[output] : tensor, name));
    }
    saved = list;
    sealed = true;
  }

  /** Lets go of what only the forward run needs. */
  void endForward() {
    inputs = new Tensor[0];
    kept = List.of();
    keptForForward = List.of();
    nonDifferentiable.clear();
    dirty.clear();
    sealed = true;
  }

  // ---- In backward ----

  /** This context, for the rule of a node. */
  Context reading(CustomNode reader) {
    node = reader;
    return this;
  }

  @Override
  public Tensor saved(int index) {
    List<SavedTensor> now = saved;
    if (now == null) {
      throw Tape.freed(name);
    }
    SavedTensor entry = now.get(checked(index, now.size(), "saved"));
    return node == null ? entry.tensor() : entry.unpack(node);
  }

  private int checked(int index, int size, String kind) {
    if (index < 0 || index >= size) {
      throw new AutogradException(name + ": there is no " + kind + " tensor " + index + ": forward kept " + size);
    }
    return index;
  }

  @Override
  public Tensor savedForForward(int index) {
    return keptForForward.get(checked(index, keptForForward.size(), "saved-for-forward"));
  }

  @Override
  public <T> T get(String key, Class<T> type) {
    Object value = values.get(key);
    if (!type.isInstance(value)) {
      throw new AutogradException(
          name + ": there is no " + type.getSimpleName() + " under \"" + key + "\"; forward put " + values.keySet());
    }
    return type.cast(value);
  }

  @Override
  public boolean needsGrad(int input) {
    return needed[checked(input, needed.length, "input")];
  }

  List<SavedTensor> savedNow() {
    List<SavedTensor> now = saved;
    return now == null ? List.of() : List.copyOf(now);
  }

  void checkNotFreed() {
    if (saved == null) {
      throw Tape.freed(name);
    }
  }

  void free() {
    List<SavedTensor> now = saved;
    if (now != null && !now.isEmpty()) {
      now.forEach(SavedTensor::release);
      saved = null;
    }
  }

  // ---- In forward mode ----

  @Nullable
  Tensor[] jvp(CustomNode.Rules rules, Dual.Primals primals, @Nullable Tensor[] tangents) {
    Tensor[] full = new Tensor[tangents.length];
    for (int i = 0; i < full.length; i++) {
      Tensor tangent = tangents[i];
      full[i] = tangent != null ? tangent : Tensor.zerosLike(inputs[i]);
    }
    return rules.jvp(new Stripped(primals), full);
  }

  /** This context with tensors that carry only the tangents that count. */
  private final class Stripped implements Context {
    private final Dual.Primals primals;

    Stripped(Dual.Primals primals) {
      this.primals = primals;
    }

    @Override
    public Tensor saved(int index) {
      return primals.of(CustomContext.this.saved(index));
    }

    @Override
    public Tensor savedForForward(int index) {
      return primals.of(CustomContext.this.savedForForward(index));
    }

    @Override
    public boolean needsGrad(int input) {
      return CustomContext.this.needsGrad(input);
    }

    @Override
    public <T> T get(String key, Class<T> type) {
      return CustomContext.this.get(key, type);
    }

    @Override
    public void save(Tensor... tensors) {
      checkForward("save()");
    }

    @Override
    public void saveForForward(Tensor... tensors) {
      checkForward("saveForForward()");
    }

    @Override
    public void put(String key, Object value) {
      checkForward("put()");
    }

    @Override
    public void markNonDifferentiable(Tensor... outputs) {
      checkForward("markNonDifferentiable()");
    }

    @Override
    public void markDirty(Tensor... changed) {
      checkForward("markDirty()");
    }

    @Override
    public void materializeGrads(boolean on) {
      checkForward("materializeGrads()");
    }
  }
}
