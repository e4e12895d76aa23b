package dev.adjoint.autograd;

import dev.adjoint.AutogradException;
import dev.adjoint.CustomFunction.Context;
import dev.adjoint.Tensor;
import dev.adjoint.spi.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The record of a function with rules of a user's own. */
public final class CustomNode extends Node {
  private final String name;
  private final Rules rules;
  private final CustomContext context;
  private final Output[] outputs;
  private final Backend[] from;
  private final Backend[] to;

  /** A user's rules. */
  public interface Rules {
    /** The outputs. */
    Tensor[] forward(Context ctx, Tensor[] inputs);

    /** The gradients of the inputs. */
    @Nullable
    Tensor[] backward(Context ctx, @Nullable Tensor[] gradients);

    /** The tangents of the outputs. */
    @Nullable
    Tensor[] jvp(Context ctx, Tensor[] tangents);

    /** Whether the gradients cannot be differentiated. */
    boolean isOnceDifferentiable();
  }

  private CustomNode(
      String name, Rules rules, @Nullable Edge[] edges, CustomContext context, Tensor[] inputs, Tensor[] results) {
    super(edges);
    this.name = name;
    this.rules = rules;
    this.context = context;
    this.outputs = new Output[results.length];
    for (int i = 0; i < results.length; i++) {
      outputs[i] = new Output(results[i].shape(), results[i].dtype());
    }
    this.from = backends(inputs);
    this.to = backends(results);
    traceHere();
  }

  private static Backend[] backends(Tensor[] tensors) {
    return Arrays.stream(tensors).map(Tensor::backend).toArray(Backend[]::new);
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
    CustomContext context = new CustomContext(name, inputs, edges);
    Tensor[] made;
    try (var _ = GradMode.recording(false)) {
      made = rules.forward(context, inputs);
    }
    if (made == null || made.length == 0 || Arrays.stream(made).anyMatch(Objects::isNull)) {
      throw new AutogradException("The forward of " + name + " returned no tensor, or null for one; expected its outputs");
    }
    context.checkDirty(made, tracked);
    Tensor[] outputs = new Tensor[made.length];
    for (int i = 0; i < made.length; i++) {
      // New objects: an output that is one of the inputs must not change its history, unless it was changed in place.
      outputs[i] = context.isDirty(made[i]) ? made[i] : made[i].detach();
      if (outputs[i] != made[i] && sharesStorage(made[i], inputs)) {
        outputs[i].metaOrNew().aliasMadeBy(name);
      }
    }
    if (tracked) {
      CustomNode node = new CustomNode(name, rules, edges, context, inputs, outputs);
      for (int i = 0; i < outputs.length; i++) {
        if (context.isDirty(made[i])) {
          InPlace.rewrite(outputs[i], new Edge(node, i));
        } else if (outputs[i].dtype().isFloating() && !context.isNonDifferentiable(made[i])) {
          outputs[i].metaOrNew().rewrite(new Edge(node, i));
        }
      }
    }
    if (tracked || dual) {
      context.seal(made, outputs);
    }
    if (dual) {
      Dual.push(inputs, i -> true, outputs,
          (primals, tangents) -> checkTangents(name, outputs, context.jvp(rules, primals, tangents)));
    }
    context.endForward();
    return outputs;
  }

  private static boolean sharesStorage(Tensor made, Tensor[] inputs) {
    return Arrays.stream(inputs).anyMatch(in -> in.view().buffer() == made.view().buffer());
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
      if (tangent != null && tangent.backend() != outputs[i].backend()) {
        throw new AutogradException(
            "The jvp of " + name + " returned for output " + i + " a tangent on " + tangent.device() + "; expected "
                + outputs[i].device() + ", the output's device. Move it with to(device)");
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
    return context.savedNow();
  }

  @Override
  protected @Nullable Tensor[] backward(@Nullable Tensor[] gradients) {
    @Nullable Tensor[] full = gradients.clone();
    for (int i = 0; context.materializes() && i < full.length; i++) {
      if (full[i] == null) {
        full[i] = Tensor.zeros(outputs[i].shape(), outputs[i].dtype(), to[i]);
      }
    }
    boolean once = rules.isOnceDifferentiable();
    @Nullable Tensor[] results;
    try (var _ = GradMode.recording(GradMode.isRecording() && !once)) {
      results = rules.backward(context.reading(this), full);
    } catch (RuntimeException e) {
      throw Failure.in("the backward of " + name, e);
    }
    @Nullable Tensor[] checked = check(results);
    return once && GradMode.isRecording() ? OnceOnly.guard(this, checked) : checked;
  }

  /** One gradient for each input; more may follow if they are null. */
  private @Nullable Tensor[] check(@Nullable Tensor @Nullable [] results) {
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
    for (int i = 0; i < expected; i++) {
      Tensor result = results[i];
      Edge edge = edge(i);
      if (result == null || edge == null) {
        continue;
      }
      Output like = edge.node().output(edge.slot());
      if (!result.shape().equals(like.shape())) {
        throw new AutogradException(
            "The backward of " + name + " returned for input " + i + " a gradient of shape " + result.shape() + "; expected "
                + like.shape() + ", the input's shape");
      }
      if (result.backend() != from[i]) {
        throw new AutogradException(
            "The backward of " + name + " returned for input " + i + " a gradient on " + result.device() + "; expected "
                + from[i].name() + ", the input's device. Move it with to(device)");
      }
    }
    return Arrays.copyOf(results, expected);
  }

  @Override
  protected void free() {
    context.free();
  }

  @Override
  void checkNotFreed() {
    context.checkNotFreed();
  }

  @Override
  public Output output(int slot) {
    return outputs[slot];
  }

  @Override
  public int outputs() {
    return outputs.length;
  }
}
