package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.CustomFunction.Context;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The record of a function with rules of a user's own. */
public final class CustomNode extends Node {
  private final String name;
  private final Rules rules;
  private final Kept context;
  private final Output[] outputs;
  private final Backend backend;

  /** A user's rules. */
  public interface Rules {
    /** The outputs. */
    Tensor[] forward(Context ctx, Tensor[] inputs);

    /** The gradients of the inputs. */
    @Nullable
    Tensor[] backward(Context ctx, Tensor[] gradients);

    /** The tangents of the outputs. */
    @Nullable
    Tensor[] jvp(Context ctx, Tensor[] tangents);
  }

  private CustomNode(String name, Rules rules, @Nullable Edge[] edges, Kept context, Tensor[] results) {
    super(edges);
    this.name = name;
    this.rules = rules;
    this.context = context;
    this.outputs = new Output[results.length];
    for (int i = 0; i < results.length; i++) {
      outputs[i] = new Output(results[i].shape(), results[i].dtype());
    }
    this.backend = results[0].backend();
  }

  /** Runs a user's function and records it. */
  public static Tensor[] apply(String name, Rules rules, Tensor... inputs) {
    @Nullable Edge[] edges = new Edge[inputs.length];
    boolean tracked = false;
    boolean dual = false;
    for (int i = 0; i < inputs.length; i++) {
      edges[i] = GradMode.isRecording() ? Tape.edge(inputs[i]) : null;
      tracked |= edges[i] != null;
      dual |= inputs[i].dual() != null;
    }
    Kept context = new Kept(edges);
    Tensor[] made;
    try (var _ = GradMode.recording(false)) {
      made = rules.forward(context, inputs);
    }
    if (made == null || made.length == 0 || Arrays.stream(made).anyMatch(Objects::isNull)) {
      throw new AutogradException("The forward of " + name + " returned no tensor, or null for one; expected its outputs");
    }
    Tensor[] outputs = new Tensor[made.length];
    for (int i = 0; i < made.length; i++) {
      // New objects: an output that is one of the inputs must not change its history.
      outputs[i] = made[i].detach();
    }
    if (tracked && outputs.length > 0) {
      CustomNode node = new CustomNode(name, rules, edges, context, outputs);
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i].dtype().isFloating() && !context.nonDifferentiable.contains(made[i])) {
          outputs[i].metaOrNew().rewrite(new Edge(node, i));
        }
      }
    }
    if (tracked || dual) {
      context.seal(name, inputs, made, outputs);
    }
    if (dual) {
      Dual.push(inputs, i -> true, outputs,
          (primals, tangents) -> checkTangents(name, outputs, context.jvp(name, rules, primals, inputs, tangents)));
    }
    return outputs;
  }

  private static @Nullable Tensor[] checkTangents(String name, Tensor[] outputs, @Nullable Tensor @Nullable [] tangents) {
    if (tangents == null || tangents.length != outputs.length) {
      throw new AutogradException(
          "The jvp of " + name + " returned " + (tangents == null ? "null" : tangents.length + " tangents") + "; expected "
              + outputs.length + ", one for each output, null for zero");
    }
    for (int i = 0; i < outputs.length; i++) {
      Tensor tangent = tangents[i];
      if (tangent != null && (!tangent.shape().equals(outputs[i].shape()) || tangent.dtype() != outputs[i].dtype())) {
        throw new AutogradException(
            "The jvp of " + name + " returned for output " + i + " a tangent " + tangent.dtype() + tangent.shape()
                + "; expected " + outputs[i].dtype() + outputs[i].shape() + ", the output's type and shape");
      }
    }
    return tangents;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<SavedTensor> saved() {
    List<SavedTensor> now = context.saved;
    return now == null ? List.of() : List.copyOf(now);
  }

  @Override
  protected @Nullable Tensor[] backward(@Nullable Tensor[] gradients) {
    Tensor[] full = new Tensor[outputs.length];
    for (int i = 0; i < full.length; i++) {
      Tensor gradient = gradients[i];
      full[i] = gradient != null ? gradient : Tensor.zeros(outputs[i].shape(), outputs[i].dtype(), backend);
    }
    context.node = this;
    @Nullable Tensor[] results = rules.backward(context, full);
    int expected = inputs();
    if (results == null || results.length < expected) {
      throw new AutogradException(
          "The backward of " + name + " returned " + (results == null ? "null" : results.length + " gradients") + "; expected "
              + expected + ", one for each input, null for those without one");
    }
    for (int i = expected; i < results.length; i++) {
      if (results[i] != null) {
        throw new AutogradException(
            "The backward of " + name + " returned a gradient at " + i + ", but there are only " + expected + " inputs");
      }
    }
    return results;
  }

  @Override
  protected void free() {
    if (context.saved != null && !context.saved.isEmpty()) {
      context.saved = null;
    }
  }

  @Override
  public Output output(int slot) {
    return outputs[slot];
  }

  @Override
  public int outputs() {
    return outputs.length;
  }

  private static final class Kept implements Context {
    private final boolean[] needed;
    private final Set<Tensor> nonDifferentiable = Collections.newSetFromMap(new IdentityHashMap<>());
    private List<Tensor> tensors = new ArrayList<>();
    private @Nullable List<SavedTensor> saved = new ArrayList<>();
    private @Nullable CustomNode node;

    Kept(@Nullable Edge[] edges) {
      needed = new boolean[edges.length];
      for (int i = 0; i < edges.length; i++) {
        needed[i] = edges[i] != null;
      }
    }

    @Override
    public void save(Tensor... values) {
      tensors.addAll(List.of(values));
    }

    @Override
    public Tensor saved(int index) {
      List<SavedTensor> now = saved;
      if (now == null) {
        throw Tape.freed(node == null ? "this function" : node.name);
      }
      if (index < 0 || index >= now.size()) {
        throw new AutogradException("There is no saved tensor " + index + ": forward saved " + now.size());
      }
      SavedTensor entry = now.get(index);
      return node == null ? entry.tensor() : entry.unpack(node);
    }

    @Override
    public boolean needsGrad(int input) {
      return needed[input];
    }

    @Override
    public void markNonDifferentiable(Tensor... outputs) {
      Collections.addAll(nonDifferentiable, outputs);
    }

    /** What was saved, with outputs as the caller sees them: with their history. */
    private void seal(String name, Tensor[] inputs, Tensor[] made, Tensor[] outputs) {
      List<SavedTensor> list = new ArrayList<>();
      for (Tensor tensor : tensors) {
        int input = List.of(inputs).indexOf(tensor);
        int output = input >= 0 ? -1 : List.of(made).indexOf(tensor);
        String role = input >= 0 ? "input " + input : output >= 0 ? "output " + output : "saved tensor " + list.size();
        list.add(new SavedTensor(role, output >= 0 ? outputs[output] : tensor, name));
      }
      tensors = List.of();
      saved = list;
    }

    private @Nullable Tensor[] jvp(
        String name, Rules rules, Dual.Primals primals, Tensor[] inputs, @Nullable Tensor[] tangents) {
      Tensor[] full = new Tensor[tangents.length];
      for (int i = 0; i < full.length; i++) {
        Tensor tangent = tangents[i];
        full[i] = tangent != null ? tangent : Tensor.zerosLike(inputs[i]);
      }
      Context stripped = new Context() {
        @Override
        public void save(Tensor... values) {
          throw new AutogradException(name + ": save() belongs to forward, not to jvp");
        }

        @Override
        public Tensor saved(int index) {
          return primals.of(Kept.this.saved(index));
        }

        @Override
        public boolean needsGrad(int input) {
          return needed[input];
        }

        @Override
        public void markNonDifferentiable(Tensor... outputs) {
          throw new AutogradException(name + ": markNonDifferentiable() belongs to forward, not to jvp");
        }
      };
      return rules.jvp(stripped, full);
    }
  }
}
